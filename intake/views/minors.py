"""Under 18: the danger judged, and who keeps in touch."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake import operations
from intake.ages import age_status
from intake.forms import DangerForm, FollowUpForm
from intake.views.about import about_request, say, to_page
from refuge.access import require
from refuge.accounts import drafts
from refuge.people.models import AgeStatus


@about_request("intake.assess_request")
@require_http_methods(["GET", "POST"])
def danger(request, help_request):
    """The danger assessment, kept as a draft while it is being written; each one stays on record."""
    _under_18(help_request)
    draft = f"intake:danger:{help_request.pk}"
    form = DangerForm(request.POST or None, initial=drafts.restore(request, draft))
    if request.method == "POST":
        form.apply(operations.assess_danger, request=help_request, by=request.user)
        if form.done:
            drafts.discard(request, draft)
            say(request, help_request, _("The danger assessment is saved."))
            return to_page(help_request)
    return render(request, "intake/danger.html", {"record": help_request, "form": form, "draft": draft})


@about_request("intake.follow_minors")
@require_http_methods(["GET", "POST"])
def follow_up(request, help_request):
    """Who keeps in touch, and when next: for the coordinator, and for whoever is named."""
    _under_18(help_request)
    require(request.user, "intake.follow_minor", help_request)
    form = FollowUpForm(request.POST or None, initial=_as_it_is(help_request.person))
    if request.method == "POST":
        form.apply(operations.follow_minor, person=help_request.person, by=request.user)
        if form.done:
            say(request, help_request, _("The next contact is noted."))
            return to_page(help_request)
    return render(request, "intake/follow_up.html", {"record": help_request, "form": form})


def _under_18(help_request) -> None:
    """The pages are there for those who are under 18 alone."""
    if age_status(help_request.person) != AgeStatus.MINOR:
        raise Http404


def _as_it_is(person) -> dict:
    known = getattr(person, "minor_follow_up", None)
    if known is None:
        return {}
    return {"worker": known.worker_id, "note": known.note} | ({} if known.is_overdue else {"next_on": known.next_on})
