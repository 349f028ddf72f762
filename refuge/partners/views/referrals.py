"""Referrals: the list of what waits, the page of one, its letter."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from refuge.access import allows, get_visible, page, require
from refuge.audit.operations import log_opening
from refuge.partners import forms, rows
from refuge.partners.choices import INTIMATE, Fact
from refuge.partners.forms.referrals import late_since
from refuge.partners.letter import letter_of, letter_pdf
from refuge.partners.models import Referral
from refuge.people.cards import OutsideCard
from refuge.people.choices import labels
from refuge.people.views.page import header_of
from refuge.ui.lists import Listing

VIEW, REFER, LETTER = "partners.view_referral", "partners.refer", "partners.read_letter"


@page(VIEW)
@require_safe
def listing(request):
    referrals = Referral.objects.visible_to(request.user).for_lists()
    options = {"sort": "day", "form_kwargs": {"user": request.user}, "kept": "partners.referrals"}
    shown = Listing(request, forms.ReferralsForm, referrals, {"day": "prepared_on"}, **options)
    context = {"rows": rows.referral_rows(shown.rows, late_since())}
    return shown.render("partners/referrals.html", context)


def with_its_page():
    return Referral.objects.select_related(
        "person__worker", "organisation", "contact", "outside", "consent", "prepared_by", "sent_by", "lifted_by"
    )


@page(VIEW)
@require_safe
def referral(request, pk):
    record = get_visible(with_its_page(), request.user, pk=pk, kept="partners.referral")
    log_opening(request, record.person, detail="referrals")
    context = {
        "referral": record,
        "row": rows.referral_row(record, timezone.localdate(), late_since()),
        "facts": labels(Fact.choices, _told_to(request.user, record)),
        "may_read_letter": allows(request.user, LETTER, record),
        "outside": OutsideCard(record.outside),
        "may_refer": allows(request.user, REFER),
        "may_answer_who_knows": allows(request.user, "people.change_identity"),
    }
    return render(request, "partners/referral.html", {**header_of(record.person), **context})


def _told_to(user, record) -> list:
    """The facts that were ticked, without the intimate ones for those who do not read these in the file."""
    hidden = set() if allows(user, "people.view_intimate") else INTIMATE
    return [fact for fact in record.facts if fact not in hidden]


@page(VIEW)
@require_safe
def letter(request, pk):
    """The letter as it was sent; before that, as it would be today, unless it is held back. Logged, and named for
    nobody. One that tells something intimate is there only for those who read that in the file."""
    record = get_visible(with_its_page(), request.user, pk=pk, kept="partners.referral")
    require(request.user, LETTER, record)
    if not record.letter and not record.can_be_sent:
        return redirect("partners:referral", pk)
    log_opening(request, record.person, what="reveal", detail="referral_letter")
    pdf = letter_pdf(record.letter or letter_of(record, timezone.localdate(), request.user))
    headers = {"Content-Disposition": 'attachment; filename="letter.pdf"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
