"""`/team/`: who works here, with which roles. Management only."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, Func, OuterRef, Prefetch
from django.db.models.functions import Lower
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from refuge.access import get_visible, page
from refuge.accounts import operations
from refuge.accounts.forms import LendForm, RolesForm, TeamFilterForm
from refuge.accounts.models import Invitation, RoleGrant, User
from refuge.accounts.reauthentication import confirmed_lately
from refuge.accounts.views.work import work_of
from refuge.questions import SOME_PEOPLE, as_some_people, read
from refuge.ui.lists import Listing


def _accounts(user):
    """Those that `user` may see, and whether a second factor is set up."""
    return User.objects.visible_to(user).annotate(
        # É sorts as E: the database's own order puts it after Z.
        sort_name=Func(Lower(F("name")), function="unaccent"),
        has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))),
    )


def team_members(user):
    """The accounts that `user` may see, with their roles from today on and whether a second factor is set up."""
    return _accounts(user).prefetch_related(Prefetch("grants", _grants(), to_attr="unended_grants"))


def _grants():
    return RoleGrant.objects.unended().order_by("starts_on", "role")


def _add_grants(members) -> None:
    """The same roles for the accounts of a page, by SQL that is kept for the day."""
    held = {member.pk: [] for member in members}
    some = SOME_PEOPLE[: settings.PAGE_SIZE]
    grants = read("accounts.grants", None, lambda: _grants().filter(user__in=some), stand_ins=as_some_people([*held]))
    for grant in grants:
        held[grant.user_id].append(grant)
    for member in members:
        member.unended_grants = held[member.pk]


@page("accounts.manage_team")
@require_safe
def team(request):
    listing = Listing(
        request, TeamFilterForm, lambda: _accounts(request.user), {"name": "sort_name"}, sort="name",
        kept="accounts.team",
    )  # fmt: skip
    _add_grants(listing.rows)
    invitations = Invitation.objects.pending().visible_to(request.user).order_by("-invited_at")
    return listing.render("accounts/team.html", {"invitations": invitations})


@page("accounts.manage_team")
@require_safe
def member(request, pk):
    return _member_page(request, _member(request, pk))


@page("accounts.manage_team")
@require_POST
@confirmed_lately
def change_roles(request, pk):
    person = _member(request, pk)
    form = RolesForm(request.POST)
    form.apply(operations.change_roles, user=person, by=request.user)
    return _said(request, person, form, _("The roles of %(name)s are changed.")) or _member_page(
        request, person, roles_form=form
    )


@page("accounts.manage_team")
@require_POST
@confirmed_lately
def lend_role(request, pk):
    person = _member(request, pk)
    form = LendForm(request.POST)
    form.apply(operations.lend_role, user=person, by=request.user)
    return _said(request, person, form, _("The role is lent to %(name)s.")) or _member_page(
        request, person, lend_form=form
    )


@page("accounts.manage_team")
@require_POST
@confirmed_lately
def end_role(request, pk, grant_pk):
    person = _member(request, pk)
    grant = get_visible(person.grants.unended(), request.user, pk=grant_pk)
    return _act(request, person, _("The lent role of %(name)s has ended."), operations.end_role, grant=grant)


@page("accounts.manage_team")
@require_POST
@confirmed_lately
def switch_off(request, pk):
    person = _member(request, pk)
    return _act(request, person, _("The account of %(name)s is switched off."), operations.switch_off, user=person)


@page("accounts.manage_team")
@require_POST
@confirmed_lately
def switch_on(request, pk):
    person = _member(request, pk)
    said = _("The account of %(name)s is switched on. Give it a role.")
    return _act(request, person, said, operations.switch_on, user=person)


@page("accounts.manage_team")
@require_POST
@confirmed_lately
def reset_second_factor(request, pk):
    person = _member(request, pk)
    said = _("The second factor of %(name)s is removed; an e-mail says so.")
    return _act(request, person, said, operations.reset_second_factor, user=person)


def _member(request, pk):
    return get_visible(team_members(request.user), request.user, pk=pk)


def _act(request, person, said, operation, **kwargs):
    """Run an operation that has no form of its own; what it refuses is said on the same page."""
    try:
        operation(by=request.user, **kwargs)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said % {"name": person.name})
    return redirect("team_member", person.pk)


def _said(request, person, form, said):
    """Back to the page with the message, if the form's operation went through."""
    if not form.done:
        return None
    messages.success(request, said % {"name": person.name})
    return redirect("team_member", person.pk)


def _member_page(request, person, roles_form=None, lend_form=None):
    today = timezone.localdate()
    held = [grant.role for grant in person.unended_grants if grant.ends_on is None]
    context = {
        "member": person,
        "is_self": person.pk == request.user.pk,
        "roles_form": roles_form or RolesForm(initial={"roles": held}),
        "lend_form": lend_form or LendForm(),
        "lent": [grant for grant in person.unended_grants if grant.ends_on],
        "factors": Authenticator.objects.filter(user=person).order_by("created_at"),
        "resets": person.second_factor_resets.select_related("by").order_by("-at")[:5],
        "today": today,
        "may_change": True,
        **work_of(person),
    }
    return render(request, "accounts/member.html", context)
