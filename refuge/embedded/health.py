"""Is the house alive, and is it ready? `/healthz` asks nothing of anybody, `/readyz` asks every part."""

import time
from functools import cache
from threading import Lock

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from refuge.access import open_page
from refuge.celery import app

# Everybody may ask, so each process asks the parts at most once in this time, and in one thread alone.
REMEMBER_SECONDS = 2
BROKER_SECONDS = 1

_lock = Lock()
_last = {"good_until": 0.0, "parts": {}}


def healthz(get_response):
    """Middleware, before everything that asks the database or a host name: the process answers."""

    def answer(request):
        if request.path != "/healthz":
            return get_response(request)
        return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})

    return answer


@open_page
@require_safe
@never_cache
def readyz(request):
    """200 when database, migrations, broker and worker are there, else 503; which part fails, and nothing more."""
    parts = {part: "ok" if good else "failing" for part, good in recent_parts().items()}
    return JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)


def recent_parts() -> dict[str, bool]:
    """How the parts are, or were a moment ago while another thread asks them."""
    if time.monotonic() > _last["good_until"] and _lock.acquire(blocking=not _last["parts"]):
        try:
            parts = ask_parts()
            _last.update(good_until=time.monotonic() + REMEMBER_SECONDS * all(parts.values()), parts=parts)
        finally:
            _lock.release()
    return _last["parts"]


def ask_parts() -> dict[str, bool]:
    database, broker = works(ask_database), works(ask_broker)
    return {
        "database": database,
        "migrations": database and works(ask_migrations),
        "broker": broker,
        "worker": broker and works(ask_worker),
    }


def works(question) -> bool:
    """Whether a part answers yes. A part that is away fails in many ways; all of them mean no."""
    try:
        return bool(question())
    except Exception:
        return False


def ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def ask_migrations() -> bool:
    """Whether every migration of this code stands in the database."""
    return _migrations() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _migrations() -> frozenset:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def ask_broker() -> bool:
    with app.connection_for_write(connect_timeout=BROKER_SECONDS) as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
        return broker.connected


def ask_worker() -> bool:
    return bool(app.control.ping(timeout=BROKER_SECONDS, limit=1))
