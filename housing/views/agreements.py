"""The house rules, and the agreement of a stay: prepared, shown, signed, as a PDF."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing import operations
from housing.agreement import agreement_pdf
from housing.house_forms import PaperForm, PrepareForm, RulesForm, SignForm
from housing.models import HouseAgreement, HouseRules
from housing.views.common import run, said, to_stay
from housing.views.stays import about_stay
from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.people.views.page import header_of

MAKE = "housing.make_agreement"


def about_agreement(permission):
    """A page about one agreement; shown, it is an opening of the person's file."""

    def decorate(view):
        @page(permission)
        @wraps(view)
        def found(request, pk):
            agreements = HouseAgreement.objects.select_related(
                "stay__person__worker", "rules", "prepared_by", "witness"
            )
            return view(request, get_visible(agreements, request.user, pk=pk))

        return found

    return decorate


@about_stay(MAKE)
@require_http_methods(["GET", "POST"])
def prepare(request, stay):
    """In the person's language, with the chosen name; the legal one where there is a reason, logged."""
    form = PrepareForm(request.POST or None, person=stay.person)
    if request.method == "POST":
        made = form.apply(operations.prepare_agreement, stay=stay, by=request.user)
        if form.done:
            if made.legal_name_reason:
                log_opening(request, stay.person, what="reveal", detail="legal_name")
            said(request, _("The agreement is ready to be signed."))
            return redirect("housing:agreement", made.pk)
    context = {"form": form, "form_title": _("House agreement"), "back": reverse("housing:stay", args=[stay.pk])}
    return render(request, "housing/house_form.html", {**header_of(stay.person), **context})


def log_shown(request, agreement) -> None:
    """An agreement that is shown with the legal name in it reveals that."""
    what, detail = ("reveal", "legal_name") if agreement.legal_name_reason else ("view", "house_agreement")
    log_opening(request, agreement.stay.person, what=what, detail=detail)


@about_agreement("housing.view_agreement")
@require_safe
def agreement(request, agreement):
    """What it says, where it stands, and the ways to sign it."""
    log_shown(request, agreement)
    context = {
        **header_of(agreement.stay.person),
        "agreement": agreement,
        "may_make": allows(request.user, MAKE),
        "open": not agreement.is_signed and agreement.withdrawn_at is None,
    }
    return render(request, "housing/agreement.html", context)


@about_agreement("housing.view_agreement")
@require_safe
def paper(request, agreement):
    """The PDF. Its name tells nothing; with a legal name in it, that it was opened is noted as such."""
    detail = "legal_name" if agreement.legal_name_reason else "house_agreement"
    log_opening(request, agreement.stay.person, what="reveal", detail=detail)
    headers = {"Content-Disposition": 'attachment; filename="agreement.pdf"', "Content-Security-Policy": "sandbox"}
    headers["Cache-Control"] = "no-store"
    return HttpResponse(agreement_pdf(agreement), content_type="application/pdf", headers=headers)


@about_agreement(MAKE)
@require_http_methods(["GET", "POST"])
def sign(request, agreement):
    """On this screen: the text, then a place to draw on, or to type a name."""
    form = SignForm(request.POST or None)
    if request.method == "POST":
        form.apply(operations.sign_on_screen, agreement=agreement, by=request.user)
        if form.done:
            said(request, _("The agreement is signed."), "housing:agreement_unsign", agreement.pk)
            return to_stay(agreement.stay)
    log_shown(request, agreement)
    context = {**header_of(agreement.stay.person), "agreement": agreement, "form": form}
    return render(request, "housing/sign.html", context)


@about_agreement(MAKE)
@require_http_methods(["GET", "POST"])
def sign_paper(request, agreement):
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    if request.method == "POST":
        form.apply(operations.sign_on_paper, agreement=agreement, by=request.user)
        if form.done:
            said(request, _("The agreement is signed."), "housing:agreement_unsign", agreement.pk)
            return to_stay(agreement.stay)
    log_opening(request, agreement.stay.person, detail="house_agreement")
    back = reverse("housing:agreement", args=[agreement.pk])
    context = {"form": form, "form_title": _("Signed on paper"), "back": back}
    return render(request, "housing/house_form.html", {**header_of(agreement.stay.person), **context})


@about_agreement(MAKE)
@require_POST
def unsign(request, agreement):
    run(request, operations.unsign_agreement, _("The agreement waits for its signature again."), agreement=agreement)
    return redirect("housing:agreement", agreement.pk)


@about_agreement(MAKE)
@require_POST
def withdraw(request, agreement):
    run(request, operations.withdraw_agreement, _("The agreement is withdrawn."), agreement=agreement)
    return to_stay(agreement.stay)


@page("housing.view_rules")
@require_safe
def rules(request):
    """Every version of the house rules, the newest first."""
    versions = HouseRules.objects.select_related("written_by").order_by("-valid_from")
    context = {"versions": versions, "may_write": allows(request.user, "housing.write_rules")}
    return render(request, "housing/rules.html", context)


@page("housing.write_rules")
@require_http_methods(["GET", "POST"])
def write(request):
    """A new version, begun from the newest."""
    newest = HouseRules.objects.order_by("-valid_from").first()
    texts = {f"text_{code}": newest.text(code) for code in ("fr", "nl", "en")} if newest else {}
    form = RulesForm(request.POST or None, initial=texts)
    if request.method == "POST":
        form.apply(operations.write_rules, by=request.user)
        if form.done:
            said(request, _("The house rules are saved."))
            return redirect("housing:rules")
    context = {"form": form, "form_title": _("House rules"), "back": reverse("housing:rules")}
    return render(request, "housing/house_form.html", context)


@page("housing.write_rules")
@require_POST
def withdraw_rules(request, pk):
    rules = get_object_or_404(HouseRules, pk=pk)
    run(request, operations.withdraw_rules, _("This version is taken away."), rules=rules)
    return redirect("housing:rules")
