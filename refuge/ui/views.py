"""Today, search, errors, and what the page's scripts ask about the session."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import open_page, page
from refuge.ui.search import find

YEAR = 365 * 24 * 3600


@page("ui.today")
@require_safe
def today(request):
    return render(request, "ui/today.html", {"now": timezone.localtime()})


@page("ui.search")
@require_http_methods(["GET", "POST"])
def search(request):
    """Hits grouped by kind. The page's own forms post, so that a name stands in no address and no log."""
    text = (request.POST.get("q") or request.GET.get("q") or "").strip()[:100]
    typing = request.htmx and request.htmx.target == "search-hits"
    found = find(request.user, text, limit=5 if typing else 20)
    return render(request, "ui/search_typing.html" if typing else "ui/search.html", {"found": found})


@open_page
@require_POST
def set_language(request):
    """The language of whoever is not signed in, kept in a cookie."""
    wanted = request.POST.get("language", "")
    response = redirect(safe_next(request))
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def safe_next(request) -> str:
    """`next` of a form if it stays in the house, else Today."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


@open_page
@require_safe
def session_state(request):
    """Who is signed in, and the token that forms need now: asked before a form with text in it is sent."""
    if not request.user.is_authenticated:
        return JsonResponse({"user": None}, status=401)
    return JsonResponse(who(request))


@page("ui.today")
@require_safe
def session_back(request):
    """End of a log-in inside a dialog: tells the page round it who signed in, and the new token."""
    return render(request, "ui/session_back.html", {"back": who(request)})


def who(request) -> dict:
    return {"user": str(request.user.pk), "token": get_token(request)}


def not_found(request, exception=None):
    """The same page for what does not exist and for what is not yours."""
    return HttpResponse(render_to_string("404.html", request=request), status=404)


@requires_csrf_token
def csrf_failure(request, reason=""):
    return HttpResponse(render_to_string("403_csrf.html", request=request), status=403)


def server_error(request):
    """Drawn without the request: the database may be what is broken."""
    return HttpResponse(render_to_string("500.html"), status=500)
