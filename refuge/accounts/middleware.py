"""Nothing opens without signing in, nor, where the house requires it, without a second factor."""

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from refuge.accounts.second_factor import needs_set_up

SET_UP_PAGE = "mfa_index"
# What somebody without the second factor they need may open: setting it up, and leaving.
OPEN_WITHOUT_SECOND_FACTOR = {
    SET_UP_PAGE,
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_reauthenticate",
    "account_logout",
    "set_language",
    "preferences",
    "session_state",
    "session_back",
    "readyz",
}

# Nobody signs up, an account keeps the address it was invited at, and nobody is without a password.
SHUT = {
    "account_signup",
    "account_email",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_set_password",
}


def is_from_script(request) -> bool:
    return "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"


class SignInRequired(LoginRequiredMiddleware):
    """To log-in, except for what is marked `login_not_required`. A request by a script gets an empty 401 instead, so
    that the page it came from keeps what was typed and asks for log-in itself. Pages of django-allauth that the
    house does not use answer 404."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.resolver_match.url_name in SHUT:
            raise Http404
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if is_from_script(request):
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)


def second_factor_required(get_response):
    """To the set-up page, as long as a needed second factor is missing."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if not request.user.is_authenticated or request.resolver_match.url_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        if not needs_set_up(request.user):
            return None
        if is_from_script(request):
            return HttpResponseClientRedirect("/")
        messages.info(request, _("Set up a second factor first: an authenticator app or a passkey."))
        return redirect(SET_UP_PAGE)

    middleware.process_view = process_view
    return middleware
