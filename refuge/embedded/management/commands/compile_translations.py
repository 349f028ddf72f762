"""Turn locale/*/LC_MESSAGES/django.po into what Django reads, without GNU gettext."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    help = "Compile the translations that are older than their source."
    requires_system_checks = ()

    def handle(self, *args, **options):
        for source in sources():
            compile_catalogue(source)


def sources() -> list[Path]:
    return [po for folder in settings.LOCALE_PATHS for po in sorted(Path(folder).glob("*/LC_MESSAGES/django.po"))]


def compile_catalogue(source: Path) -> bool:
    """Write the catalogue of `source` unless it is newer; whether it was written. This process reads it anew: the
    checks before a command have looked for words already."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    fresh = target.with_suffix(".mo.new")
    polib.pofile(str(source)).save_as_mofile(str(fresh))
    fresh.replace(target)
    translation_file_changed(sender=None, file_path=target)
    return True
