"""Apps, templates, database, languages, static files."""

from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

from refuge.settings.env import BASE_DIR, DATA_DIR, env

DEBUG = env.bool("DEBUG", default=False)
SITE_NAME = "Le Refuge"

INSTALLED_APPS = [
    # The house: the road from reports back to intake, then the foundation from the top down.
    "reports",
    "casework",
    "housing",
    "intake",
    "volunteers",
    "refuge.documents",
    "refuge.partners",
    "refuge.people",
    "refuge.notifications",
    "refuge.audit",
    "refuge.accounts",
    "refuge.parameters",
    "refuge.ui",
    "refuge.embedded",
    "demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "js_lib_bootstrap5",
    "lucide",
    "pghistory",
    "pgtrigger",
    "rules",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "refuge.embedded.health.healthz",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "refuge.ui.middleware.language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "refuge.accounts.middleware.SignInRequired",
    "refuge.accounts.middleware.second_factor_required",
    "refuge.audit.middleware.HistoryMiddleware",
    "refuge.parameters.registry.read_once",
    "refuge.access.PolicyRequired",
    "refuge.ui.middleware.private_answers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Messages name people: they are kept on the server, not in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ROOT_URLCONF = "refuge.urls"
WSGI_APPLICATION = "refuge.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "refuge.ui.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "refuge.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "refuge.ui.widgets.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

_database = env.db("DATABASE_URL")
DATABASES = {
    "default": {
        **_database,
        "HOST": unquote(_database["HOST"]),  # a socket's folder stands percent-encoded in the URL
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        # A choice of colleagues would cost three round trips. What is read in pieces is paged by key.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=4), "timeout": 10},
            # For what goes through refuge/prepared.py alone: planned when it comes for the second time.
            "prepare_threshold": 1,
            # A house's records lie in memory, where one row costs no more than the next: with the planner's own value,
            # meant for a turning disk, it reads tables whole for a handful of rows.
            "options": f"-c statement_timeout={env.int('DATABASE_TIMEOUT_MS', default=30_000)} -c lock_timeout=10000"
            " -c random_page_cost=1.1",
        },
    }
}
# Limits on log-in are counted here. In the database, so that they hold across processes and without the broker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "refuge_cache",
        # At the default of 300, somebody trying many addresses would push the counts of the others out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["refuge.ui.formats"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Packages bring 12 MB of source maps; to compress them takes longer than all the rest of a first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "png", "ico", "webp", "jpg", "gif", "woff", "woff2", "gz", "br")

PAGE_SIZE = 25

# Sealed files, see refuge/documents. What is uploaded waits in memory: a temporary file on disk would be plain.
DOCUMENTS_ROOT = DATA_DIR / "documents"
FILE_UPLOAD_HANDLERS = ["refuge.documents.uploads.InMemoryHandler"]
