"""What a start does before anybody is served: one process, one import of Django, nothing done twice."""

import gc
import hashlib
import os
import signal
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from refuge.embedded.management.commands.compile_translations import compile_catalogue, sources
from refuge.embedded.processes import dies_with_parent


class Command(BaseCommand):
    help = "Compile translations, migrate, collect static files, and fill the demo where there is nobody yet."

    def handle(self, *args, **options):
        # Before migrating: what a migration leaves behind is filled with words in each language.
        compiled = [compile_catalogue(source) for source in sources()]
        self.say("Translations compiled" if any(compiled) else "Translations up to date")
        # The second processor compresses files while the first migrates. Before anything opens a connection.
        static = in_background(self.prepare_files)
        # Migrations build thousands of classes that live: looking for garbage among them takes a fifth of the time.
        gc.set_threshold(100_000, 50, 1000)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        self.say("Database up to date")
        static.join()
        if static.exitcode:
            raise CommandError("Static files cannot be prepared: the reason stands above.")
        if settings.DEMO and not get_user_model().objects.exists():
            with transaction.atomic():
                call_command("demo", verbosity=0)
            self.say("Demo shelter filled")

    def prepare_files(self):
        self.say("Static files collected" if collect_static() else "Static files up to date")

    def say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()


def in_background(work) -> BaseProcess:
    """Run `work` in a process of its own, which ends with this one."""
    ends_with_us = dies_with_parent(signal.SIGKILL)

    def run():
        ends_with_us()
        work()

    process = get_context("fork").Process(target=run)
    process.start()
    return process


def collect_static() -> bool:
    """Collect and compress, unless the files are those of the last time; whether it was done."""
    mark, found = Path(settings.STATIC_ROOT) / ".collected", fingerprint()
    if mark.exists() and mark.read_text() == found:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(found)
    return True


def fingerprint() -> str:
    """Changes when a static file does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            digest.update(f"{storage.path(name)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
