"""From an invitation to an account: the link, the e-mail that may be refused, the first account of all."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Context

from refuge.accounts import operations, tasks
from refuge.accounts.models import Invitation, User
from refuge.violations import RuleBroken
from tests.staff import INVITED, make_staff, sign_in

pytestmark = pytest.mark.django_db

PASSWORD = "four plain words here"


@pytest.fixture
def manager():
    return make_staff("management", name="Élise Martin")


@pytest.fixture
def educator():
    return make_staff("educator", name="Nadia Idrissi", email="nadia@refuge.example", password=PASSWORD)


@pytest.fixture
def office(client, manager):
    """A browser of the management that has just signed in."""
    return sign_in(client, manager)


@pytest.fixture
def refusing_server(monkeypatch):
    """A mail server that knows no such address."""

    def refuse(message):
        raise SMTPRecipientsRefused({message.to[0]: (550, b"5.1.1 no such mailbox")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


def link_of(message):
    return re.search(r"https?://[^/]+(/invitation/\S+)", message.body).group(1)


def test_an_invitation_leads_to_an_account_with_its_roles(office, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post("/team/invite/", INVITED).url == "/team/"
    (sent,) = mail.outbox
    assert sent.to == ["lou@refuge.example"]
    assert "Lou" not in sent.subject
    guest = Client()
    answer = guest.post(link_of(sent), {"name": "Lou J.", "password": PASSWORD})
    assert answer.url == "/"
    lou = User.objects.get(email="lou@refuge.example")
    assert (lou.name, lou.language, lou.roles) == ("Lou J.", "nl", {"educator"})
    assert guest.get("/me/").context["user"] == lou


def test_the_link_works_once_and_only_its_digest_is_kept(manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = operations.invite(**INVITED, by=manager)
    link = link_of(mail.outbox[0])
    assert invitation.digest not in link
    assert Client().post(link, {"name": "Lou", "password": PASSWORD}).status_code == 302
    second = Client().post(link, {"name": "Eve", "password": PASSWORD})
    assert second.status_code == 404
    assert "Lou" not in second.content.decode()


def test_a_weak_password_is_refused_beside_the_field_and_the_name_stays(manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        operations.invite(**INVITED, by=manager)
    response = Client().post(link_of(mail.outbox[0]), {"name": "Lou the Brave", "password": "password"})
    assert response.context["form"].errors["password"]
    assert "Lou the Brave" in response.content.decode()
    assert not User.objects.filter(email="lou@refuge.example").exists()


@pytest.mark.parametrize("end", ["expired", "withdrawn"])
def test_an_ended_invitation_opens_nothing(manager, end, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = operations.invite(**INVITED, by=manager)
    if end == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    else:
        operations.withdraw_invitation(invitation=invitation, by=manager)
    assert Client().get(link_of(mail.outbox[0])).status_code == 404


def test_a_new_link_ends_the_earlier_one(office, manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = operations.invite(**INVITED, by=manager)
    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"/team/invitations/{invitation.pk}/resend/")
    first, second = (link_of(sent) for sent in mail.outbox)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_a_refused_mail_keeps_the_invitation_and_the_page_says_why(
    office, refusing_server, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        office.post("/team/invite/", INVITED)
    assert Invitation.objects.get().state == "refused"
    assert "5.1.1 no such mailbox" in office.get("/team/").content.decode()


def test_a_refused_mail_is_tried_again_by_itself(manager, monkeypatch, django_capture_on_commit_callbacks):
    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr("django.core.mail.EmailMessage.send", lambda message: (_ for _ in ()).throw(ConnectionError()))
        operations.invite(**INVITED, by=manager)
    assert Invitation.objects.get().send_error == "unreachable"
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.send_refused_invitations_again() == 1
    assert Invitation.objects.get().state == "sent"
    assert tasks.send_refused_invitations_again() == 0
    assert len(mail.outbox) == 1


def test_trying_again_does_not_prolong_and_one_that_is_closed_stops_no_other(manager, refusing_server, monkeypatch):
    for name in ("lou", "max"):
        operations.invite(**INVITED | {"email": f"{name}@refuge.example"}, by=manager)
    end = timezone.now() + timedelta(hours=5)
    Invitation.objects.update(expires_at=end, send_error="unreachable")
    lou, listed = Invitation.objects.get(email="lou@refuge.example"), list(Invitation.objects.order_by("email"))
    operations.withdraw_invitation(invitation=lou, by=manager)  # after the task has made its list
    monkeypatch.setattr("refuge.accounts.models.invitation.InvitationQuerySet.refused_by_mail", lambda _all: listed)
    digests = [each.digest for each in listed]
    assert tasks.send_refused_invitations_again() == 1
    closed, tried = Invitation.objects.order_by("email")
    assert (closed.digest, closed.state) == (digests[0], "withdrawn")
    assert tried.digest != digests[1]
    assert tried.expires_at == end


def test_what_ended_long_ago_is_forgotten_with_its_history_kept(manager):
    invitation = operations.invite(**INVITED, by=manager)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=89))
    assert tasks.forget_what_has_expired()["invitations"] == 0
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=91))
    assert tasks.forget_what_has_expired()["invitations"] == 1
    assert Invitation.events.rel.related_model.objects.filter(pgh_obj_id=invitation.pk).exists()


def test_inviting_from_an_old_session_asks_who_it_is_first(client, manager):
    manager.set_password(PASSWORD)
    manager.save()
    sign_in(client, manager, just_now=False)
    assert client.get("/team/invite/").status_code == 200
    asked = client.post("/team/invite/", INVITED)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not Invitation.objects.exists()
    client.post(asked.url, {"password": PASSWORD})
    assert Invitation.objects.get().email == INVITED["email"]


def test_sending_a_link_again_from_an_old_session_asks_who_it_is_first(client, manager):
    manager.set_password(PASSWORD)
    manager.save()
    invitation = operations.invite(**INVITED, by=manager)
    sign_in(client, manager, just_now=False)
    asked = client.post(f"/team/invitations/{invitation.pk}/resend/")
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert Invitation.objects.get().digest == invitation.digest


def test_no_link_stands_in_history(manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        operations.invite(**INVITED, by=manager)
    link = link_of(mail.outbox[0])
    Client().post(link, {"name": "Lou", "password": PASSWORD})
    pages = [context.metadata.get("url") for context in Context.objects.all()]
    assert "/invitation/–/" in pages
    assert link not in pages


def test_one_address_is_invited_once_and_never_twice_an_account(manager, educator):
    operations.invite(**INVITED, by=manager)
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        operations.invite(**INVITED | {"email": "LOU@refuge.example"}, by=manager)
    assert broken.value.code == "accounts_one_pending_invitation"
    with pytest.raises(ValidationError) as error:
        operations.invite(**INVITED | {"email": "Nadia@refuge.example"}, by=manager)
    assert "email" in error.value.error_dict


def test_an_expired_invitation_makes_room_for_a_new_one(manager):
    operations.invite(**INVITED, by=manager)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert operations.invite(**INVITED, by=manager).state == "waiting"


def test_the_first_account_is_invited_from_the_command_line(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("invite_first", "first@refuge.example", "First Manager")
    Client().post(link_of(mail.outbox[0]), {"name": "First Manager", "password": PASSWORD})
    assert User.objects.get().roles == {"management"}
    with pytest.raises(CommandError):
        call_command("invite_first", "second@refuge.example", "Second")
