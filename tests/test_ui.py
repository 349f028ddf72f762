"""The shell: Today, search, language, headers, what the page's scripts ask, and errors."""

import pytest
from django.conf import settings as django_settings
from django.contrib.messages import get_messages
from django.db import OperationalError
from django.template import Context, Template
from django.template.exceptions import TemplateSyntaxError
from django.test import RequestFactory
from django.urls import reverse

from refuge import registry
from refuge.accounts.backend import answers
from refuge.accounts.models import User
from refuge.registry import NavigationEntry, SearchHit, SearchProvider, SlotPart
from refuge.ui.context import Shell, grouped
from refuge.ui.undo import offer_undo
from tests.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_pages(monkeypatch):
    """The shell by itself, whatever the apps put into its slots."""
    monkeypatch.setattr(registry, "slots", {})


@pytest.fixture
def coordinator():
    return make_staff("coordinator", name="Camille Aerts")


@pytest.fixture
def staff_client(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def providers(monkeypatch):
    """The search providers of this test alone. Who may search depends on them, so what was allowed is forgotten."""
    monkeypatch.setattr(registry.search_providers, "entries", [])
    answers.cache_clear()
    yield registry.search_providers
    answers.cache_clear()


def text(response) -> str:
    return response.content.decode()


# Today and the frame


def test_today_greets_by_first_name_and_names_nobody_in_the_title(staff_client):
    page = text(staff_client.get("/"))
    assert "Camille</h1>" in page
    assert "Camille" not in page.split("<title>")[1].split("</title>")[0]


def test_today_without_any_part_says_so(staff_client):
    assert 'class="empty"' in text(staff_client.get("/"))


def test_a_part_is_drawn_for_those_who_may_see_it_and_left_out_when_it_has_nothing(coordinator, monkeypatch):
    request = RequestFactory().get("/")
    request.user = coordinator
    slot = registry.Registry()
    shown = ("components/empty_state.html", "ui.today")
    slot.add(SlotPart(*shown, lambda request, record: {"icon": "sun", "title": f"about {record}"}))
    slot.add(SlotPart(*shown, lambda request, record: None))
    slot.add(SlotPart(shown[0], "nobody.may", lambda request, record: {"icon": "sun", "title": "secret"}))
    monkeypatch.setattr(registry, "slots", {"place": slot})
    drawn = Template('{% slot "place" record %}').render(Context({"request": request, "record": "X"}))
    assert "about X" in drawn
    assert "secret" not in drawn
    assert drawn.count('class="empty"') == 1


def shell_of(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return Shell(request)


def test_the_menu_holds_what_the_user_may_open_and_marks_the_longest_address(coordinator, monkeypatch):
    entries = [
        NavigationEntry("Today", "today", "sun", "ui.today", phone=True),
        NavigationEntry("Session", "session_state", "sun", "ui.today", group="G", badge=lambda user: 3),
        NavigationEntry("Back", "session_back", "sun", "ui.today", group="G"),
        NavigationEntry("Hidden", "search", "sun", "nobody.may"),
        NavigationEntry("Not built yet", "no_such_page", "sun", "ui.today"),
    ]
    monkeypatch.setattr(registry.navigation, "entries", entries)
    shell = shell_of(coordinator, "/session/back/further/")
    assert [(group.label, [link.label for link in group.links]) for group in grouped(shell.links)] == [
        ("", ["Today"]),
        ("G", ["Session", "Back"]),
    ]
    assert [link.label for link in shell.links if link.active] == ["Back"]
    assert [link.count for link in shell.links] == [0, 3, 0]
    assert [link.label for link in shell.phone_links] == ["Today"]


def test_the_menu_counts_no_further_than_it_tells(coordinator, monkeypatch, django_assert_num_queries):
    colleagues = {"few": 20, "many": 30}
    for name, number in colleagues.items():
        User.objects.bulk_create(User(email=f"{name}{each}@refuge.example", name=name) for each in range(number))
    waiting = {"today": "few", "session_state": "many", "session_back": "nobody"}
    entries = [
        NavigationEntry(name, url, "sun", "ui.today", badge=lambda user, name=name: User.objects.filter(name=name))
        for url, name in waiting.items()
    ]
    entries.append(
        NavigationEntry("None", "notifications:alerts", "sun", "ui.today", badge=lambda user: User.objects.none())
    )
    monkeypatch.setattr(registry.navigation, "entries", entries)
    monkeypatch.setattr(registry.top_bar, "entries", [])
    shell = shell_of(coordinator)
    coordinator.roles  # noqa: B018 read once a request, whatever is counted
    with django_assert_num_queries(1):
        assert [link.waiting for link in shell.links] == ["20", "20+", "", ""]
    assert '<span class="count">20+<' in shell.menu


def test_today_is_marked_on_its_own_page_alone(coordinator):
    assert [link.url for link in shell_of(coordinator, "/").links if link.active] == ["/"]
    assert not any(link.active for link in shell_of(coordinator, "/nowhere/").links)


def test_the_call_button_is_for_those_who_log_calls(coordinator):
    assert shell_of(coordinator).call_url == reverse("intake:new")
    assert shell_of(make_staff("volunteer")).call_url == ""


def test_the_frame_asks_the_database_nothing_until_it_is_drawn(coordinator, django_assert_num_queries):
    with django_assert_num_queries(0):
        shell_of(coordinator)


def test_discreet_mode_and_theme_stand_in_the_first_paint(staff_client, coordinator):
    assert "data-discreet>" not in text(staff_client.get("/"))
    coordinator.discreet, coordinator.theme = True, "dark"
    coordinator.save()
    page = text(staff_client.get("/"))
    assert 'data-theme="dark" data-bs-theme="dark" data-discreet>' in page


# Search


def test_hits_stand_under_the_name_of_their_kind(staff_client, providers):
    hit = SearchHit("/people/P-2026-0042/", "Salomé", "20 ans", initials="SA")
    asked = []
    providers.add(SearchProvider("Dossiers", "ui.today", lambda user, *wanted: asked.append(wanted) or [hit]))
    page = text(staff_client.post("/search/", {"q": " salome "}))
    assert asked == [("salome", 20)]
    assert "Dossiers" in page
    assert '<span class="name" data-initials="SA"><span>Salomé</span></span>' in page
    assert 'href="/people/P-2026-0042/"' in page


def test_one_letter_asks_nobody(staff_client, providers):
    providers.add(SearchProvider("Dossiers", "ui.today", lambda *wanted: pytest.fail("asked")))
    assert "au moins deux" in text(staff_client.post("/search/", {"q": "s"}))


def test_while_typing_only_the_hits_come(staff_client, providers):
    providers.add(SearchProvider("Dossiers", "ui.today", lambda user, text, limit: [SearchHit("/x/", f"{limit} hits")]))
    page = text(staff_client.post("/search/", {"q": "sal"}, headers={"HX-Request": "true", "HX-Target": "search-hits"}))
    assert "<html" not in page
    assert "5 hits" in page


def test_nobody_searches_where_nothing_may_be_found(staff_client, providers):
    providers.add(SearchProvider("Secrets", "nobody.may", lambda *wanted: pytest.fail("asked")))
    assert staff_client.get("/search/").status_code == 404
    assert 'role="search"' not in text(staff_client.get("/"))


def test_what_is_looked_for_stands_in_no_address(staff_client, providers):
    providers.add(SearchProvider("Dossiers", "ui.today", lambda *wanted: []))
    page = text(staff_client.get("/"))
    assert 'role="search" method="post"' in page


# Language


def test_the_language_is_french_whatever_the_browser_asks(client):
    response = client.get("/accounts/login/", headers={"Accept-Language": "en"})
    assert response.headers["Content-Language"] == "fr"


def test_a_language_chosen_on_the_log_in_page_stays(client):
    response = client.post("/language/", {"language": "nl", "next": "/accounts/login/"})
    assert response.headers["Location"] == "/accounts/login/"
    assert '<html lang="nl"' in text(client.get("/accounts/login/"))


def test_a_language_that_is_not_ours_is_not_kept(client):
    client.post("/language/", {"language": "xx"})
    assert django_settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_the_language_form_leads_nowhere_else(client):
    response = client.post("/language/", {"language": "nl", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"


def test_the_language_of_the_account_wins_over_the_cookie(staff_client, coordinator):
    coordinator.language = "en"
    coordinator.save()
    staff_client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "nl"
    assert '<html lang="en"' in text(staff_client.get("/"))


# Headers


def test_nothing_shown_to_staff_is_kept_by_a_cache(staff_client):
    headers = staff_client.get("/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_logging_out_empties_the_browser(staff_client):
    response = staff_client.post("/accounts/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in staff_client.get("/accounts/login/").headers


# What scripts ask


def test_who_is_signed_in(staff_client, coordinator):
    answer = staff_client.get("/session/").json()
    assert answer["user"] == str(coordinator.pk)
    assert answer["token"]


def test_nobody_is_signed_in(client):
    response = client.get("/session/")
    assert (response.status_code, response.json()) == (401, {"user": None})


def test_the_end_of_a_log_in_tells_the_page_round_it(staff_client, coordinator, client):
    assert str(coordinator.pk) in text(staff_client.get("/session/back/"))
    client.logout()
    assert client.get("/session/back/").status_code == 302


# Errors


def test_what_is_not_there_and_what_is_not_yours_look_the_same(staff_client, providers):
    missing, hidden = staff_client.get("/nothing/here/"), staff_client.get("/search/")
    assert missing.status_code == hidden.status_code == 404
    assert text(missing) == text(hidden)
    assert "nothing/here" not in text(missing)


def test_a_form_with_an_old_token_is_refused_in_plain_words(coordinator):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(coordinator)
    response = strict.post("/search/", {"q": "x"})
    assert response.status_code == 403
    assert "n’a pas été envoyé" in text(response)


def test_the_error_page_needs_no_database(client, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("gone")

    client.raise_request_exception = False
    monkeypatch.setattr("refuge.ui.middleware.chosen_language", broken)
    response = client.get("/")
    assert response.status_code == 500
    assert "<h1>" in text(response)


# Undo


def test_a_message_with_its_way_back_is_a_form(rf, coordinator, staff_client):
    response = staff_client.get("/")
    request = response.wsgi_request
    offer_undo(request, "Noted <b>", "/undo/it/")
    template = Template('{% include "components/messages.html" %}')
    page = template.render(Context({"messages": get_messages(request), "csrf_token": "t"}))
    assert '<form method="post" action="/undo/it/">' in page
    assert "Noted &lt;b&gt;" in page


# Tags


def drawn(source, **context):
    return Template(source).render(Context(context))


def test_a_name_carries_its_initials_and_is_escaped():
    assert drawn("{% person_name name %}", name="<Ali> Ben") == (
        '<span class="name" data-initials="&lt;B"><span>&lt;Ali&gt; Ben</span></span>'
    )


def test_an_unknown_tone_is_an_error():
    with pytest.raises(TemplateSyntaxError):
        drawn('{% chip "x" "red" %}')


def test_a_destructive_step_asks_first(rf):
    page = drawn('{% confirm "Remove" "/remove/" %}Why{% endconfirm %}', request=rf.get("/"))
    opener, dialog = page.split("<div", 1)
    assert "popovertarget" in opener
    assert "submit" not in opener
    assert 'method="post" action="/remove/"' in dialog
    assert "csrfmiddlewaretoken" in dialog
