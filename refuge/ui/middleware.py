"""Language of the page, and headers that keep what is shown out of caches and away from other sites."""

from django.conf import settings
from django.utils import translation

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self)"


def chosen_language(request) -> str:
    """The signed-in person's language, else the one chosen on the log-in page, else French.

    The browser's wish is not asked: a shared computer says nothing about who sits at it.
    """
    known = dict(settings.LANGUAGES)
    wishes = (getattr(request.user, "language", ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
    return next((wish for wish in wishes if wish in known), settings.LANGUAGE_CODE)


def language(get_response):
    def middleware(request):
        code = chosen_language(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def private_answers(get_response):
    """Nothing shown to somebody signed in is kept by a cache; logging out empties the browser's own."""

    def middleware(request):
        signed_in = request.user.is_authenticated
        response = get_response(request)
        if signed_in:
            response.headers["Cache-Control"] = "no-store"
        if signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response

    return middleware
