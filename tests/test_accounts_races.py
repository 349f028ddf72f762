"""What must hold when many requests come at the same moment: one sign-in a code, one account an invitation."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.contrib.auth.signals import user_login_failed
from django.core import mail
from django.db import connection
from django.test import Client

from refuge.accounts import operations
from refuge.accounts.models import User
from tests.staff import make_staff

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "four plain words here"


@pytest.fixture
def secret(settings):
    settings.ACCOUNT_RATE_LIMITS = False  # so that the lock is what holds, not the limit on attempts
    settings.MFA_REQUIRED = True
    user = make_staff("coordinator", email="sam@refuge.example", password=PASSWORD)
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    return secret


def code_now(secret):
    counters = list(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counters[len(counters) // 2]))


def before_the_code():
    """A browser that has sent the password and is asked for the code."""
    client = Client()
    response = client.post("/accounts/login/", {"login": "sam@refuge.example", "password": PASSWORD})
    assert response.url == "/accounts/2fa/authenticate/"
    return client


def at_once(function, arguments):
    """The results of `function` for each argument, all begun at the same moment."""
    together = Barrier(len(arguments))

    def run(argument):
        together.wait()
        try:
            return function(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def test_twenty_uses_of_one_code_at_once_give_one_sign_in(secret):
    clients, code = [before_the_code() for _ in range(20)], code_now(secret)
    answers = at_once(lambda client: client.post("/accounts/2fa/authenticate/", {"code": code}), clients)
    assert [answer.status_code for answer in answers].count(302) == 1
    assert sum("_auth_user_id" in client.session for client in clients) == 1


def test_twenty_guesses_at_once_are_not_more_than_five():
    make_staff("coordinator", email="sam@refuge.example", password=PASSWORD)
    checked = []

    def note(**kwargs):
        checked.append(kwargs)

    user_login_failed.connect(note)
    guess = {"login": "sam@refuge.example", "password": "guess"}
    at_once(lambda client: client.post("/accounts/login/", guess), [Client() for _ in range(20)])
    user_login_failed.disconnect(note)
    assert 1 <= len(checked) <= 5


def test_one_link_used_twice_at_once_gives_one_account():
    manager = make_staff("management")
    invited = {"email": "lou@refuge.example", "name": "Lou", "roles": ["educator"]}
    operations.invite(**invited, by=manager)
    link = re.search(r"/invitation/\S+", mail.outbox[0].body).group()
    sent = {"name": "Lou", "password": PASSWORD}
    answers = at_once(lambda client: client.post(link, sent).status_code, [Client() for _ in range(5)])
    assert answers.count(302) == 1
    assert User.objects.filter(email="lou@refuge.example").count() == 1


def test_a_used_code_and_an_older_one_do_not_work_again(secret):
    code = code_now(secret)
    assert before_the_code().post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    again = before_the_code().post("/accounts/2fa/authenticate/", {"code": code})
    assert again.status_code == 200
    earliest = next(iter(auth.yield_hotp_counters_from_time()))
    older = auth.format_hotp_value(auth.hotp_value(secret, earliest))
    assert before_the_code().post("/accounts/2fa/authenticate/", {"code": older}).status_code == 200


def test_a_recovery_code_works_once(secret):
    user = Authenticator.objects.get().user
    code = RecoveryCodes.activate(user).generate_codes()[0]
    assert before_the_code().post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert before_the_code().post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
