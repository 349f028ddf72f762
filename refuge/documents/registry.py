"""What apps tell documents about records that have papers of their own: an e-mail, an inquiry."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """Records of one label. `visible(user)` gives the ids that `user` may see, `of_person(person)` those that are
    about the person, both as querysets; `page(id)` is the record's address. `opens(user)`: whether the papers of what
    they see are theirs to open; else only what they uploaded themselves."""

    label: str
    visible: Callable
    opens: Callable
    of_person: Callable
    page: Callable


subjects: dict[str, Subject] = {}


def add_subject(subject: Subject) -> None:
    subjects[subject.label] = subject
