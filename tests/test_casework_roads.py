"""Templates: the goals and steps the house wrote down once, put into a plan and taken back."""

import pytest
from django.urls import reverse

from casework import operations, roads
from casework.models import Action, EditedRoad, Goal, OwnRoad
from tests.casework import days, open_since, refused
from tests.factories import make_user
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", roads.LANGUAGES)
def test_every_road_stands_in_every_language_with_as_many_steps(language):
    for road in roads.roads_in(language):
        french = roads.road_of(road.code, "fr")
        assert [step[1] for step in road.steps] == [step[1] for step in french.steps]
        assert all(text.strip() for text, _days in road.steps)
        assert road.wording.strip()


def test_a_template_adds_a_goal_with_the_steps_ticked_and_goes_again(client):
    me = signed_in(client, "educator", language="fr")
    plan = open_since(0)
    url = reverse("casework:road_apply", args=[plan.pk, "address"])
    assert "adresse de référence" in client.get(url).content.decode()
    answer = client.post(url, {"steps": ["0", "2"], "responsible": me.pk}, follow=True)
    goal = Goal.objects.get(plan=plan)
    road = roads.road_of("address", "fr")
    assert (goal.domain, goal.wording) == ("administrative", road.wording)
    steps = [(action.text, action.due_on) for action in goal.actions.all()]
    assert steps == [(road.steps[number][0], days(road.steps[number][1])) for number in (0, 2)]
    back = reverse("casework:road_take_back", args=[goal.pk])
    assert back in answer.content.decode()
    client.post(back)
    assert (Goal.objects.count(), Action.objects.count()) == (0, 0)
    assert client.get(reverse("casework:road_apply", args=[plan.pk, "no-road"])).status_code == 404


def test_a_template_of_which_a_step_is_done_is_not_taken_back():
    plan, by = open_since(0), make_user("coordinator")
    goal = operations.apply_road(plan=plan, code="work", language="en", steps=[0, 1], responsible=by, by=by)
    operations.do_action(action=goal.actions.first(), by=by)
    assert refused(lambda: operations.take_road_back(goal=goal, by=by)) == "done"
    assert goal.actions.count() == 2
    assert (
        refused(lambda: operations.apply_road(plan=plan, code="work", language="en", steps=[99], responsible=by, by=by))
        == "required"
    )


def test_the_house_puts_a_template_into_its_own_words_and_back(client):
    signed_in(client, "management")
    url = reverse("casework:road", args=["work", "fr"])
    typed = {"wording": "Un job", "text_0": "Aller chez Actiris", "days_0": "3", "text_4": "Un CV", "days_4": ""}
    assert "After how many days" in client.post(url, typed).content.decode()
    assert not EditedRoad.objects.exists()
    client.post(url, typed | {"days_4": "10"})
    road = roads.road_of("work", "fr")
    assert (road.wording, road.steps) == ("Un job", [("Aller chez Actiris", 3), ("Un CV", 10)])
    assert roads.road_of("work", "nl").is_edited is False
    client.post(reverse("casework:road_reset", args=["work", "fr"]))
    assert roads.road_of("work", "fr").is_edited is False
    assert client.get(reverse("casework:road", args=["work", "de"])).status_code == 404


def test_the_house_adds_a_template_takes_it_out_and_puts_it_back(client):
    me = signed_in(client, "coordinator", language="fr")
    typed = {"domain": "social_life", "language": "fr", "text_0": "Choisir un cours", "days_0": "14"}
    assert client.post(reverse("casework:road_new"), typed).status_code == 200
    assert not OwnRoad.objects.exists()
    typed |= {"name": "Natation", "wording": "Apprendre à nager"}
    page = client.post(reverse("casework:road_new"), typed, follow=True).content.decode()
    code = OwnRoad.objects.get().code
    assert "Natation" in page
    assert reverse("casework:road_remove", args=[code]) in page
    for language in roads.LANGUAGES:
        road = roads.road_of(code, language)
        assert (road.wording, road.domain, road.is_lent) == ("Apprendre à nager", "social_life", language != "fr")
    plan = open_since(0)
    assert "Natation" in client.get(reverse("casework:roads_of_plan", args=[plan.pk])).content.decode()
    client.post(reverse("casework:road_apply", args=[plan.pk, code]), {"steps": ["0"], "responsible": me.pk})
    assert Goal.objects.get(plan=plan).domain == "social_life"
    client.post(reverse("casework:road_remove", args=[code]))
    assert "Natation" not in client.get(reverse("casework:roads_of_plan", args=[plan.pk])).content.decode()
    assert client.get(reverse("casework:road", args=[code, "fr"])).status_code == 404
    assert Goal.objects.filter(plan=plan).exists()
    client.post(reverse("casework:road_restore", args=[code]))
    assert roads.road_of(code, "nl").name == "Natation"
    assert client.post(reverse("casework:road_remove", args=["work"])).status_code == 404


def test_a_template_of_the_house_is_written_in_a_second_language_and_keeps_its_last_one():
    by = make_user("management")
    words = {"wording": "Learn to swim", "steps": [("Choose a course", 14)]}
    road = operations.add_road(name="Swimming", domain="social_life", language="en", **words, by=by)
    dutch = {"wording": "Leren zwemmen", "steps": [("Een cursus kiezen", 14)]}
    assert refused(lambda: operations.edit_road(code=road.code, language="nl", **dutch, by=by)) == "required"
    operations.edit_road(code=road.code, language="nl", name="Zwemmen", **dutch, by=by)
    assert [roads.road_of(road.code, each).name for each in ("fr", "nl", "en")] == ["Zwemmen", "Zwemmen", "Swimming"]
    operations.reset_road(code=road.code, language="en", by=by)
    assert roads.road_of(road.code, "en").name == "Zwemmen"
    assert refused(lambda: operations.reset_road(code=road.code, language="nl", by=by)) == "last"


def test_the_templates_ask_the_database_as_often_with_thirty_more(client):
    signed_in(client, "coordinator")
    by, url = make_user("coordinator"), reverse("casework:roads")
    few = [cost(client, url) for _time in range(2)][1]
    for number in range(30):
        words = {"wording": "Learn", "steps": [("Choose a course", 14)]}
        operations.add_road(name=f"Course {number}", domain="training", language="fr", **words, by=by)
    assert cost(client, url) == few <= 12
