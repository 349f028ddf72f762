"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")

application = get_wsgi_application()


def get_ready() -> None:
    """Once for all workers, before they part: else the first four people whom a new worker serves wait three seconds.
    Every page is read, and each icon of the menu is drawn: its package opens an archive of thousands for one."""
    from refuge import registry
    from refuge.ui.words import svg

    get_resolver().url_patterns  # noqa: B018
    for entry in registry.navigation.entries:
        svg(entry.icon, 18)


get_ready()
