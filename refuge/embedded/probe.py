"""Ask a web server how it is: `python -m refuge.embedded probe /readyz`, for health checks. Standard library only."""

import http.client
import os
from contextlib import suppress

SECONDS = 6


def status(path: str) -> int:
    """The status that our own web server answers with; 0 if it does not answer."""
    allowed = (os.environ.get("ALLOWED_HOSTS") or "localhost").split(",")[0].strip().lstrip(".")
    headers = {"Host": allowed if allowed != "*" else "localhost", "X-Forwarded-Proto": "https"}
    host = os.environ.get("HOST") or "127.0.0.1"
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1", "[::]": "::1"}.get(host, host)  # noqa: S104
    with suppress(OSError, http.client.HTTPException):
        line = http.client.HTTPConnection(reach, int(os.environ.get("PORT") or 8000), timeout=SECONDS)
        line.request("GET", path, headers=headers)
        return line.getresponse().status
    return 0
