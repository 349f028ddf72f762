"""The rows of support: plans with goals and actions, and the journal."""

from uuid import uuid5

from casework.models import Action, Goal, GoalState, JournalNote, Plan, PlanKind, PlanReview, ReviewKind
from demo.past.chance import Chance, Weighted
from demo.past.words import CALLS, CLOSING, GOALS, NOTES

ENDED = Weighted({GoalState.REACHED: 58, GoalState.DROPPED: 17, GoalState.OPEN: 25})
DAYS_BETWEEN_NOTES = 21
MOST_NOTES = 10
EVENING = 20 * 60


class SupportRows:
    def __init__(self, rows, team, chance):
        self.rows, self.team, self.chance = rows, team, chance

    def during_stays(self, young, since: int, until: int | None) -> None:
        """A plan opened soon after the arrival, closed with the last departure (None: still open)."""
        own = Chance(self.chance.getrandbits(64))
        opened = since + own.randint(0, 6)
        self._plan(young, PlanKind.RESIDENTIAL, min(opened, until if until is not None else -1), until, own)
        self.journal(young.id, young.worker, since + 1, until if until is not None else 0, NOTES, own)

    def without_stay(self, young, since: int, until: int) -> None:
        """Upstream support; it still goes on if its end lies ahead."""
        own = Chance(self.chance.getrandbits(64))
        closed = until if until < 0 else None
        self._plan(young, PlanKind.UPSTREAM, since, closed, own)
        self.journal(young.id, young.worker, since, min(until, 0), CALLS, own, every=40)

    def calls(self, young, since: int, number: int) -> None:
        """Followed without a plan: a call or two."""
        for call in range(number):
            if since + 9 * call < 0:
                self.note(young.id, young.worker, since + 9 * call, self.chance.choice(CALLS), self.chance)

    def journal(self, person, worker, first: int, end: int, notes, own, every=DAYS_BETWEEN_NOTES) -> None:
        """A note every so many days, fewer where that would be many."""
        step = max(every, (end - first) // MOST_NOTES)
        for day in range(first, end, step):
            self.note(person, worker, min(day + own.randrange(step), end - 1), own.choice(notes), own)

    def note(self, person, worker, day: int, note, own) -> None:
        """One note (domain, kind, text), written the same day."""
        domain, kind, text = note
        author = worker if own.happens(0.6) else own.choice(self.team.educators)
        self.rows.add(
            JournalNote(
                id=own.id(), person_id=person, domain=domain, kind=kind, text=text, author=author,
                happened_on=self.rows.day(day), written_at=self.rows.moment(day, own.randint(10 * 60, EVENING)),
                minutes=own.choice([10, 15, 20, 30, 45, 60, 90]),
            )
        )  # fmt: skip

    def _plan(self, young, kind, opened, closed, own) -> None:
        by = young.worker
        plan = Plan(id=own.id(), person_id=young.id, kind=kind, opened_on=self.rows.day(opened), opened_by=by)
        if closed is not None:
            plan.closed_on, plan.closed_by, plan.closing_note = self.rows.day(closed), by, own.choice(CLOSING)
        self.rows.add(plan)
        for goal in own.sample(GOALS, own.choice([2, 3, 3, 4]) if kind == PlanKind.RESIDENTIAL else 1):
            self._goal(plan, goal, opened, closed, own)
        self._reviews(plan, opened, closed)

    def _reviews(self, plan, opened, closed) -> None:
        """After four and eight weeks, but for those of the last days. It draws nothing, so nobody changes."""
        for kind, weeks in ((ReviewKind.FIRST, 4), (ReviewKind.SECOND, 8)):
            day = opened + 7 * weeks
            if day < min(closed if closed is not None else 0, -3):
                self.rows.add(
                    PlanReview(
                        id=uuid5(plan.id, kind), plan=plan, kind=kind, held_on=self.rows.day(day),
                        noted_by=plan.opened_by, noted_at=self.rows.moment(day, 16 * 60),
                        reached="Le projet avance, à son rythme.",
                    )
                )  # fmt: skip

    def _goal(self, plan, words, opened, closed, own) -> None:
        domain, wording, actions = words
        end = closed if closed is not None else 0
        start = own.randint(opened, max(opened, opened + (end - opened) // 3))
        state = ENDED.draw(own)
        if closed is None and own.happens(0.5):
            state = GoalState.OPEN
        last = own.randint(start, max(start, end - 1))
        goal = Goal(
            id=own.id(), plan=plan, domain=domain, wording=wording, state=state, set_on=self.rows.day(start),
            set_by=plan.opened_by, ended_on=None if state == GoalState.OPEN else self.rows.day(last),
        )  # fmt: skip
        self.rows.add(goal)
        for text in actions:
            self._action(goal, text, start, last, own, to_do=closed is None and state == GoalState.OPEN)

    def _action(self, goal, text, start, last, own, to_do) -> None:
        """Steps still to do are due in these weeks: nobody leaves them for months."""
        done = own.happens({GoalState.REACHED: 0.95, GoalState.DROPPED: 0.3}.get(goal.state, 0.6))
        day = own.randint(start, last)
        due = own.randint(-2, 21) if to_do and not done else day + own.randint(0, 14)
        action = Action(
            id=own.id(), goal=goal, text=text, due_on=self.rows.day(due),
            responsible=goal.set_by, created_on=goal.set_on, created_by=goal.set_by,
        )  # fmt: skip
        if done:
            action.done_at, action.done_by = self.rows.moment(min(day, -1), 15 * 60), goal.set_by
        self.rows.add(action)
