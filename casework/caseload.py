"""What asks for attention in a worker's caseload: silent files, reviews due, stays and papers about to end."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db.models import DateField, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.areas import due as areas
from casework.models import (
    Appointment,
    AsylumDeadline,
    Attendance,
    Cover,
    DeadlineKind,
    JournalNote,
    Moment,
    NoteKind,
    Plan,
    ReviewKind,
)
from casework.parameters import ENDING_DAYS, SILENT_DAYS
from casework.reviews import due_on, with_due
from casework.rows import due_words
from housing.models import Stay
from refuge.documents.models import Document
from refuge.parameters.registry import values_of
from refuge.people.models import Person
from refuge.questions import SOME_PEOPLE, read

SHOWN = 15


@dataclass(frozen=True)
class Matter:
    """One reason to look at a file: words, how soon, where to go on."""

    label: str
    due: str
    tone: str


@dataclass(frozen=True)
class AttentionRow:
    person: Person
    plan: object
    matters: list
    is_stood_in_for: bool


def in_charge(user) -> Q:
    """Whose files they are in charge of, or stand in for today."""
    away = Cover.objects.current().filter(colleague=user).values("away")
    return Q(worker=user) | Q(worker__in=away)


def attention(user, today: date | None = None) -> tuple[list[AttentionRow], bool]:
    """Their people about whom something is due, the longest silent first, and whether there are more. Three queries,
    however many files."""
    today = today or timezone.localdate()
    days = values_of([SILENT_DAYS.code, ENDING_DAYS.code], today)
    silent_before = today - timedelta(days=days[SILENT_DAYS.code])
    ending_by = today + timedelta(days=days[ENDING_DAYS.code])
    asking = partial(_asking, user, today, silent_before, ending_by)
    found = read("casework.attention", user, asking, today, *days.values())
    who = dict(zip(SOME_PEOPLE, (person.pk for person in found[:SHOWN]), strict=False))
    plans = read("casework.their_plans", None, partial(_plans_of_some, today), today, stand_ins=who)
    plans = {plan.person_id: plan for plan in plans}
    rows = [_row(person, plans.get(person.pk), today, silent_before, ending_by, user) for person in found[:SHOWN]]
    return rows, len(found) > SHOWN


def _plans_of_some(today):
    return with_due(Plan.objects.open().filter(person__in=SOME_PEOPLE[:SHOWN]), today)


def _asking(user, today, silent_before, ending_by):
    """The people about whom something is due, the longest silent first. Not yet asked."""
    people = _with_matters(user, today).filter(
        Q(last_contact__lt=silent_before)
        | Q(stay_ends__lte=ending_by)
        | Q(paper_ends__lte=ending_by)
        | Q(review_due__in=ReviewKind.values)
        | Q(areas_due__in=Moment.values)
        | Q(asylum_due__isnull=False)
    )
    return people.order_by("last_contact", "id")[: SHOWN + 1]


def _with_matters(user, today):
    """People with an open plan or stay, or a deadline of asylum that is near, or who left and are to be asked how they
    are: their last contact, and what ends or is due. Not yet asked."""
    plans = Plan.objects.open().filter(person=OuterRef("pk"))
    stays = Stay.objects.open().filter(person=OuterRef("pk"))
    papers = Document.objects.visible_to(user).expiring().filter(person=OuterRef("pk"))
    letters = AsylumDeadline.objects.visible_to(user).running().due_soon(today).filter(track__person=OuterRef("pk"))
    people = Person.objects.visible_to(user).filter(in_charge(user), death_noted_at__isnull=True)
    people = areas.with_due(people, today)
    is_due = Q(areas_due__in=[Moment.EXIT, Moment.AFTER])
    return people.filter(Exists(plans) | Exists(stays) | Exists(letters) | is_due).annotate(
        last_contact=_last_contact(),
        stay_ends=Subquery(stays.order_by("agreed_until").values("agreed_until")[:1]),
        paper_ends=Subquery(papers.order_by("expires_on").values("expires_on")[:1]),
        review_due=Subquery(with_due(plans, today).values("review_due")[:1]),
        asylum_due=Subquery(letters.order_by("due_on", "id").values("due_on")[:1]),
        asylum_kind=Subquery(letters.order_by("due_on", "id").values("kind")[:1]),
    )


def _last_contact():
    """The day of the last note about a contact or appointment kept; for want of one the day the file was opened."""
    notes = JournalNote.objects.kept().exclude(kind=NoteKind.OBSERVED).filter(person=OuterRef("pk")).order_by()
    kept = Appointment.objects.filter(person=OuterRef("pk"), attendance=Attendance.ATTENDED).order_by()
    last_note = Subquery(notes.values("person").annotate(last=Max("happened_on")).values("last"))
    last_kept = Subquery(kept.values("person").annotate(last=Max(TruncDate("starts_at"))).values("last"))
    # PostgreSQL's GREATEST passes over what is empty.
    return Greatest(TruncDate("created_at"), last_note, last_kept, output_field=DateField())


def _row(person, plan, today, silent_before, ending_by, user) -> AttentionRow:
    matters = []
    has_left = plan is None and person.stay_ends is None
    if person.last_contact < silent_before and not has_left:
        days = (today - person.last_contact).days
        silent = ngettext("no contact for %(number)s day", "no contact for %(number)s days", days) % {"number": days}
        matters.append(Matter(silent, "", "late"))
    if plan and plan.review_due:
        kind = ReviewKind(plan.review_due)
        matters.append(Matter(kind.label, *due_words(due_on(plan, kind), today)))
    if person.areas_due:
        label = _("life areas: %(moment)s") % {"moment": Moment(person.areas_due).label}
        matters.append(Matter(label, *due_words(person.areas_on, today)))
    for label, day in ((_("end of the stay"), person.stay_ends), (_("a paper ends"), person.paper_ends)):
        if day and day <= ending_by:
            matters.append(Matter(label, *due_words(day, today)))
    if person.asylum_due:
        matters.append(Matter(DeadlineKind(person.asylum_kind).label, *due_words(person.asylum_due, today)))
    return AttentionRow(person, plan, matters, person.worker_id != user.pk)
