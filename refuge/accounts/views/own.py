"""One's own account, preferences, and drafts."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import page
from refuge.accounts import drafts, operations
from refuge.accounts.forms import MeForm, PreferencesForm
from refuge.accounts.middleware import is_from_script
from refuge.accounts.views.work import work_of

YEAR = 365 * 24 * 3600


@page("accounts.own")
@require_http_methods(["GET", "POST"])
def me(request):
    form = MeForm(request.POST or None, instance=request.user)
    user = form.apply(operations.set_preferences, user=request.user)
    if not form.done:
        request.user.refresh_from_db()  # a refused value is on the form, not on the rest of the page
        grants = request.user.grants.current().order_by("role")
        return render(request, "accounts/me.html", {"form": form, "grants": grants, **work_of(request.user)})
    with translation.override(user.language):
        messages.success(request, _("Your preferences are saved."))
    return _remember_language(redirect("me"), user.language)


@page("accounts.own")
@require_POST
def preferences(request):
    """The switches of the top bar: a script gets 204, a plain form goes back to where it came from."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    user = operations.set_preferences(user=request.user, **given) if given else request.user
    response = HttpResponse(status=204) if is_from_script(request) else redirect(_back(request))
    return _remember_language(response, user.language)


@page("accounts.own")
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request, key):
    """GET gives the kept fields, POST keeps what a form sends (204), DELETE throws it away (204)."""
    if request.method == "GET":
        return _draft_as_json(request, key)
    if request.method == "DELETE":
        drafts.discard(request, key)
        return HttpResponse(status=204)
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    try:
        operations.save_draft(user=request.user, key=key, fields=fields)
    except ValidationError as error:
        return JsonResponse({"problem": " ".join(error.messages)}, status=413 if error.code == "size" else 400)
    return HttpResponse(status=204)


@page("accounts.own")
@require_POST
def discard_draft(request, key):
    """For a button without a script."""
    drafts.discard(request, key)
    return HttpResponse(status=204) if is_from_script(request) else redirect(_back(request))


def _draft_as_json(request, key):
    fields = drafts.restore(request, key)
    if fields is None:
        raise Http404
    return JsonResponse({"fields": fields})


def _back(request) -> str:
    """`next` or the page it came from, if that is in the house; else Today."""
    wishes = (request.POST.get("next", ""), request.headers.get("Referer", ""))
    hosts = {request.get_host()}
    safe = (w for w in wishes if w and url_has_allowed_host_and_scheme(w, hosts, require_https=request.is_secure()))
    return next(safe, "/")


def _remember_language(response, language):
    """For the log-in page, which does not know yet who comes."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
