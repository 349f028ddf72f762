"""The private calendar feed: its page, and the file that a calendar reads without signing in."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from casework import operations
from casework.agenda.feed import ics_of
from casework.models import CalendarFeed
from refuge import calendars
from refuge.access import allows, open_page, page
from refuge.accounts.models.invitation import digest_of

VIEW = "casework.view_plan"


@page(VIEW)
@require_safe
def feed_settings(request):
    feed = CalendarFeed.objects.live().filter(user=request.user).first()
    return render(request, "casework/feed.html", {"feed": feed})


@never_cache
@page(VIEW)
@require_POST
def make(request):
    """A new address, shown on this page alone; the one before it opens no more."""
    token = operations.make_feed(user=request.user, by=request.user)
    address = settings.SITE_URL + reverse("casework:feed", args=[token])
    return render(request, "casework/feed.html", {"feed": None, "address": address})


@page(VIEW)
@require_POST
def revoke(request):
    operations.revoke_feed(user=request.user, by=request.user)
    messages.success(request, _("No calendar reads your appointments any more."))
    return redirect("casework:feed_settings")


@require_safe
@open_page
def feed(request, token):
    """Whoever has the address reads the file. 404 once it is revoked, replaced, or the account is off or without
    files; also for what was never an address."""
    found = CalendarFeed.objects.live().select_related("user").filter(digest=digest_of(token)).first()
    if found is None or not allows(found.user, VIEW):
        raise Http404
    return calendars.answer(f"casework:feed:{found.pk}", partial(ics_of, found.user), "agenda.ics")
