"""What asks for attention in a worker's caseload: silent files, reviews due, stays and papers about to end."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

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
from refuge.accounts.models import User
from refuge.documents.models import Document
from refuge.parameters.registry import values_of
from refuge.people.models import Person, of_open_file
from refuge.questions import read

SHOWN = 15
# What is read of each file and plan.
OF_PERSON = (
    "pk", "reference", "chosen_name", "worker", *areas.FACTS,
    "last_contact", "stay_ends", "paper_ends", "asylum_due", "asylum_kind",
)  # fmt: skip
OF_PLAN = ("pk", "person", "opened_on", "first_on", "second_on", "exit_on", "review_due")


@dataclass(frozen=True)
class Matter:
    """One reason to look at a file: words, how soon, where to go on."""

    label: str
    due: str
    tone: str


@dataclass(frozen=True)
class AttentionRow:
    person: tuple  # OF_PERSON
    plan: tuple | None  # OF_PLAN
    matters: list
    is_stood_in_for: bool


def in_charge(user, worker="worker") -> Q:
    """Whose files they are in charge of, or stand in for today. One list of colleagues, by which an index finds the
    files; of "theirs or those of" PostgreSQL reads every file there is."""
    away = Cover.objects.current().filter(colleague=user).values("away")
    return Q(**{f"{worker}__in": User.objects.filter(pk=user.pk).values("pk").union(away, all=True)})


def attention(user, today: date | None = None) -> tuple[list[AttentionRow], bool]:
    """Their people about whom something is due, the longest silent first, and whether there are more. Three queries,
    however many files."""
    today = today or timezone.localdate()
    worth = areas.worths(today) | values_of([SILENT_DAYS.code, ENDING_DAYS.code], today)
    left_since = areas.told_about_since(today, worth)
    people = read("casework.attention", user, lambda: _with_facts(user, today, left_since), today, left_since)
    plans = read("casework.their_plans", user, lambda: _plans_of_theirs(user, today), today)
    plans = {plan.person: plan for plan in plans}
    rows = (_row(person, plans.get(person.pk), today, worth, user) for person in people)
    found = list(islice((row for row in rows if row.matters), SHOWN + 1))
    return found[:SHOWN], len(found) > SHOWN


def _theirs(user):
    return Person.objects.visible_to(user).filter(in_charge(user), death_noted_at__isnull=True)


def _plans_of_theirs(user, today):
    of_theirs = of_open_file(user) & in_charge(user, "person__worker") & Q(person__death_noted_at__isnull=True)
    return with_due(Plan.objects.open().filter(of_theirs), today).values_list(*OF_PLAN, named=True)


def _with_facts(user, today, left_since):
    """People with an open plan or stay, or a deadline of asylum that is near, or who left since that day and may be
    asked how they are: their last contact, and what ends or is due; the longest silent first. Not yet asked."""
    plans = Plan.objects.filter(person=OuterRef("pk"))
    stays = Stay.objects.filter(person=OuterRef("pk"))
    papers = Document.objects.visible_to(user).expiring().filter(person=OuterRef("pk"))
    letters = AsylumDeadline.objects.visible_to(user).running().due_soon(today).filter(track__person=OuterRef("pk"))
    goes_on = Exists(plans.open()) | Exists(stays.open()) | Exists(letters)
    left = Exists(plans.filter(closed_on__gte=left_since)) | Exists(stays.filter(departed_on__gte=left_since))
    first_stay, first_paper = stays.open().order_by("agreed_until"), papers.order_by("expires_on")
    first_letter = letters.order_by("due_on", "id")
    people = areas.with_facts(_theirs(user).filter(goes_on | left)).annotate(
        last_contact=_last_contact(),
        stay_ends=Subquery(first_stay.values("agreed_until")[:1]),
        paper_ends=Subquery(first_paper.values("expires_on")[:1]),
        asylum_due=Subquery(first_letter.values("due_on")[:1]),
        asylum_kind=Subquery(first_letter.values("kind")[:1]),
    )
    return people.order_by("last_contact", "id").values_list(*OF_PERSON, named=True)


def _last_contact():
    """The day of the last note about a contact or appointment kept; for want of one the day the file was opened."""
    notes = JournalNote.objects.kept().exclude(kind=NoteKind.OBSERVED).filter(person=OuterRef("pk")).order_by()
    kept = Appointment.objects.filter(person=OuterRef("pk"), attendance=Attendance.ATTENDED).order_by()
    last_note = Subquery(notes.values("person").annotate(last=Max("happened_on")).values("last"))
    last_kept = Subquery(kept.values("person").annotate(last=Max(TruncDate("starts_at"))).values("last"))
    # PostgreSQL's GREATEST passes over what is empty.
    return Greatest(TruncDate("created_at"), last_note, last_kept, output_field=DateField())


def _row(person, plan, today, worth, user) -> AttentionRow:
    """Without a matter where nothing is due, or where they have left and nothing goes on."""
    areas_due = areas.due_of(person, today, worth)
    has_left = plan is None and person.stay_ends is None
    if has_left and not (person.asylum_due or areas_due.moment):
        return AttentionRow(person, plan, [], False)
    matters = []
    if person.last_contact < today - timedelta(days=worth[SILENT_DAYS.code]) and not has_left:
        days = (today - person.last_contact).days
        silent = ngettext("no contact for %(number)s day", "no contact for %(number)s days", days) % {"number": days}
        matters.append(Matter(silent, "", "late"))
    if plan and plan.review_due:
        kind = ReviewKind(plan.review_due)
        matters.append(Matter(kind.label, *due_words(due_on(plan, kind), today)))
    if areas_due.moment:
        label = _("life areas: %(moment)s") % {"moment": Moment(areas_due.moment).label}
        matters.append(Matter(label, *due_words(areas_due.on, today)))
    ending_by = today + timedelta(days=worth[ENDING_DAYS.code])
    if person.stay_ends and person.stay_ends <= ending_by:
        matters.append(Matter(_("end of the stay"), *due_words(person.stay_ends, today)))
    if person.paper_ends and person.paper_ends <= ending_by:
        matters.append(Matter(_("a paper ends"), *due_words(person.paper_ends, today)))
    if person.asylum_due:
        matters.append(Matter(DeadlineKind(person.asylum_kind).label, *due_words(person.asylum_due, today)))
    return AttentionRow(person, plan, matters, person.worker != user.pk)
