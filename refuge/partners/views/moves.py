"""The steps of a referral: the hold lifted, sent, answered, withdrawn, each with its way back."""

from functools import wraps

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from refuge.access import get_visible, page
from refuge.audit.operations import log_opening
from refuge.partners import forms, operations
from refuge.partners.models import Referral
from refuge.partners.views.about import data_of, say, show_form, step
from refuge.people.views.page import header_of

REFER = "partners.refer"


def about_referral(methods):
    """A step of one referral: the view gets the record, which 404 hides from whoever may not see it."""

    def decorate(view):
        @page(REFER)
        @require_http_methods(methods)
        @wraps(view)
        def found(request, pk):
            records = Referral.objects.select_related("person__worker", "organisation")
            return view(request, get_visible(records, request.user, pk=pk))

        return found

    return decorate


def by_form(request, record, form, operation, *, title, done, undo="", note="", save=""):
    """Show `form` about the referral, or run `operation` with it."""
    back = page_of(record)
    if request.method == "POST":
        form.apply(operation, referral=record, by=request.user)
        if form.done:
            say(request, done, reverse(undo, args=[record.pk]) if undo else "")
            return redirect(back)
    log_opening(request, record.person, detail="referrals")
    context = {"title": title, "back": back, "note": note, "save": save, "about": record.organisation}
    return show_form(request, form, **context, **header_of(record.person))


def page_of(record) -> str:
    return reverse("partners:referral", args=[record.pk])


@about_referral(["GET", "POST"])
def lift(request, record):
    return by_form(
        request, record, forms.LiftForm(data_of(request)), operations.lift_hold,
        title=_("Lift the hold"), done=_("The hold is lifted, and management is told."),
        note=_("Only to protect a life or a body. What was not answered stays unsaid in the letter."),
        save=_("Lift the hold"),
    )  # fmt: skip


@about_referral(["GET", "POST"])
def send(request, record):
    return by_form(
        request, record, forms.SendForm(data_of(request)), operations.send_referral,
        title=_("Note as sent"), done=_("Noted as sent: its answer is waited for."), undo="partners:unsend",
        note=_("Download the letter and send it in your usual way; here it is kept as it is now."),
        save=_("Note as sent"),
    )  # fmt: skip


@about_referral(["GET", "POST"])
def answer(request, record):
    return by_form(
        request, record, forms.AnswerForm(data_of(request)), operations.answer_referral,
        title=_("Their answer"), done=_("The answer is noted."), undo="partners:unanswer",
    )  # fmt: skip


@about_referral(["GET", "POST"])
def outcome(request, record):
    form = forms.OutcomeForm(data_of(request), initial={"outcome": record.outcome})
    return by_form(
        request, record, form, operations.note_outcome, title=_("What came of it"), done=_("The outcome is noted.")
    )


def press(operation, done, undo=""):
    """A view that posts one operation on one referral and goes back to its page."""

    @about_referral(["POST"])
    def view(request, record):
        way_back = reverse(undo, args=[record.pk]) if undo else ""
        return step(request, operation, done=done(), to=page_of(record), undo=way_back, referral=record)

    return view


unsend = press(operations.take_sending_back, lambda: _("It counts as not sent."))
unanswer = press(operations.take_answer_back, lambda: _("The answer is taken back: the referral waits again."))
withdraw = press(operations.withdraw_referral, lambda: _("The referral is withdrawn."), "partners:restore")
restore = press(operations.restore_referral, lambda: _("The referral goes on."))
