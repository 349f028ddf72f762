"""The copy of a plan for the young person: what it says, in plain language and in theirs, and its PDF.

It may be found by others: it bears no letterhead, no name but the chosen one, nobody else's, and no orientation. What
it says is put together once and kept (encrypted); the PDF is drawn from that alone each time it is downloaded.
"""

import re
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.models import GoalState
from casework.roads import LANGUAGES
from casework.rows import domains_of
from refuge.partners.discretion import ORIENTATION, REFUGE
from refuge.pdf import pdf_from

STYLE = Path(__file__).with_name("handout.css")


def language_for(person, fallback: str) -> str:
    """The first language of the house that the person speaks."""
    return next((each for each in person.languages if each in LANGUAGES), fallback)


def content_of(plan, language: str) -> dict:
    """What the copy says in that language: dropped goals are left out. Who does a step is "we": nobody is named."""
    with override(language):
        return {
            "language": language,
            "name": plan.person.chosen_name,
            "day": date_format(timezone.localdate(), "DATE_FORMAT"),
            "domains": [part for domain in domains_of(plan) if (part := _domain(domain))["goals"]],
        }


def _domain(domain) -> dict:
    goals = [row for row in domain.goals if row.goal.state != GoalState.DROPPED]
    return {"label": str(domain.label), "goals": [_goal(row) for row in goals]}


def _goal(row) -> dict:
    return {
        "wording": row.goal.wording,
        "reached": row.goal.state == GoalState.REACHED,
        "steps": [
            {
                "text": each.action.text,
                "done": each.action.done_at is not None,
                "day": date_format(each.action.due_on, "SHORT_DATE_FORMAT"),
            }
            for each in row.actions
        ],
    }


def words_of(content) -> list[str]:
    """Everything in it that somebody wrote."""
    goals = [goal for domain in content["domains"] for goal in domain["goals"]]
    return [goal["wording"] for goal in goals] + [step["text"] for goal in goals for step in goal["steps"]]


def check_discreet(plan, content) -> None:
    """ValidationError that names the first word which gives something away. Words are found, not meanings: reading it
    over stays the writer's."""
    if not content["domains"]:
        raise ValidationError(_("The plan has no goal yet: there is nothing to hand out."), code="empty")
    patterns = [ORIENTATION, REFUGE, *(re.compile(rf"\b{re.escape(name)}\b") for name in _other_names(plan))]
    for text in words_of(content):
        if word := next((found[0] for pattern in patterns if (found := pattern.search(text))), ""):
            message = _("“%(word)s” stands in the plan and has no place on a paper that others may find: reword it.")
            raise ValidationError(message, code="gives_away", params={"word": word})


def _other_names(plan) -> set[str]:
    """First names of the colleagues in the plan, and of the person where they are not the chosen one."""
    colleagues = {action.responsible.name for goal in plan.goals.all() for action in _actions(goal)}
    colleagues |= {user.name for user in (plan.person.worker, plan.opened_by) if user}
    firsts = {name.split()[0] for name in (*colleagues, plan.person.legal_name) if name.strip()}
    return firsts - set(plan.person.chosen_name.split())


def _actions(goal):
    return goal.actions.select_related("responsible")


def handout_pdf(content: dict) -> bytes:
    """A page or two: about 0.1 s each."""
    with override(content["language"]):
        return pdf_from(render_to_string("casework/handout.html", {"copy": content}), style_text())


@cache
def style_text() -> str:
    return STYLE.read_text()
