"""What people keep for themselves: preferences, drafts; and what is forgotten by itself."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from refuge.accounts import drafts, operations
from refuge.accounts.models import Draft, Invitation, User
from refuge.accounts.tasks import forget_what_has_expired
from tests.staff import make_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def psychologist():
    return make_staff("psychologist", name="Zoé Claes")


@pytest.fixture
def desk(client, psychologist):
    return sign_in(client, psychologist)


# Preferences


def test_a_switch_of_the_top_bar_goes_back_to_its_page(desk, psychologist):
    response = desk.post("/preferences/", {"theme": "dark", "next": "/team/?state=off"})
    assert response.url == "/team/?state=off"
    psychologist.refresh_from_db()
    assert (psychologist.theme, psychologist.language, psychologist.discreet) == ("dark", "fr", False)


def test_it_leads_to_no_other_house(desk):
    assert desk.post("/preferences/", {"theme": "dark", "next": "https://example.com/"}).url == "/"


def test_a_script_gets_204_and_the_log_in_page_remembers_the_language(desk, psychologist):
    response = desk.post("/preferences/", {"language": "nl"}, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 204
    assert response.cookies["language"].value == "nl"
    psychologist.refresh_from_db()
    assert psychologist.language == "nl"


@pytest.mark.parametrize(("sent", "kept"), [("true", True), ("false", False)])
def test_discreet_mode_is_remembered(desk, psychologist, sent, kept):
    desk.post("/preferences/", {"discreet": sent})
    psychologist.refresh_from_db()
    assert psychologist.discreet is kept


def test_what_is_not_offered_is_refused(desk, psychologist):
    assert desk.post("/preferences/", {"language": "xx"}).status_code == 400
    with pytest.raises(ValidationError):
        operations.set_preferences(user=psychologist, theme="pink")


def test_my_account_saves_name_and_language(desk, psychologist):
    sent = {"name": "Zoé C.", "language": "en", "theme": "auto"}
    page = desk.post("/me/", sent, follow=True)
    assert "Your preferences are saved." in page.content.decode()
    psychologist.refresh_from_db()
    assert (psychologist.name, psychologist.language) == ("Zoé C.", "en")


def test_an_empty_name_is_refused_and_the_page_keeps_the_old_one(desk, psychologist):
    page = desk.post("/me/", {"name": "", "language": "fr", "theme": "auto"})
    assert page.context["form"].errors["name"]
    assert User.objects.get(pk=psychologist.pk).name == "Zoé Claes"


# Drafts


def test_a_draft_comes_back_as_it_was_typed(desk, rf, psychologist):
    sent = {"text": "first words", "needs": ["bed", "food"], "csrfmiddlewaretoken": "x"}
    assert desk.post("/drafts/intake:new/", sent).status_code == 204
    desk.post("/drafts/intake:new/", sent | {"text": "first words, and more"})
    request = rf.get("/")
    request.user = psychologist
    assert drafts.restore(request, "intake:new") == {"text": "first words, and more", "needs": ["bed", "food"]}
    assert desk.get("/drafts/intake:new/").json()["fields"]["text"] == "first words, and more"


def test_a_draft_is_stored_encrypted_and_outside_history(desk):
    desk.post("/drafts/note/", {"text": "the words nobody else reads"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM accounts_draft")
        stored = bytes(cursor.fetchone()[0])
    assert b"nobody else" not in stored
    assert not hasattr(Draft, "pgh_event_model")


def test_a_draft_is_ones_own(desk):
    desk.post("/drafts/note/", {"text": "mine"})
    other = sign_in(Client(), make_staff("psychologist"))
    assert other.get("/drafts/note/").status_code == 404
    other.delete("/drafts/note/")
    assert Draft.objects.count() == 1


def test_discarding_works_with_a_script_and_without(desk):
    desk.post("/drafts/note/", {"text": "mine"})
    assert desk.delete("/drafts/note/").status_code == 204
    desk.post("/drafts/note/", {"text": "again"})
    assert desk.post("/drafts/note/discard/", {"next": "/me/"}).url == "/me/"
    assert not Draft.objects.exists()


def test_too_long_a_draft_is_refused_and_the_earlier_one_stays(desk, rf, psychologist):
    desk.post("/drafts/note/", {"text": "short"})
    assert desk.post("/drafts/note/", {"text": "é" * 100_001}).status_code == 413
    assert desk.get("/drafts/note/").json()["fields"]["text"] == "short"


@pytest.mark.parametrize("key", ["a/b", "é", "x" * 121, "a b"])
def test_a_key_is_a_plain_name(desk, psychologist, key):
    assert desk.post(f"/drafts/{key}/", {"text": "x"}).status_code == 404
    with pytest.raises(ValidationError):
        operations.save_draft(user=psychologist, key=key, fields={})


def test_saving_needs_a_session(client):
    response = client.post("/drafts/note/", {"text": "x"}, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 401


# Forgetting


def test_what_has_expired_is_forgotten_once_and_the_rest_stays(desk, psychologist):
    now = timezone.now()
    desk.post("/drafts/old/", {"text": "x"})
    Draft.objects.update(saved_at=now - timedelta(days=31))
    desk.post("/drafts/new/", {"text": "x"})
    Session.objects.create(session_key="dead", session_data="", expire_date=now - timedelta(hours=1))
    for days, email in ((-100, "long@refuge.example"), (-1, "lately@refuge.example")):
        Invitation.objects.create(
            email=email, name="X", roles=["volunteer"], digest=email, expires_at=now + timedelta(days=days)
        )
    cache.set("attempts", 3, timeout=-1)
    cache.set("kept", 3, timeout=600)
    forget_what_has_expired()
    assert list(Draft.objects.values_list("key", flat=True)) == ["new"]
    assert list(Invitation.objects.values_list("email", flat=True)) == ["lately@refuge.example"]
    assert not Session.objects.filter(session_key="dead").exists()
    assert cache.get("kept") == 3
    assert desk.get("/me/").status_code == 200
    assert not any(number for name, number in forget_what_has_expired().items() if name != "cache")


def test_a_longer_period_set_by_the_management_holds(desk, psychologist):
    from refuge.parameters.operations import set_value

    set_value(code="accounts.draft_days", value=60, valid_from=timezone.localdate(), by=psychologist)
    desk.post("/drafts/old/", {"text": "x"})
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=31))
    forget_what_has_expired()
    assert Draft.objects.exists()
