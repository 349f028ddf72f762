"""The house agreement: what it says, and its PDF. An address is in none."""

import base64
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from housing.models import Occupancy
from refuge.documents.models import Document
from refuge.pdf import pdf_from

STYLE = Path(__file__).with_name("agreement.css")


def agreement_of(stay, rules, language, *, with_legal_name=False) -> dict:
    """What the resident puts their name to, in the agreement's language, as it is today. The template takes this alone,
    so that nothing else of the file can get into it."""
    person = stay.person
    current = Occupancy.objects.current().filter(stay=stay).select_related("space__unit__site").first()
    space = current.space if current else None
    with override(language):
        return {
            "language": language,
            "house": settings.SITE_NAME,
            "name": person.chosen_name,
            "legal_name": person.legal_name if with_legal_name else "",
            "programme": str(stay.get_programme_display()),
            "space": f"{space.code} · {space.unit.site.alias}" if space else "",
            "arrived_on": date_format(stay.arrived_on, "DATE_FORMAT"),
            "agreed_until": date_format(stay.agreed_until, "DATE_FORMAT"),
            "last_night": date_format(stay.agreed_until - timedelta(days=1), "DATE_FORMAT"),
            "rules_from": date_format(rules.valid_from, "DATE_FORMAT"),
            "rules": rules.text(language),
            "day": date_format(timezone.localdate(), "DATE_FORMAT"),
        }


def signature_of(agreement) -> dict:
    """How it was signed, for the foot of the paper; nothing before it is."""
    if not agreement.is_signed:
        return {}
    drawing = Document.objects.kept().of_record(agreement).filter(content_type="image/png").first()
    picture = base64.b64encode(drawing.read()).decode() if drawing and agreement.signed_how == "drawn" else ""
    with override(agreement.language):
        return {
            "on": date_format(agreement.signed_on, "DATE_FORMAT"),
            "how": str(agreement.get_signed_how_display()),
            "name": agreement.signed_name,
            "picture": picture,
            "witness": agreement.witness.name,
        }


def agreement_pdf(agreement) -> bytes:
    """Drawn from what was kept; unsigned it has a line to sign on."""
    with override(agreement.language):
        context = {"text": agreement.text, "signed": signature_of(agreement)}
        return pdf_from(render_to_string("housing/agreement_paper.html", context), STYLE.read_text())
