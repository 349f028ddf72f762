"""Secrets, cookies, headers. Strict unless HTTPS=false, which only the demo on a local address sets."""

from csp.constants import NONE, SELF

from refuge.settings.env import DATA_DIR, HTTPS, env, secret

SECRET_KEY = secret("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Files, so that they can be mounted in one process and not in another; never derived from SECRET_KEY.
KEY_RINGS = {
    "data": env("DATA_KEY_RING_FILE", default=str(DATA_DIR / "keys" / "data.json")),
    "psychology": env("PSYCHOLOGY_KEY_RING_FILE", default=str(DATA_DIR / "keys" / "psychology.json")),
}

_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "refuge.ui.views.csrf_failure"

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Log-in opens in a dialog of a page whose session ended: framed by ourselves, by nobody else.
X_FRAME_OPTIONS = "SAMEORIGIN"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # data: is for the arrows and crosses that Bootstrap's style sheet carries inside itself.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
    }
}

# The website that may show the counters of /reports/public.json.
PUBLIC_ORIGINS = env.list("PUBLIC_ORIGINS", default=["https://refugeopvanghuis.be", "https://www.refugeopvanghuis.be"])
