"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")

application = get_wsgi_application()
# Every page is read now, once for all workers: else the first four people whom a new worker serves wait three seconds.
get_resolver().url_patterns  # noqa: B018
