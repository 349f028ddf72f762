"""Actions, goals and notes made ready for the eye. Encrypted words are opened here, for those who may read them."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Count, Q, Window
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.models import Action, Domain, Goal, GoalState, JournalNote, Plan, PlanReview, ReviewKind
from casework.models.note import NoteAddition
from casework.reviews import due_on
from refuge.people.models import Person
from refuge.questions import SOME_PEOPLE, SOMEBODY, read

NOTES_A_PAGE = 20
# How many of one's own notes are opened for a search, and how many are shown.
SEARCHED, FOUND = 500, 30
# What can be a combining accent: the letters before it are passed over at once.
BEYOND_LATIN = re.compile("[^\x00-\u02ff]")
NOTED, PRESENT = JournalNote._meta.get_field("text"), JournalNote._meta.get_field("present")
ADDED = NoteAddition._meta.get_field("text")
GOAL_TONES = {GoalState.OPEN: "accent", GoalState.REACHED: "well", GoalState.DROPPED: "plain"}


def due_words(due_on, today=None) -> tuple[str, str]:
    """How soon, in words, and the chip's tone."""
    days = (due_on - (today or timezone.localdate())).days
    if days < 0:
        return ngettext("%(number)s day late", "%(number)s days late", -days) % {"number": -days}, "late"
    if days <= 1:
        return [_("today"), _("tomorrow")][days], "soon"
    return ngettext("in %(number)s day", "in %(number)s days", days) % {"number": days}, "plain"


@dataclass(frozen=True)
class ActionRow:
    action: Action
    due: str
    tone: str


def action_row(action, today=None) -> ActionRow:
    if action.done_at:
        return ActionRow(action, _("done"), "well")
    return ActionRow(action, *due_words(action.due_on, today))


@dataclass
class GoalRow:
    goal: Goal
    tone: str
    actions: list
    done: int


@dataclass
class DomainRows:
    """The goals of one domain."""

    label: str
    goals: list = field(default_factory=list)

    @property
    def actions(self) -> int:
        return sum(len(row.actions) for row in self.goals)


def domains_of(plan) -> list[DomainRows]:
    """The plan's goals with their actions, by domain in the domains' order. Two queries."""
    of_plan, actions, domains = {SOMEBODY: plan.pk}, defaultdict(list), {}
    for action in read("casework.plan_actions", None, _actions_of_somebody, stand_ins=of_plan):
        actions[action.goal_id].append(action)
    for goal in read("casework.plan_goals", None, _goals_of_somebody, stand_ins=of_plan):
        row = _goal_row(goal, actions[goal.pk])
        domains.setdefault(goal.domain, DomainRows(Domain(goal.domain).label)).goals.append(row)
    return [domains[code] for code in Domain.values if code in domains]


def _goals_of_somebody():
    return Goal.objects.filter(plan=SOMEBODY).order_by("set_on", "id")


def _actions_of_somebody():
    return Action.objects.filter(goal__plan=SOMEBODY).select_related("responsible").order_by("due_on", "id")


def _goal_row(goal, actions) -> GoalRow:
    rows = sorted(map(action_row, actions), key=lambda row: row.action.done_at is not None)
    return GoalRow(goal, GOAL_TONES[goal.state], rows, sum(action.done_at is not None for action in actions))


def actions_of(user, limit=None, soon=False) -> tuple[list[ActionRow], int]:
    """What `user` has to do, the first due first (`soon`: late or within the days of the parameter), and how much it is
    in all. One query."""
    actions = read("casework.to_do", user, lambda: _to_do(user, limit, soon), limit, soon)
    today = timezone.localdate()
    return [action_row(action, today) for action in actions], actions[0].in_all if actions else 0


def _to_do(user, limit, soon):
    mine = Action.objects.visible_to(user).of(user).to_do()
    mine = mine.due_soon() if soon else mine
    return mine.for_lists().annotate(in_all=Window(Count("pk")))[:limit]


def without_plan(user):
    """Whom `user` is in charge of, and nobody has opened a plan for: what a row shows of each."""
    people = Person.objects.visible_to(user).filter(worker=user)
    people = people.exclude(pk__in=Plan.objects.open().values("person")).order_by("created_at", "id")
    return people.values_list("reference", "chosen_name", "pronouns", named=True)


@dataclass(frozen=True)
class NotesPage:
    notes: list
    next: str


def notes_page(notes, after: str = "") -> NotesPage:
    """The newest of `notes`, or those past the note with the id `after`."""
    last = notes.filter(pk=after).first() if _is_id(after) else None
    if last:
        same_day = Q(happened_on=last.happened_on)
        earlier = Q(written_at__lt=last.written_at) | Q(written_at=last.written_at, pk__lt=last.pk)
        notes = notes.filter(Q(happened_on__lt=last.happened_on) | (same_day & earlier))
    return as_page(list(newest(notes)))


def newest(notes):
    """Of `notes` a page, and one more that says whether there is another page."""
    return notes.select_related("author").prefetch_related("additions").newest_first()[: NOTES_A_PAGE + 1]


def as_page(rows) -> NotesPage:
    more = len(rows) > NOTES_A_PAGE
    return NotesPage(rows[:NOTES_A_PAGE], str(rows[NOTES_A_PAGE - 1].pk) if more else "")


@dataclass(frozen=True)
class OwnNote:
    """What is shown of a note among one's own."""

    reference: str
    chosen_name: str
    domain: str
    kind: str
    happened_on: date
    text: str
    additions: list


def found_in_notes(user, text: str) -> list[OwnNote]:
    """Of the newest notes that `user` wrote those in which every word of `text` stands, accents and case apart; without
    one, all. Three queries."""
    wanted, additions = folded(text).split(), defaultdict(list)
    for note, *addition in read("casework.own_additions", user, lambda: _added_to_own(user)):
        additions[note].append(addition)
    if not wanted:
        notes = read("casework.own_notes", user, lambda: _shown(user)[:FOUND])
        return [_own_note(*note, additions) for note in notes]
    # What is shown of a note and its file is read of those found alone.
    newest = read("casework.own_texts", user, lambda: _own(user).values_list("pk", "text", "present")[:SEARCHED])
    found = (pk for pk, *words in newest if _says(pk, *words, additions.get(pk, ()), wanted))
    which = dict(zip(SOME_PEOPLE, islice(found, FOUND), strict=False))
    some = SOME_PEOPLE[:FOUND]
    notes = read("casework.own_notes_found", user, lambda: _shown(user).filter(pk__in=some), stand_ins=which)
    return [_own_note(*note, additions) for note in notes]


def _own(user):
    return JournalNote.objects.written_by(user).newest_first()


def _added_to_own(user):
    notes = _own(user).values("pk")[:SEARCHED]
    return NoteAddition.objects.filter(note__in=notes).values_list("note", "pk", "text")


def _shown(user):
    about = ("person__reference", "person__chosen_name", "domain", "kind", "happened_on")
    return _own(user).values_list("pk", "text", *about)


def _own_note(pk, text, reference, name, domain, kind, happened_on, additions) -> OwnNote:
    added = [ADDED.unseal_of(*addition) for addition in additions.get(pk, ())]
    return OwnNote(reference, name, domain, kind, happened_on, NOTED.unseal_of(pk, text), added)


def _says(pk, text, present, additions, wanted) -> bool:
    parts = (NOTED.unseal_of(pk, text), PRESENT.unseal_of(pk, present), *(ADDED.unseal_of(*each) for each in additions))
    said = folded(" ".join(parts))
    return all(word in said for word in wanted)


def folded(text: str) -> str:
    return BEYOND_LATIN.sub(_without_accent, unicodedata.normalize("NFKD", text.casefold()))


def _without_accent(letter) -> str:
    return "" if unicodedata.combining(letter[0]) else letter[0]


@dataclass(frozen=True)
class ReviewRow:
    """One of a plan's reviews: held, or when it is due."""

    kind: ReviewKind
    review: object
    due_on: object
    due: str
    tone: str


def reviews_of(plan, show=True) -> list[ReviewRow]:
    """The reviews of a plan that comes from `reviews.with_due`: held with their words, for who may read them. One
    query."""
    reviews = read("casework.plan_reviews", None, _reviews_of_somebody, stand_ins={SOMEBODY: plan.pk})
    held = {review.kind: review for review in reviews}
    rows = []
    for kind in ReviewKind:
        day = due_on(plan, kind)
        if kind in held:
            rows.append(ReviewRow(kind, held[kind] if show else None, held[kind].held_on, _("done"), "well"))
        elif day and plan.is_open:
            rows.append(ReviewRow(kind, None, day, *due_words(day)))
    return rows


def _reviews_of_somebody():
    return PlanReview.objects.filter(plan=SOMEBODY).kept().select_related("noted_by")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
