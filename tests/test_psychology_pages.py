"""The pages of the psychologist's room: what each role is shown, what is kept while one types, and what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from casework.models import FollowUp, FollowUpDraft, FollowUpOpening, FollowUpSession, Score, Succession
from casework.psychology import operations
from refuge.accounts.models import RoleGrant
from refuge.audit.models import Opening
from refuge.people.operations import assign_worker
from tests.factories import make_person, make_user
from tests.psychology import ask, leave, sign, write_plan

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def psy():
    return make_user("psychologist", name="Pia Psy", language="en")


@pytest.fixture
def followup(psy):
    return operations.open_follow_up(person=make_person(chosen_name="Zéphyrin"), by=psy)


def signed_in(client, *roles, **fields):
    user = make_user(*roles, **{"language": "en"} | fields)
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"casework:{name}", args=args)


# Who reads what


@pytest.mark.parametrize("role", ["management", "coordinator", "educator", "logistics", "volunteers", "volunteer"])
def test_a_follow_up_has_no_address_for_anybody_else(client, followup, role):
    signed_in(client, role)
    assert client.get(url("followup", followup.pk)).status_code == 404
    assert client.get(url("followup_write", followup.pk)).status_code == 404


def test_nor_for_another_psychologist_nor_with_every_other_role(client, followup, psy):
    session, score = sign(followup, psy), ask(followup, psy, last=0)
    signed_in(client, "psychologist", "management", "coordinator", "educator")
    of_followup = ("followup", "followup_write", "followup_history", "followup_hand_over", "stand_in", "followup_close")
    addresses = [url(name, followup.pk) for name in of_followup]
    addresses += [url("session_add", session.pk), url("score", score.pk), url("score_curve", followup.pk, "phq9")]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert "Zéphyrin" not in client.get(url("followups")).content.decode()
    assert client.post(url("followup_draft", followup.pk, "note"), {"note": "x"}).status_code == 404


def test_management_reads_numbers_and_no_name(client, followup, psy):
    sign(followup, psy)
    sign(followup, psy, attendance="missed", note="")
    signed_in(client, "management")
    page = client.get(url("followups")).content.decode()
    assert re.search(
        rf"{TODAY().year}</th><td class=\"num\">1</td><td class=\"num\">1</td><td class=\"num\">1 / 2", page
    )
    assert "Zéphyrin" not in page
    assert followup.person.reference not in page


SEES = {"coordinator": "A psychologist follows this person", "educator": "A psychologist follows this person"}


@pytest.mark.parametrize("role", ["management", "coordinator", "educator"])
def test_the_page_of_the_person_tells_at_most_that_it_exists(client, followup, role):
    signed_in(client, role)
    page = client.get(f"/people/{followup.person.reference}/").content.decode()
    assert ("A psychologist follows this person" in page) == (role in SEES)
    assert "Pia Psy" not in page
    assert str(followup.pk) not in page


def test_the_psychologist_finds_the_way_from_the_page_of_the_person(client, followup, psy):
    client.force_login(psy)
    assert url("followup_write", followup.pk) in client.get(f"/people/{followup.person.reference}/").content.decode()
    free = make_person(chosen_name="Free")
    opening = url("followup_open", free.reference)
    assert opening in client.get(f"/people/{free.reference}/").content.decode()
    response = client.post(opening, {"opened_on": TODAY()})
    assert response.url == url("followup", FollowUp.objects.get(person=free).pk)
    signed_in(client, "psychologist")
    assert client.get(opening).status_code == 404


def test_two_clicks_from_log_in_to_writing(client, followup, psy):
    client.force_login(psy)
    assert url("followup_write", followup.pk) in client.get("/").content.decode()


def test_an_opening_is_logged_in_this_room_and_not_in_the_house_s_log(client, followup, psy):
    client.force_login(psy)
    client.get(url("followup", followup.pk))
    assert FollowUpOpening.objects.get().user == psy
    assert not Opening.objects.exists()
    page = client.get(url("followup_history", followup.pk)).content.decode()
    assert "Pia Psy" in page


def test_no_page_title_says_whose(client, followup, psy):
    session, score = sign(followup, psy), ask(followup, psy, last=0)
    client.force_login(psy)
    pages = [url(name, followup.pk) for name in ("followup", "followup_write", "followup_history")]
    pages += [url("session_add", session.pk), url("score", score.pk)]
    for page in pages:
        title = re.search(r"<title>(.*?)</title>", client.get(page).content.decode(), re.DOTALL)[1]
        assert "Zéphyrin" not in title


def test_every_address_of_the_room_asks_for_a_permission_of_the_room():
    """No address of it opens with a right of another room."""
    from casework.psychology import urls

    permissions = {pattern.callback.permission for pattern in urls.urlpatterns}
    assert permissions == {"casework.psychology", "casework.psychology_page", "casework.confirm_succession"}
    assert get_resolver()


# Writing


def test_what_is_typed_is_kept_under_the_room_s_own_key_and_comes_back(client, followup, psy):
    client.force_login(psy)
    address = url("followup_draft", followup.pk, "note")
    assert client.get(address).status_code == 404
    assert client.post(address, {"note": "Half a sen", "attendance": "attended"}).status_code == 204
    assert client.get(address).json() == {"fields": {"note": "Half a sen", "attendance": "attended"}}
    assert "Half a sen" in client.get(url("followup_write", followup.pk)).content.decode()
    assert FollowUpDraft._meta.get_field("fields").ring == "psychology"
    assert not psy.drafts.exists()


def test_without_a_session_a_draft_answers_401_to_the_script(client, followup):
    response = client.post(
        url("followup_draft", followup.pk, "note"), {"note": "x"}, headers={"X-Requested-With": "fetch"}
    )
    assert response.status_code == 401


def test_signed_it_is_locked_and_the_draft_is_gone(client, followup, psy):
    client.force_login(psy)
    client.post(url("followup_draft", followup.pk, "note"), {"note": "Half"})
    told = {"note": "Whole.", "held_on": TODAY(), "attendance": "attended", "modality": "walk", "minutes": "45",
            "interpreter": "arabe", "next_on": TODAY() + timedelta(days=7)}  # fmt: skip
    assert client.post(url("followup_write", followup.pk), told).status_code == 302
    assert not FollowUpDraft.objects.exists()
    page = client.get(url("followup", followup.pk)).content.decode()
    for words in ("Whole.", "While walking", "45 minutes", "interpreter: arabe", "next session:"):
        assert words in page
    session = FollowUpSession.objects.get()
    client.post(url("followup_draft", followup.pk, f"add-{session.pk}"), {"text": "And mo"})
    assert "And mo" in client.get(url("session_add", session.pk)).content.decode()
    client.post(url("session_add", session.pk), {"text": "And more."})
    assert "And more." in client.get(url("followup", followup.pk)).content.decode()
    assert not FollowUpDraft.objects.exists()


def test_a_refused_note_keeps_every_word(client, followup, psy):
    ask(followup, psy)
    client.force_login(psy)
    told = {"note": "All these words.", "held_on": TODAY(), "attendance": "attended", "modality": "on_site"}
    page = client.post(url("followup_write", followup.pk), told).content.decode()
    assert "All these words." in page
    assert "Record the safety check first" in page


def test_a_draft_is_thrown_away_by_a_button_that_asks(client, followup, psy):
    operations.save_draft(followup=followup, key="note", fields={"note": ["x"]}, by=psy)
    client.force_login(psy)
    client.post(url("followup_draft_discard", followup.pk, "note"))
    assert not FollowUpDraft.objects.exists()


# Questionnaires, risks, papers


def test_item_9_leads_to_the_safety_check_at_once(client, followup, psy):
    client.force_login(psy)
    answers = {f"q{number}": 0 for number in range(1, 9)} | {"q9": 2, "taken_on": TODAY()}
    response = client.post(url("score_new", followup.pk, "phq9"), answers)
    score = Score.objects.get()
    assert response.url == url("score_check", score.pk)
    assert "asks for a safety check" in client.get(url("followup", followup.pk)).content.decode()
    client.post(response.url, {"check": "Asked and agreed."})
    page = client.get(url("score", score.pk)).content.decode()
    assert "Asked and agreed." in page
    assert "asks for a safety check" not in client.get(url("followup", followup.pk)).content.decode()


def test_the_questionnaires_own_words_stand_nowhere(client, followup, psy):
    client.force_login(psy)
    for tool, number in (("who5", 5), ("phq9", 9), ("gad7", 7)):
        page = client.get(url("score_new", followup.pk, tool)).content.decode()
        assert f"Question {number}" in page
        assert f"Question {number + 1}" not in page
        assert "paper form" in page
    assert client.get(url("score_new", followup.pk, "c-ssrs")).status_code == 404


def test_the_curve_is_a_drawing_at_its_own_address_with_a_table(client, followup, psy):
    score = operations.record_score(followup=followup, tool="who5", answers=[1, 2, 3, 4, 5], by=psy)
    client.force_login(psy)
    page = client.get(url("score", score.pk)).content.decode()
    assert url("score_curve", followup.pk, "who5") in page
    assert "60 / 100" in page
    drawing = client.get(url("score_curve", followup.pk, "who5"))
    assert drawing["Content-Type"] == "image/svg+xml"
    assert b"<script" not in drawing.content


def test_a_paper_is_sealed_in_its_row_and_read_in_this_room_alone(client, followup, psy):
    from tests.shelter_psychology import a_paper

    client.force_login(psy)
    client.post(url("followup_file_new", followup.pk), {"file": a_paper(text="Rare words."), "title": "Letter"})
    kept = followup.files.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, about FROM casework_followupfile")
        assert all(b"Rare" not in bytes(each) and b"Letter" not in bytes(each) for each in cursor.fetchone())
    assert "Rare words." in client.get(url("followup_file", kept.pk)).content.decode()
    download = client.get(url("followup_file_download", kept.pk))
    assert download.content == b"From the clinic: Rare words."
    assert "Letter" not in download["Content-Disposition"]
    assert "sandbox" in download["Content-Security-Policy"]
    client.post(url("followup_file_remove", kept.pk))
    assert client.get(url("followup_file", kept.pk)).status_code == 404
    client.post(url("followup_file_restore", kept.pk))
    wrong = a_paper("false.pdf")
    assert (
        "not what its name says" in client.post(url("followup_file_new", followup.pk), {"file": wrong}).content.decode()
    )


def test_what_a_stand_in_may_not_do(client, followup, psy):
    stand_in = signed_in(client, "psychologist")
    named = operations.name_stand_in(followup=followup, user=stand_in, by=psy)
    assert client.get(url("followup_write", followup.pk)).status_code == 200
    for name in ("followup_hand_over", "stand_in", "followup_close"):
        assert client.get(url(name, followup.pk)).status_code == 404
    assert client.post(url("stand_in_end", named.pk)).status_code == 404


def test_succession_names_colleagues_and_nobody_else(client, followup, psy):
    successor = make_user("psychologist", name="Otto Psy")
    leave(psy)
    manager = signed_in(client, "management")
    assert "Follow-ups are without a psychologist." in client.get(url("followups")).content.decode()
    client.post(url("succession"), {"leaving": psy.pk, "successor": successor.pk})
    proposal = Succession.objects.get(proposed_by=manager)
    client.post(url("succession_confirm", proposal.pk))
    assert FollowUp.objects.get().psychologist == psy
    signed_in(client, "coordinator")
    page = client.get(url("succession")).content.decode()
    assert "Otto Psy" in page
    assert "Zéphyrin" not in page
    client.post(url("succession_confirm", proposal.pk))
    assert FollowUp.objects.get().psychologist == successor
    assert RoleGrant.objects.current().filter(user=successor).exists()


def test_the_safety_plan_is_the_team_s(client, followup, psy):
    plan = write_plan(followup.person, psy)
    for role, may_end in (("management", False), ("educator", False), ("coordinator", True)):
        signed_in(client, role)
        page = client.get(url("safety_plans", followup.person.reference)).content.decode()
        assert "Look, listen, call." in page
        assert (url("safety_plan_end", plan.pk) in page) == may_end
    words = {"line": "Another", "text": "Do.", "was_told": "on", "agreed": "on"}
    refused = client.post(url("safety_plan_new", followup.person.reference), words)
    assert refused.status_code == 200
    words |= {"in_their_interest": "on", "is_necessary": "on", "same_mission": "on"}
    assert client.post(url("safety_plan_new", followup.person.reference), words).status_code == 302


# What a page costs


def fill(psy, followups, each):
    for _number in range(followups):
        one = operations.open_follow_up(person=make_person(), by=psy)
        assign_worker(person=one.person, worker=psy, by=psy)
        for _session in range(each):
            session = sign(one, psy)
            operations.add_to_session(session=session, text="More.", by=psy)
            operations.record_score(followup=one, tool="who5", answers=[1] * 5, by=psy)
            operations.raise_flag(followup=one, kind="family", level="watch", review_on=TODAY(), by=psy)
    return one


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_as_many_queries_for_ten_times_the_follow_ups(client, psy):
    client.force_login(psy)
    thin = fill(psy, 2, 1)
    pages = {"/": 15, url("followups"): 12, url("followup", thin.pk): 22, url("followup_history", thin.pk): 12}
    for page in pages:
        client.get(page)
    few = {page: queries_of(client, page) for page in pages}
    full = fill(psy, 18, 6)
    many = {page: queries_of(client, page) for page in ("/", url("followups"))}
    assert many == {page: few[page] for page in many}
    for name in ("followup", "followup_history"):
        assert queries_of(client, url(name, full.pk)) == few[url(name, thin.pk)]
    assert [f"{page}: {few[page]}" for page, most in pages.items() if few[page] > most] == []
