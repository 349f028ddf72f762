"""A volunteer's own page: shifts to take, shifts taken, hours, the calendar feed. Nothing here is about a young
person."""

from functools import partial

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge import calendars
from refuge.access import open_page, page
from refuge.accounts.models.invitation import digest_of
from refuge.partners.views.about import data_of, say, show_form, step
from volunteers import feed, operations, own, papers
from volunteers.forms.volunteers import OwnProfileForm
from volunteers.models import Activity, CalendarFeed, Volunteer
from volunteers.views.volunteers import pdf_answer

OWN = "volunteers.own"


@page(OWN)
@require_safe
def me(request):
    volunteer = Volunteer.objects.filter(user=request.user).first()
    return render(request, "volunteers/me.html", own.page_of(volunteer) if volunteer else {})


@page(OWN)
@require_http_methods(["GET", "POST"])
def edit(request):
    volunteer = profile_of(request)
    form = OwnProfileForm(data_of(request), instance=profile_of(request))
    if request.method == "POST":
        form.apply(operations.change_volunteer, volunteer=volunteer, by=request.user)
        if form.done:
            say(request, _("Your profile is changed."))
            return redirect("volunteers:me")
    return show_form(request, form, title=_("My profile"), back=reverse("volunteers:me"))


@page(OWN)
@require_POST
def sign_up(request, pk):
    activity = get_object_or_404(Activity.objects.to_come(), pk=pk)
    return step(
        request, operations.sign_up, done=_("You are signed up."), to=reverse("volunteers:me"), activity=activity,
        volunteer=profile_of(request),
    )  # fmt: skip


@page(OWN)
@require_POST
def give_back(request, pk):
    signup = get_object_or_404(profile_of(request).signups.standing().select_related("activity"), pk=pk)
    undo = reverse("volunteers:me_sign_up", args=[signup.activity_id])
    done, to = _("Given back: thank you for saying so."), reverse("volunteers:me")
    return step(request, operations.give_back, done=done, to=to, undo=undo, signup=signup)


@page(OWN)
@require_safe
def statement(request, year):
    text = papers.statement_of(profile_of(request), year)
    return pdf_answer(papers.statement_pdf(text), f"statement-{year}.pdf")


@page(OWN)
@require_POST
def feed_new(request):
    """The secret is shown on the answer to this press, and never again."""
    volunteer = profile_of(request)
    token = operations.open_feed(volunteer=volunteer, by=request.user)
    address = settings.SITE_URL + reverse("volunteers:feed", args=[token])
    return render(request, "volunteers/feed.html", {"address": address})


@page(OWN)
@require_POST
def feed_close(request):
    to, volunteer = reverse("volunteers:me"), profile_of(request)
    return step(request, operations.close_feed, done=_("The calendar address is gone."), to=to, volunteer=volunteer)


@open_page
@require_safe
def calendar(request, token):
    """For a calendar program, which cannot sign in: the secret in the address is what opens it."""
    found = CalendarFeed.objects.filter(digest=digest_of(token)).select_related("volunteer__user").first()
    if found is None or not feed.is_open(found.volunteer):
        raise Http404
    build = partial(feed.calendar_of, found.volunteer)
    return calendars.answer(f"volunteers:feed:{found.pk}", build, "shifts.ics")


def profile_of(request) -> Volunteer:
    return get_object_or_404(Volunteer, user=request.user)
