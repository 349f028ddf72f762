"""After-care made ready for the eye: the rows of the list, and what the person's panel shows."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
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


# What a row of the list shows: a stay, a person and a colleague have many columns more, most of them sealed.
SHOWN = (
    "months", "due_on", "next_on", "outcome", "done_on", "lives", "done_by__name", "stay__departed_on",
    "stay__destination", "stay__person__reference", "stay__person__chosen_name", "stay__person__pronouns",
    "stay__person__worker__name",
)  # fmt: skip


def with_all(contacts):
    """With what a row says, in one query."""
    contacts = contacts.select_related("stay__person__worker", "done_by")
    tried = AfterCareTry.objects.filter(contact=OuterRef("pk")).values("contact").annotate(number=Count("pk"))
    return contacts.annotate(tried=Coalesce(Subquery(tried.values("number")), 0))


def rows_of(contacts, today) -> list[dict]:
    return [row_of(contact, today) for contact in contacts]


def row_of(contact, today) -> dict:
    """`chip` is (words, tone): what it came to, or how it stands."""
    if contact.outcome:
        chip = contact.get_outcome_display(), TONES[contact.outcome]
    elif contact.next_on < today:
        chip = _("overdue"), "late"
    elif contact.next_on == today:
        chip = _("today"), "soon"
    else:
        chip = _("to come"), "plain"
    return {"contact": contact, "stay": contact.stay, "person": contact.stay.person, "chip": chip}


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
        "rows": [row | {"stands": row["contact"].pk in standing} for row in rows_of(contacts, today)],
        "may_record": may_record,
        "left": left if may_plan else None,
    }
