"""Taking a request up, assessing it, giving it to a colleague, joining it to a file."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake import operations
from intake.eligibility import eligibility
from intake.forms import AssessForm, AssignForm, AttachForm
from intake.views.about import about_request, move, say, to_page
from refuge.accounts import drafts


@about_request("intake.assess_request")
@require_POST
def start(request, help_request):
    return move(request, help_request, operations.start_assessment, _("The assessment has begun."))


@about_request("intake.assess_request")
@require_http_methods(["GET", "POST"])
def assess(request, help_request):
    """The assessment, kept as a draft while it is being written."""
    draft = f"intake:assess:{help_request.pk}"
    form = AssessForm(request.POST or None, about=help_request, initial=drafts.restore(request, draft))
    if request.method == "POST":
        form.apply(operations.assess, request=help_request, by=request.user)
        if form.done:
            drafts.discard(request, draft)
            say(request, help_request, _("The assessment is saved."))
            return to_page(help_request)
    context = {"record": help_request, "form": form, "draft": draft}
    return render(request, "intake/assess.html", context | {"eligibility": eligibility(help_request, request.user)})


@about_request("intake.assign_request")
@require_http_methods(["GET", "POST"])
def assign(request, help_request):
    form = AssignForm(request.POST or None, initial={"worker": help_request.worker_id})
    if request.method == "POST":
        form.apply(operations.assign, request=help_request, by=request.user)
        if form.done:
            say(request, help_request, _("The request has been given on."))
            return to_page(help_request)
    return render(request, "intake/assign.html", {"record": help_request, "form": form})


@about_request("intake.assess_request")
@require_http_methods(["GET", "POST"])
def attach(request, help_request):
    """Join an anonymous call to the file of the person it was about."""
    form = AttachForm(request.POST or None, user=request.user)
    if request.method == "POST":
        form.apply(operations.attach_person, request=help_request, by=request.user)
        if form.done:
            say(request, help_request, _("The call is joined to the file."), "intake:detach")
            return to_page(help_request)
    return render(request, "intake/attach.html", {"record": help_request, "form": form})


@about_request("intake.assess_request")
@require_POST
def detach(request, help_request):
    return move(request, help_request, operations.detach_person, _("The call and the file are parted again."))
