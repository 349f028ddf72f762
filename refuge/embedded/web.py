"""gunicorn's settings, for `make run` and for the image."""

import gc
import os
from pathlib import Path

host = os.environ.get("HOST") or "127.0.0.1"
bind = f"{host}:{os.environ.get('PORT') or 8000}"
wsgi_app = "refuge.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = int(os.environ.get("WEB_THREADS") or 2)
preload_app = True
control_socket_disable = True
timeout = 60
graceful_timeout = 10
# What memory grows by: some 20 MB in that time (docs/performance.md).
max_requests = 20_000
max_requests_jitter = 2_000
# The workers' sign of life is a file: in memory, so that a busy disk does not look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def when_ready(server):
    """Before the workers part: what they share is looked through by no collection of theirs, nor copied by one. A
    full one took 0.2 s, and one of the requests of that moment waited for it."""
    gc.collect()
    gc.freeze()
