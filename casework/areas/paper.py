"""The life areas on paper for the young person: in their language, no letterhead, no name but the chosen one."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from casework.areas.rows import areas_of
from casework.handout import language_for, style_text
from refuge.pdf import pdf_from


def areas_pdf(person, fallback: str) -> bytes:
    """What was said at each moment, and where each area stands now in words."""
    with override(language_for(person, fallback)):
        areas = areas_of(person)
        context = {
            "name": person.chosen_name,
            "day": date_format(timezone.localdate(), "DATE_FORMAT"),
            "moments": [(row.moment.label, row.measurement.held_on) for row in areas.measured],
            "rows": areas.rows,
            "language": language_for(person, fallback),
        }
        return pdf_from(render_to_string("casework/areas_paper.html", context), style_text())
