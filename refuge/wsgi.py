"""The WSGI entry point that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")

application = get_wsgi_application()


def get_ready() -> None:
    """Once for all workers, before they part: else whoever a new worker serves first waits, three seconds in all. Every
    view is read, every template parsed, and the archive of the icons opened."""
    from refuge.ui.icons import archive

    get_resolver().url_patterns  # noqa: B018
    for page in (settings.BASE_DIR / "templates").rglob("*.html"):
        get_template(page.relative_to(settings.BASE_DIR / "templates").as_posix())
    archive()


get_ready()
