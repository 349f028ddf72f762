"""A colleague to be chosen in a form, and what a role allows wherever it is asked."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import rules
from rules.permissions import permissions

from refuge.accounts.backend import Backend
from refuge.accounts.fields import ColleagueField
from refuge.accounts.models import Role, RoleGrant
from refuge.ui.forms import RefugeForm
from tests.factories import make_user

pytestmark = pytest.mark.django_db


class WhoForm(RefugeForm):
    who = ColleagueField(Role.COORDINATOR, nobody="Nobody", required=False)

    def __init__(self, *args, without=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].ask(without=without)


def offered(**options) -> list[str]:
    return [name for _pk, name in WhoForm(**options).fields["who"].choices]


def test_who_holds_the_role_on_the_day_is_offered(time_machine):
    time_machine.move_to(datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/Brussels")))
    alex = make_user(Role.COORDINATOR, name="Alex")
    make_user(Role.COORDINATOR, name="Noa")
    make_user(Role.EDUCATOR, name="Sacha")
    RoleGrant.objects.filter(user=alex).update(ends_on=date(2026, 3, 3))
    assert offered() == ["Nobody", "Alex", "Noa"]
    assert offered(without=alex) == ["Nobody", "Noa"]
    time_machine.move_to(datetime(2026, 3, 3, 12, tzinfo=ZoneInfo("Europe/Brussels")))
    assert offered() == ["Nobody", "Noa"]


def test_the_names_cost_one_question(django_assert_num_queries):
    for _number in range(5):
        make_user(Role.COORDINATOR)
    offered()
    with django_assert_num_queries(1):
        WhoForm().as_p()


def test_a_choice_is_an_account_and_no_choice_nobody():
    noa, sacha = make_user(Role.COORDINATOR), make_user(Role.EDUCATOR)
    chosen, nobody, other = (WhoForm({"who": value}) for value in (str(noa.pk), "", str(sacha.pk)))
    assert [form.is_valid() for form in (chosen, nobody, other)] == [True, True, False]
    assert (chosen.cleaned_data["who"], nobody.cleaned_data["who"]) == (noa, None)
    assert list(other.errors) == ["who"]


def test_the_account_at_hand_is_the_one_ticked():
    noa = make_user(Role.COORDINATOR, name="Noa")
    assert f'<option value="{noa.pk}" selected>Noa</option>' in str(WhoForm(initial={"who": noa})["who"])


@pytest.mark.parametrize("role", Role.values)
def test_a_permission_asked_about_no_record_depends_on_the_roles_alone(role, django_assert_num_queries):
    """What is answered to one colleague is remembered for all who hold the same roles (refuge/accounts/backend.py)."""
    first, second = (Backend().get_user(make_user(role).pk) for _number in range(2))
    with django_assert_num_queries(0):
        told = [{name: rules.has_perm(name, user) for name in permissions} for user in (first, second)]
    assert told[0] == told[1]
    assert any(told[0].values())


def test_an_account_without_roles_is_allowed_what_another_is_not():
    coordinator, nobody = (Backend().get_user(make_user(*roles).pk) for roles in ((Role.COORDINATOR,), ()))
    assert coordinator.has_perm("people.view_file")
    assert not nobody.has_perm("people.view_file")
