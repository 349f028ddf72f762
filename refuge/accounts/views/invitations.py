"""Inviting somebody, and the page that their link opens."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import get_visible, open_page, page
from refuge.accounts import operations
from refuge.accounts.forms import AcceptForm, InviteForm
from refuge.accounts.models import Invitation
from refuge.accounts.models.invitation import digest_of
from refuge.accounts.reauthentication import confirmed_lately


@page("accounts.manage_team")
@require_http_methods(["GET", "POST"])
@confirmed_lately
def invite(request):
    form = InviteForm(request.POST or None)
    invitation = form.apply(operations.invite, by=request.user)
    if form.done:
        _say_sent(request, invitation)
        return redirect("team")
    return render(request, "accounts/invite.html", {"form": form})


@page("accounts.manage_team")
@require_POST
@confirmed_lately
def resend(request, pk):
    invitation = get_visible(Invitation, request.user, pk=pk)
    try:
        _say_sent(request, operations.resend_invitation(invitation=invitation, by=request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("team")


@page("accounts.manage_team")
@require_POST
def withdraw(request, pk):
    invitation = get_visible(Invitation, request.user, pk=pk)
    try:
        operations.withdraw_invitation(invitation=invitation, by=request.user)
        messages.success(request, _("The invitation of %(name)s is withdrawn.") % {"name": invitation.name})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("team")


@open_page
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request, token):
    """Name and password of somebody invited; then they are signed in, in the language they were invited in."""
    invitation = Invitation.objects.open().filter(digest=digest_of(token)).first()
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", status=404)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    with translation.override(chosen if chosen in dict(settings.LANGUAGES) else invitation.language):
        form = AcceptForm(request.POST or None, initial={"name": invitation.name})
        user = form.apply(operations.accept_invitation, token=token)
        if form.done:
            return _sign_in(request, user)
        return render(request, "accounts/accept.html", {"form": form, "invitation": invitation})


def _sign_in(request, user):
    logout(request)  # a colleague may have opened the link for them
    # As if confirmed again: whoever has just chosen the password is not asked for it to set up a second factor.
    record_authentication(request, user, "password", email=user.email, reauthenticated=True)
    return perform_login(request, Login(user=user, email=user.email))


def _say_sent(request, invitation):
    about = {"name": invitation.name, "email": invitation.email}
    if invitation.send_error:
        about["reason"] = invitation.refusal
        text = _("%(name)s is invited, but the e-mail to %(email)s was refused: %(reason)s. It will be tried again.")
        messages.warning(request, text % about)
    else:
        messages.success(request, _("An invitation has been sent to %(name)s (%(email)s).") % about)
