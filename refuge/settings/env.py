"""The environment as read by every settings module: values, or `NAME_FILE` for a secret kept in a file."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from refuge.embedded import environment

BASE_DIR = Path(__file__).resolve().parents[2]

environment.load(BASE_DIR)
env = environ.Env()

DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
# The demo shelter: open log-in without a second factor, plain HTTP on a local address.
DEMO = env.bool("DEMO", default=False)
HTTPS = env.bool("HTTPS", default=not DEMO)


def secret(name: str) -> str:
    """The value of `name`, or the content of the file that `name`_FILE points to; neither stops the start."""
    value = env(name, default="")
    path = env(f"{name}_FILE", default="")
    if not value and path:
        value = Path(path).read_text().strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE.")
    return value
