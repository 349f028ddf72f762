"""The hunt for leaks hears and sees what it says it does."""

import io
import zipfile

import pytest
from celery import Celery, current_app

from reports.models import ReportTemplate
from tests.leaks import Listening, every_table

WORD = "quibberoyd"


def test_work_sent_by_its_name_is_heard(monkeypatch):
    monkeypatch.setattr(Celery, "producer_or_acquire", lambda *_: pytest.fail("it left the house"))
    with Listening() as said:
        current_app.send_task("reports.tasks.build_export", [WORD])
    assert WORD in "".join(said.tasks)


def zipped(word) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", word)
    return kept.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [WORD.upper().encode(), zipped(WORD)])
def test_a_word_in_a_binary_column_is_seen(content):
    ReportTemplate.objects.create(code="hunted", funder="A funder", logo=content)
    assert {table for table, text in every_table() if WORD in text} == {"reports_reporttemplate"}
