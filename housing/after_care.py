"""After-care made ready for the eye: the rows of the list, and what the person's panel shows."""

from functools import cache

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from housing.models import AfterCare, AfterCareTry, Outcome, Stay
from housing.operations.after_care import NOBODY_ASKS
from refuge.access import allows

TONES = {
    Outcome.HOUSED: "well",
    Outcome.NOT_HOUSED: "late",
    Outcome.UNKNOWN: "soon",
    Outcome.NOT_REACHED: "plain",
    Outcome.DECLINED: "plain",
}


# What a row of the list shows, as tuples: of stays, people and colleagues that is little.
SHOWN = (
    "pk", "months", "due_on", "next_on", "outcome", "done_on", "lives", "done_by__name", "tried", "stay__departed_on",
    "stay__destination", "stay__person__reference", "stay__person__chosen_name", "stay__person__pronouns",
    "stay__person__worker__name",
)  # fmt: skip


def to_list(contacts):
    """With what a row of the list says, in one query."""
    return _with_tries(contacts).values_list(*SHOWN, named=True)


def with_all(contacts):
    """With what the person's panel says, in one query."""
    return _with_tries(contacts.select_related("stay__person__worker", "done_by"))


def _with_tries(contacts):
    tried = AfterCareTry.objects.filter(contact=OuterRef("pk")).values("contact").annotate(number=Count("pk"))
    return contacts.annotate(tried=Coalesce(Subquery(tried.values("number")), 0))


def chip_of(contact, today) -> tuple:
    """(words, tone): what it came to, or how it stands."""
    told = _words(get_language())
    if contact.outcome:
        return told[contact.outcome], TONES[contact.outcome]
    if contact.next_on < today:
        return told["overdue"], "late"
    return (told["today"], "soon") if contact.next_on == today else (told["to come"], "plain")


@cache
def _words(language) -> dict:
    """They stand in every row: looked up once a language."""
    states = {"overdue": _("overdue"), "today": _("today"), "to come": _("to come")}
    return states | {value: str(label) for value, label in Outcome.choices}


def row_of(contact, today) -> dict:
    return {"contact": contact, "stay": contact.stay, "person": contact.stay.person, "chip": chip_of(contact, today)}


def of_person(request, person) -> dict:
    """The person's panel: the contacts after each stay, the last one first, and the way to plan them where none are."""
    today, user = timezone.localdate(), request.user
    contacts = with_all(AfterCare.objects.visible_to(user).filter(stay__person=person)).prefetch_related(
        "tries__tried_by"
    )
    contacts = list(contacts.order_by("-stay__departed_on", "due_on"))
    standing = set(AfterCare.objects.open().filter(stay__person=person).values_list("pk", flat=True))
    left = Stay.objects.filter(person=person).order_by("-arrived_on", "-created_at").first()
    planned = left and any(contact.stay_id == left.pk for contact in contacts)
    may_record = allows(user, "housing.record_after_care") and not person.has_died
    may_plan = may_record and left and not (left.is_open or planned or left.destination in NOBODY_ASKS)
    return {
        "rows": [row | {"stands": row["contact"].pk in standing} for row in (row_of(each, today) for each in contacts)],
        "may_record": may_record,
        "left": left if may_plan else None,
    }
