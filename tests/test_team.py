"""Roles, the last management account, switching off: on `/team/`, and in the operations behind it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from refuge.accounts import operations
from refuge.accounts.models import Invitation, RoleGrant, SecondFactorReset, User
from refuge.people.models import Person
from refuge.violations import RuleBroken
from tests.factories import make_person
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


def roles_of(user):
    return User.objects.get(pk=user.pk).roles


# Roles


def test_roles_are_given_and_taken_on_the_page(office, educator):
    office.post(f"/team/{educator.pk}/roles/", {"roles": ["coordinator", "volunteers"]})
    assert roles_of(educator) == {"coordinator", "volunteers"}
    given = educator.grants.filter(ends_on__isnull=True).values_list("granted_by__name", flat=True)
    assert set(given) == {"Élise Martin"}


def test_a_role_taken_away_stays_known(manager, educator):
    operations.change_roles(user=educator, roles=["logistics"], by=manager)
    assert educator.grants.get(role="educator").ends_on == timezone.localdate()


def test_somebody_keeps_at_least_one_role(office, educator):
    response = office.post(f"/team/{educator.pk}/roles/", {})
    assert response.context["roles_form"].errors["roles"]
    assert roles_of(educator) == {"educator"}


def test_a_lent_role_holds_on_its_days_and_ends_by_itself(office, educator):
    today = timezone.localdate()
    first, last = today + timedelta(days=2), today + timedelta(days=4)
    office.post(f"/team/{educator.pk}/lend/", {"role": "management", "starts_on": first, "ends_on": last})
    held = [(today + timedelta(days=n)) for n in range(7) if _holds(educator, "management", n)]
    assert held == [first, first + timedelta(days=1), last]


def _holds(user, role, in_days):
    return (
        RoleGrant.objects.current(timezone.localdate() + timedelta(days=in_days)).filter(user=user, role=role).exists()
    )


def test_a_role_is_not_lent_backwards_nor_twice(office, manager, educator):
    today = timezone.localdate()
    backwards = {"role": "logistics", "starts_on": today, "ends_on": today - timedelta(days=1)}
    response = office.post(f"/team/{educator.pk}/lend/", backwards)
    assert response.context["lend_form"].errors["ends_on"]
    with pytest.raises(RuleBroken), transaction.atomic():
        operations.lend_role(
            user=educator, role="educator", starts_on=today, ends_on=today + timedelta(days=3), by=manager
        )


def test_a_lent_role_can_be_ended_early(office, manager, educator):
    today = timezone.localdate()
    grant = operations.lend_role(
        user=educator, role="management", starts_on=today, ends_on=today + timedelta(days=9), by=manager
    )
    assert roles_of(educator) == {"educator", "management"}
    office.post(f"/team/{educator.pk}/roles/{grant.pk}/end/")
    assert roles_of(educator) == {"educator"}


def test_a_lent_role_becomes_one_for_good(manager, educator):
    today = timezone.localdate()
    operations.lend_role(
        user=educator, role="logistics", starts_on=today, ends_on=today + timedelta(days=9), by=manager
    )
    operations.change_roles(user=educator, roles=["educator", "logistics"], by=manager)
    assert educator.grants.filter(role="logistics", ends_on__isnull=True).count() == 1
    assert roles_of(educator) == {"educator", "logistics"}


# The last management account


def test_the_last_management_role_cannot_be_taken(office, manager):
    response = office.post(f"/team/{manager.pk}/roles/", {"roles": ["educator"]})
    assert response.context["roles_form"].non_field_errors()
    assert roles_of(manager) == {"management"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_rolegrant SET ends_on = starts_on WHERE role = 'management'",
        "UPDATE accounts_rolegrant SET role = 'educator' WHERE role = 'management'",
        "DELETE FROM accounts_rolegrant WHERE role = 'management'",
        "UPDATE accounts_user SET is_active = false",
    ],
)
def test_plain_sql_cannot_take_it_either(manager, statement):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="accounts_last_management"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_lent_management_role_is_not_enough_to_leave(manager, educator):
    today = timezone.localdate()
    operations.lend_role(
        user=educator, role="management", starts_on=today, ends_on=today + timedelta(days=9), by=manager
    )
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        operations.change_roles(user=manager, roles=["educator"], by=manager)
    assert broken.value.code == "accounts_last_management"


@pytest.mark.django_db(transaction=True)
def test_two_managers_demoting_each_other_at_once_leave_one():
    pair = [make_staff("management"), make_staff("management")]
    together = Barrier(2)

    def demote(by, user):
        together.wait()
        try:
            operations.change_roles(user=user, roles=["educator"], by=by)
            return "done"
        except RuleBroken as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(demote, pair, reversed(pair)))
    assert sorted(outcomes) == ["accounts_last_management", "done"]
    assert User.objects.with_role("management").count() == 1


# Switching off


def test_switching_off_ends_roles_sessions_and_drafts(office, educator):
    theirs = sign_in(Client(), educator)
    theirs.post("/drafts/note/", {"text": "half a thought"})
    office.post(f"/team/{educator.pk}/switch-off/")
    educator = User.objects.get(pk=educator.pk)
    assert (educator.is_active, educator.roles, educator.drafts.count()) == (False, frozenset(), 0)
    assert theirs.get("/me/").status_code == 302


def test_nobody_switches_themselves_off(office, manager):
    office.post(f"/team/{manager.pk}/switch-off/")
    assert User.objects.get(pk=manager.pk).is_active


def test_what_is_left_to_hand_over_is_named_and_nothing_changes(office, educator, monkeypatch):
    def caseload(user, by):
        raise ValidationError("Three files must be handed over first.")

    monkeypatch.setattr("refuge.accounts.operations.switching.before_switch_off", [caseload])
    response = office.post(f"/team/{educator.pk}/switch-off/", follow=True)
    assert "Three files must be handed over first." in response.content.decode()
    assert roles_of(educator) == {"educator"}


@pytest.fixture
def with_a_file(educator, manager):
    """The educator, working with somebody."""
    Person.objects.filter(pk=make_person(by=manager).pk).update(worker=educator)
    return educator


def test_the_last_role_that_reads_files_is_not_taken_while_files_are_theirs(office, with_a_file):
    response = office.post(f"/team/{with_a_file.pk}/roles/", {"roles": ["logistics"]})
    assert response.context["roles_form"].non_field_errors()
    assert roles_of(with_a_file) == {"educator"}
    office.post(f"/team/{with_a_file.pk}/roles/", {"roles": ["coordinator"]})
    assert roles_of(with_a_file) == {"coordinator"}
    Person.objects.update(worker=None)
    office.post(f"/team/{with_a_file.pk}/roles/", {"roles": ["logistics"]})
    assert roles_of(with_a_file) == {"logistics"}


def test_a_role_lent_to_read_files_is_not_ended_while_files_are_theirs(office, manager):
    today = timezone.localdate()
    helper = make_staff("logistics")
    lent = {"user": helper, "role": "educator", "starts_on": today, "ends_on": today + timedelta(days=9)}
    grant = operations.lend_role(**lent, by=manager)
    Person.objects.filter(pk=make_person(by=manager).pk).update(worker=helper)
    response = office.post(f"/team/{helper.pk}/roles/{grant.pk}/end/", follow=True)
    assert "Transmettez-le d’abord" in response.content.decode()
    assert roles_of(helper) == {"logistics", "educator"}


def test_an_account_switched_on_again_has_no_role(office, manager, educator):
    operations.switch_off(user=educator, by=manager)
    office.post(f"/team/{educator.pk}/switch-on/")
    educator.refresh_from_db()
    assert educator.is_active
    assert roles_of(educator) == frozenset()


# Second factor


def test_a_lost_second_factor_is_removed_and_told(office, manager, educator, django_capture_on_commit_callbacks):
    theirs = Client()
    theirs.post("/accounts/login/", {"login": educator.email, "password": PASSWORD})
    assert theirs.get("/me/").status_code == 200
    Authenticator.objects.create(user=educator, type="totp", data={})
    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"/team/{educator.pk}/second-factor/")
    assert not Authenticator.objects.filter(user=educator).exists()
    assert SecondFactorReset.objects.get().by == manager
    assert [sent.to for sent in mail.outbox] == [["nadia@refuge.example"]]
    assert theirs.get("/me/").status_code == 302


def test_nobody_removes_their_own_second_factor_here(office, manager):
    Authenticator.objects.create(user=manager, type="totp", data={})
    office.post(f"/team/{manager.pk}/second-factor/")
    assert Authenticator.objects.filter(user=manager).exists()


# The pages


def test_an_old_session_confirms_who_it_is_before_a_sensitive_step_and_goes_on(client, manager, educator):
    manager.set_password(PASSWORD)
    manager.save()
    sign_in(client, manager, just_now=False)
    asked = client.post(f"/team/{educator.pk}/roles/", {"roles": ["coordinator"]})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert roles_of(educator) == {"educator"}
    client.post(asked.url, {"password": PASSWORD})
    assert roles_of(educator) == {"coordinator"}


ROLES = ["coordinator", "psychologist", "educator", "logistics", "volunteers", "volunteer"]


@pytest.mark.parametrize("role", ROLES)
def test_for_everybody_else_the_team_pages_do_not_exist(client, manager, role):
    sign_in(client, make_staff(role))
    invitation = operations.invite(**INVITED, by=manager)
    for address in ["", "invite/", f"{manager.pk}/"]:
        assert client.get(f"/team/{address}").status_code == 404
    for address in ["roles/", "lend/", "switch-off/", "switch-on/", "second-factor/"]:
        assert client.post(f"/team/{manager.pk}/{address}").status_code == 404
    assert client.post(f"/team/invitations/{invitation.pk}/withdraw/").status_code == 404
    assert Invitation.objects.open().exists()


def test_the_list_shows_roles_second_factor_and_state(office, manager, educator):
    operations.switch_off(user=make_staff("volunteer", name="Gone Already"), by=manager)
    Authenticator.objects.create(user=educator, type="totp", data={})
    names = [member.name for member in office.get("/team/").context["listing"].rows]
    assert names == ["Élise Martin", "Nadia Idrissi"]  # É among the E
    off = office.get("/team/?state=off").context["listing"].rows
    assert [member.name for member in off] == ["Gone Already"]
    only = office.get("/team/?role=educator").context["listing"].rows
    assert [(member.name, member.has_second_factor) for member in only] == [("Nadia Idrissi", True)]


@pytest.mark.parametrize("address", ["/team/", "/team/{pk}/", "/me/", "/parameters/"])
def test_pages_cost_the_same_number_of_queries_whatever_their_number(
    office, manager, address, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(12) as queries:
            assert office.get(address.format(pk=manager.pk)).status_code == 200
        return len(queries)

    few = cost()
    for number in range(10):
        user = make_staff("educator", "volunteer", email=f"more{number}@refuge.example")
        operations.lend_role(
            user=user,
            role="logistics",
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate() + timedelta(days=3),
            by=manager,
        )
        operations.invite(**INVITED | {"email": f"invited{number}@refuge.example"}, by=manager)
    assert cost() == few
