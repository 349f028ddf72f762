"""`manage.py prepare_benchmarks`: the floor's table, a session for each role, and where each measured page is."""

import json

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from benchmarks import floor
from benchmarks.pages import PAGES
from benchmarks.records import Records


class Command(BaseCommand):
    help = "Prepare this installation for `make bench`; prints JSON. It signs people in, so it is for made-up data."

    def handle(self, **options):
        floor.fill()
        records = Records()
        paths, missing = {}, {}
        for page in PAGES:
            try:
                paths[page.name] = records.address_of(page)
            except (LookupError, AttributeError, DatabaseError) as error:
                missing[page.name] = str(error)
        sessions = {role: session(records.holder(role)) for role in {page.role for page in PAGES}}
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.stdout.write(
            json.dumps(
                {
                    "cookie": settings.SESSION_COOKIE_NAME,
                    "sessions": sessions,
                    "paths": paths,
                    "missing": missing,
                }
            )
        )


def session(user) -> str:
    """The key of a session of somebody with a second factor, who signed in with the password."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "none"}})
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key
