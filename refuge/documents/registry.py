"""What apps tell documents: which records have papers of their own, and who opens those.

`subjects[label]` is a function(user) giving the ids of the records of that label whose papers `user` may open, as a
queryset. `pages[label]` is a function(id) giving the address of the record, to which a page leads back.
"""

from collections.abc import Callable

subjects: dict[str, Callable] = {}
pages: dict[str, Callable] = {}
