"""French and Dutch are whole: every string of the code stands in both catalogues, translated, with its placeholders."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "nl")
SOURCES = ("refuge", "intake", "housing", "casework", "volunteers", "reports", "templates")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def catalogue(language):
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def strings(tmp_path_factory):
    """Every string that the code marks, as makemessages finds them in a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources")
    for name in filter(lambda name: (ROOT / name).exists(), SOURCES):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--keep-pot", "--no-location"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin"})
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(copy / "locale" / "django.pot"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language, strings):
    told = {(entry.msgctxt, entry.msgid) for entry in catalogue(language).translated_entries() if not entry.fuzzy}
    assert sorted(text for _context, text in strings - told) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language, strings):
    told = {(entry.msgctxt, entry.msgid) for entry in catalogue(language) if not entry.obsolete}
    assert sorted(text for _context, text in told - strings) == []


def forms_of(entry):
    """(source, translation) pairs of an entry; of a plural the forms that name a number freely."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid_plural, text) for number, text in entry.msgstr_plural.items() if number]


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive(language):
    torn = [
        source
        for entry in catalogue(language).translated_entries()
        for source, translation in forms_of(entry)
        if set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(translation))
    ]
    assert torn == []
