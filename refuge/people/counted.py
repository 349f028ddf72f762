"""Young people as the lists of who is in a figure show them: chosen name and reference, a link to the file."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.indicators import Line, Source
from refuge.people.models import Person

COUNTED = _("Young people counted")


def lines(persons) -> list[Line]:
    return [
        Line(
            title=person.chosen_name,
            url=reverse("people:person", args=[person.reference]),
            reference=person.reference,
            about=person,
        )
        for person in persons
    ]


def people(condition, *, code="counted", name=COUNTED, permission="people.view_file") -> Source:
    """The source of a figure that counts persons: `condition(period)` tells which."""

    def find(period, user):
        return Person.objects.visible_to(user).filter(condition(period)).only("reference", "chosen_name", "name_key")

    return Source(code, name, find, lines, permission, order="name_key", all_are_sorted=True)
