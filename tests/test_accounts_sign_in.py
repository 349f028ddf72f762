"""Signing in: by e-mail, invited people only, nothing open without it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as django_settings
from django.core import mail
from django.urls import resolve, reverse

from refuge.accounts import operations
from refuge.accounts.middleware import OPEN_WITHOUT_SECOND_FACTOR, SHUT
from refuge.parameters.models import ParameterValue
from tests.staff import every_address, make_staff, sign_in

pytestmark = pytest.mark.django_db

PASSWORD = "four plain words here"
LOG_IN = "/accounts/login/"


@pytest.fixture
def coordinator():
    return make_staff("coordinator", email="sam@refuge.example", password=PASSWORD, language="nl")


def log_in(client, email, password):
    return client.post(LOG_IN, {"login": email, "password": password})


def test_email_and_password_open_the_house(client, coordinator):
    response = log_in(client, "SAM@refuge.example", PASSWORD)
    assert response.status_code == 302
    assert response.url == reverse("today")
    assert client.get("/me/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_read_the_same(client, coordinator):
    wrong = log_in(client, "sam@refuge.example", "something else").content.decode()
    unknown = log_in(client, "sim@refuge.example", "something else").content.decode()

    def plain(html):
        return re.sub(r'value="[^"]*"', "", html).replace("sim@", "sam@")

    assert plain(wrong) == plain(unknown)
    assert client.get("/me/").status_code == 302


def test_after_five_wrong_passwords_the_right_one_waits_too(client, coordinator):
    for _ in range(5):
        log_in(client, "sam@refuge.example", "guess")
    assert log_in(client, "sam@refuge.example", PASSWORD).status_code != 302


def test_a_switched_off_account_does_not_sign_in_and_its_session_is_dead(client, coordinator):
    manager = make_staff("management")
    sign_in(client, coordinator)
    assert client.get("/me/").status_code == 200
    operations.switch_off(user=coordinator, by=manager)
    assert client.get("/me/").status_code == 302
    log_in(client, "sam@refuge.example", PASSWORD)
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("name", sorted(SHUT))
def test_pages_the_house_does_not_use_are_shut(client, coordinator, name):
    address = next(path for each, path in every_address() if each == name)
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "new@refuge.example", "password1": PASSWORD}).status_code == 404
    sign_in(client, coordinator)
    assert client.get(address).status_code == 404


def test_a_page_leads_to_log_in_and_back(client):
    assert client.get("/me/").url == f"{LOG_IN}?next=/me/"


@pytest.mark.parametrize("header", [{"HX-Request": "true"}, {"X-Requested-With": "fetch"}])
def test_a_script_without_a_session_gets_an_empty_401(client, header):
    response = client.get("/me/", headers=header)
    assert response.status_code == 401
    assert response.content == b""


OPEN_TO_ALL = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "feed",  # private calendars: whoever has the secret
    "invitation",
    "public",  # the website's three counters
    "readyz",
    "session_state",
    "set_language",
}


def test_every_other_address_asks_to_sign_in(client):
    opened = set()
    for name, path in every_address():
        response = client.get(path)
        if not (response.status_code == 302 and response.url.startswith(LOG_IN)) and name not in SHUT:
            opened.add(name)
    assert opened == OPEN_TO_ALL


def test_a_passkey_can_be_asked_for_before_signing_in(client):
    response = client.get("/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.json()["request_options"]


def test_without_the_needed_second_factor_only_setting_it_up_is_open(client, coordinator, settings):
    settings.MFA_REQUIRED = True
    sign_in(client, coordinator)
    for name, path in every_address():
        if name in OPEN_WITHOUT_SECOND_FACTOR | SHUT:
            continue
        response = client.get(path)
        assert (response.status_code, response.url) == (302, reverse("mfa_index")), name


def test_the_open_list_names_addresses_that_exist(client, coordinator, settings):
    assert {name for name, _path in every_address()} >= OPEN_WITHOUT_SECOND_FACTOR
    settings.MFA_REQUIRED = True
    sign_in(client, coordinator)
    assert client.get(reverse("mfa_index")).status_code == 200


def test_a_script_is_sent_to_the_set_up_page_too(client, coordinator, settings):
    settings.MFA_REQUIRED = True
    sign_in(client, coordinator)
    assert client.get("/me/", headers={"HX-Request": "true"}).headers["HX-Redirect"]


def test_with_a_second_factor_the_house_opens(client, coordinator, settings):
    settings.MFA_REQUIRED = True
    Authenticator.objects.create(user=coordinator, type="totp", data={})
    sign_in(client, coordinator)
    assert client.get("/me/").status_code == 200


def test_somebody_who_is_only_a_volunteer_needs_none_unless_the_parameter_says_so(client, settings):
    settings.MFA_REQUIRED = True
    sign_in(client, make_staff("volunteer"))
    assert client.get("/me/").status_code == 200
    ParameterValue.objects.filter(code="accounts.volunteers_need_second_factor").update(value=True)
    assert client.get("/me/").url == reverse("mfa_index")


def test_a_volunteer_with_another_role_needs_one(client, settings):
    settings.MFA_REQUIRED = True
    sign_in(client, make_staff("volunteer", "logistics"))
    assert client.get("/me/").url == reverse("mfa_index")


def test_an_authenticator_secret_is_not_in_the_database_as_it_is(client, coordinator, rf):
    secret = generate_totp_secret()
    TOTP.activate(coordinator, secret)
    stored = Authenticator.objects.get(user=coordinator).data["secret"]
    assert secret not in stored


def test_a_new_password_by_mail_in_ones_own_language_to_the_configured_address(client, coordinator):
    response = client.post("/accounts/password/reset/", {"email": "sam@refuge.example"}, headers={"host": "localhost"})
    assert response.status_code == 302
    (sent,) = mail.outbox
    assert sent.to == ["sam@refuge.example"]
    assert "Sam" not in sent.subject
    link = re.search(r"https?://\S+", sent.body).group()
    assert link.startswith(django_settings.SITE_URL)
    assert resolve(link.removeprefix(django_settings.SITE_URL)).url_name == "account_reset_password_from_key"


def test_nobody_else_is_written_to_and_the_page_says_the_same(client, coordinator):
    known = client.post("/accounts/password/reset/", {"email": "sam@refuge.example"})
    unknown = client.post("/accounts/password/reset/", {"email": "stranger@example.com"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [sent.to for sent in mail.outbox] == [["sam@refuge.example"]]


def test_a_changed_password_is_told_to_its_owner(client, coordinator):
    log_in(client, "sam@refuge.example", PASSWORD)
    new = "other plain words there"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    coordinator.refresh_from_db()
    assert coordinator.check_password(new)
    assert [sent.to for sent in mail.outbox] == [["sam@refuge.example"]]
