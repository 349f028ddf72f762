"""Pages as a test meets them: signed in, read, and counted."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_user


def signed_in(client, *roles, **fields):
    user = make_user(*roles, **{"language": "en"} | fields)
    client.force_login(user)
    return user


def cost(client, url) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def source_of(response) -> str:
    return response.content.decode()


def text_of(response) -> str:
    """What a reader reads, without tags and runs of spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
