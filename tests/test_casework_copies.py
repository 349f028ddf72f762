"""The copy of a plan for the young person: what it never says, and that it stays as it was given."""

import zlib

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from casework import operations
from casework.handout import content_of, handout_pdf
from casework.models import PlanCopy
from tests.casework import days, make_action, make_goal, make_plan, refused
from tests.factories import make_person, make_user
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def filled_plan(**person):
    by = make_user("coordinator", name="Gwendoline Dupont")
    plan = make_plan(make_person(by=by, **person), by=by)
    goal = make_goal(plan, by=by, wording="Un chez-moi")
    make_action(goal, by=by, text="Visiter une chambre")
    dropped = make_goal(plan, by=by, wording="Abandonné")
    operations.end_goal(goal=dropped, state="dropped", by=by)
    return plan


def test_the_copy_names_nobody_but_the_young_person_by_their_chosen_name():
    plan = filled_plan(chosen_name="Salomé", legal_name="Xavier Lambert")
    copy = operations.make_copy(plan=plan, language="nl", by=plan.opened_by)
    text = str(copy.content)
    assert "Salomé" in text
    assert "Un chez-moi" in text
    for secret in ("Xavier", "Lambert", "Gwendoline", "Dupont", "Abandonné", plan.person.reference):
        assert secret not in text


@pytest.mark.parametrize("words", ["Aller au bar gay", "Voir Gwendoline", "Papiers de Xavier", "Rester au Refuge"])
def test_a_plan_whose_words_give_something_away_is_not_handed_out(words):
    plan = filled_plan(chosen_name="Salomé", legal_name="Xavier Lambert")
    make_goal(plan, by=plan.opened_by, wording=words)
    assert refused(lambda: operations.make_copy(plan=plan, language="fr", by=plan.opened_by)) == "gives_away"


def test_the_copy_stays_as_it_was_given_and_is_drawn_the_same():
    plan = filled_plan()
    copy = operations.make_copy(plan=plan, language="fr", by=plan.opened_by)
    make_goal(plan, by=plan.opened_by, wording="Plus tard")
    copy = PlanCopy.objects.get(pk=copy.pk)
    assert "Plus tard" not in str(copy.content)
    drawn = handout_pdf(copy.content)
    assert drawn.startswith(b"%PDF")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang (fr-BE)"):
        assert mark in drawn or mark in inflated(drawn)
    assert drawn == handout_pdf(copy.content)


def inflated(pdf: bytes) -> bytes:
    """The streams of a PDF, opened."""
    parts = []
    for piece in pdf.split(b"stream\n")[1:]:
        try:
            parts.append(zlib.decompressobj().decompress(piece))
        except zlib.error:
            continue
    return b"".join(parts)


@pytest.mark.parametrize(("language", "title"), [("fr", "atteint"), ("nl", "bereikt"), ("en", "reached")])
def test_the_copy_speaks_the_language_of_the_young_person(language, title):
    plan = filled_plan()
    operations.end_goal(goal=plan.goals.get(state="open"), state="reached", by=plan.opened_by)
    with translation.override(language):
        assert title in render_to_string("casework/handout.html", {"copy": content_of(plan, language)})


def test_a_copy_is_made_read_over_given_and_signed(client):
    signed_in(client, "educator")
    plan = filled_plan(languages=["nl"])
    new = reverse("casework:copy_new", args=[plan.pk])
    assert 'value="nl" ' in client.get(new).content.decode()
    client.post(new, {"language": "nl"})
    copy = PlanCopy.objects.get()
    page = reverse("casework:copy", args=[copy.pk])
    assert "Un chez-moi" in client.get(page).content.decode()
    answer = client.get(reverse("casework:copy_pdf", args=[copy.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "Salom" not in answer["Content-Disposition"]
    mark = reverse("casework:copy_mark", args=[copy.pk])
    assert "still to come" in client.post(mark, {"given_on": days(1).isoformat()}).content.decode()
    client.post(mark, {"given_on": days(0).isoformat(), "signed_on": days(0).isoformat()})
    assert "signed on" in client.get(reverse("casework:plan", args=[plan.pk])).content.decode()
    assert refused(lambda: operations.remove_copy(copy=copy, by=plan.opened_by)) == "given"
