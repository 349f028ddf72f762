"""The road of a referral: for which need, to whom, and what is said. A request's page leads here as well."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from refuge.access import get_visible, page
from refuge.accounts import drafts
from refuge.audit.operations import log_opening
from refuge.partners import forms, operations, rows, suggestions
from refuge.partners.choices import Need, Status
from refuge.partners.forms.referrals import ANSWERED
from refuge.partners.models import Organisation, Referral
from refuge.partners.operations.referring import check_age, outside_of
from refuge.partners.views.about import data_of, say
from refuge.people.models import AgeStatus
from refuge.people.views.page import header_of, person_of

REFER = "partners.refer"


@page(REFER)
@require_http_methods(["GET", "POST"])
def refer_person(request, reference):
    person = person_of(request, reference)
    return refer(request, person, back=reverse("people:panel", args=[reference, "referrals"]))


def refer(request, person, back: str):
    """The page on which `person` is referred: first the need and the organisation, then what the letter says.

    Both stand in the address (`?need=&organisation=`). Cancel leads to `back`, saving to the referral.
    """
    log_opening(request, person, detail="referrals")
    organisation = _chosen(request)
    if organisation is None:
        return _choose(request, person, back)
    return _write(request, person, organisation, back)


def _chosen(request):
    wanted = request.GET.get("organisation", "")
    if not wanted:
        return None
    try:
        return get_visible(Organisation.objects.current(), request.user, pk=wanted)
    except (ValueError, ValidationError) as error:
        raise Http404 from error


def _choose(request, person, back):
    form = forms.ChooseForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    need = wanted.get("need", "")
    found = suggestions.suggested(request.user, person, need, wanted.get("q", "")) if need else ()
    context = {"form": form, "rows": rows.suggestion_rows(found), "need": need, "back": back}
    context |= {"age_unknown": person.age_status() == AgeStatus.UNKNOWN, "is_minor": person.age_chip != ""}
    return render(request, "partners/refer.html", {**header_of(person), **context})


def _write(request, person, organisation, back):
    draft = f"partners:refer:{person.pk}:{organisation.pk}"
    outside = outside_of(person, organisation)
    initial = _first(request, person, outside) | (drafts.restore(request, draft) or {})
    form = forms.ReferralForm(
        data_of(request), user=request.user, organisation=organisation, knows=outside is not None, initial=initial
    )
    if request.method == "POST":
        made = form.apply(operations.prepare_referral, person=person, organisation=organisation, by=request.user)
        if form.done:
            drafts.discard(request, draft)
            say(request, _("The referral is prepared."), reverse("partners:withdraw", args=[made.pk]))
            return redirect("partners:referral", made.pk)
    context = {"form": form, "draft": draft, "organisation": organisation, "outside": outside, "back": back}
    context["problem"] = _age_problem(person, organisation)
    return render(request, "partners/refer_form.html", {**header_of(person), **context})


def _first(request, person, outside) -> dict:
    """What is known before anything is written."""
    need = request.GET.get("need", "")
    first = {"need": need if need in Need.values else "", "name_to_use": person.chosen_name, "letterhead": "neutral"}
    known = {name: getattr(outside, name) for name in ANSWERED if getattr(outside, name)} if outside else {}
    return first | {"language": (outside.language if outside else "") or "fr"} | known


def _age_problem(person, organisation) -> str:
    try:
        check_age(person, organisation, None)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@page(REFER)
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change what is prepared; what was sent is read on its page."""
    found = Referral.objects.select_related("person", "organisation", "outside", "consent")
    record = get_visible(found, request.user, pk=pk)
    back = reverse("partners:referral", args=[pk])
    if record.status != Status.PREPARED:
        return redirect(back)
    log_opening(request, record.person, detail="referrals")
    form = _edit_form(request, record)
    if request.method == "POST":
        form.apply(operations.change_referral, referral=record, by=request.user)
        if form.done:
            say(request, _("The referral is changed."))
            return redirect(back)
    context = {"form": form, "organisation": record.organisation, "outside": record.outside, "back": back}
    return render(request, "partners/refer_form.html", {**header_of(record.person), **context})


def _edit_form(request, record):
    own = ("need", "contact", "purpose", "shared", "facts", "reply", "language")
    initial = {name: getattr(record, name) for name in own} | {name: getattr(record.outside, name) for name in ANSWERED}
    return forms.ReferralForm(
        data_of(request),
        user=request.user,
        organisation=record.organisation,
        has_consent=record.has_consent,
        told=record.facts,
        initial=initial,
    )
