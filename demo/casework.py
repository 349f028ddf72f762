"""A plan for everybody who stays and for some who do not: goals in several domains and states, actions due, notes."""

from datetime import timedelta

from casework import operations
from casework.models import Goal, Plan
from casework.models.choices import GoalState, PlanKind
from demo.intake import ASKED
from demo.past.chance import Weighted
from demo.past.words import CALLS, GOALS, NOTES
from demo.shelter import RESIDENTS

STATES = Weighted({GoalState.OPEN: 70, GoalState.REACHED: 20, GoalState.DROPPED: 10})


def build_plans(requests, stays, staff, chance, moment, past) -> dict[str, Plan]:
    """Open a plan soon after each arrival, and upstream of one for those who are followed; one of these is closed."""
    plans = {}
    for resident in RESIDENTS:
        person, days = stays[resident.name].person, resident.first[1]
        plans[resident.name] = _plan(person, PlanKind.RESIDENTIAL, max(days - 4, 0), 3, staff, chance, moment)
        past.support.journal(person.pk, staff["coordinator"], -days, 0, NOTES, chance, every=12)
    followed = [(name, days) for name, days, outcome in ASKED if outcome == "followed"]
    for name, days in followed:
        person = requests[name].person
        plans[name] = _plan(person, PlanKind.UPSTREAM, days - 3, 1, staff, chance, moment)
        past.support.journal(person.pk, staff["coordinator"], 3 - days, 0, CALLS, chance, every=14)
    operations.close_plan(
        plan=plans[followed[0][0]],
        closed_on=moment.day(-5),
        closing_note="A retrouvé un équilibre chez sa sœur ; sait où nous joindre.",
        by=staff["coordinator"],
    )
    return plans


def _plan(person, kind, days, goals, staff, chance, moment) -> Plan:
    """Opened so many days ago."""
    plan = operations.open_plan(person=person, kind=kind, opened_on=moment.day(-days), by=staff["coordinator"])
    for domain, wording, actions in chance.sample(GOALS, goals):
        goal = operations.add_goal(plan=plan, domain=domain, wording=wording, by=staff["coordinator"])
        _actions(goal, actions, staff, chance, moment)
        state, set_on = STATES.draw(chance), moment.day(-chance.randint(days // 2, days))
        ended_on = None
        if state != GoalState.OPEN and days > 20:
            operations.end_goal(goal=goal, state=state, by=staff["coordinator"])
            ended_on = set_on + timedelta(days=days // 3)
        # Set and ended on days of their own, not all on the day the demo is built.
        Goal.objects.filter(pk=goal.pk).update(set_on=set_on, ended_on=ended_on)
    return plan


def _actions(goal, actions, staff, chance, moment) -> None:
    by = staff["coordinator"]
    for text in actions:
        action = operations.add_action(
            goal=goal,
            text=text,
            due_on=moment.day(chance.randint(-4, 25)),
            responsible=chance.choice([by, by, staff["educator"]]),
            by=by,
        )
        if chance.random() < 0.3:
            operations.do_action(action=action, by=by)
