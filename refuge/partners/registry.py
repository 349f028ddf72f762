"""What apps hang on an organisation, and what they call working together; filled by their `contributions.py`."""

from collections.abc import Callable

# (model, foreign key) of rows about an organisation: they move when two entries of it become one, and back.
hanging: list[tuple[type, str]] = []
# acting(period) -> a queryset of ids: the organisations with which something was done within the period. It is kept as
# SQL (`refuge/counting.py`).
acting: list[Callable] = []
