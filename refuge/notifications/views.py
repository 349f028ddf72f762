"""`/alerts/`: what waits for me, unread first."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from refuge.access import get_visible, page
from refuge.notifications import operations, rows
from refuge.notifications.forms import AlertFilterForm, PreferenceForm
from refuge.notifications.models import Alert
from refuge.questions import count
from refuge.ui.lists import Listing
from refuge.ui.undo import offer_undo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@page("notifications.view_own")
@require_safe
def alerts(request):
    """My alerts. Opening one, not looking at the list, marks it read."""
    user = request.user
    listing = Listing(
        request, AlertFilterForm, lambda: Alert.objects.visible_to(user).with_place(), {"place": "place"},
        kept="notifications.alerts", keeps=("show",),
    )  # fmt: skip
    context = {
        "alerts": rows.rows_of(user, listing.rows),
        "unread": count("alerts.unread", user, lambda: rows.unread(user)),
        "preference_form": PreferenceForm(user=user),
    }
    return listing.render("notifications/alerts.html", context)


@page("notifications.view_own")
@require_POST
def open_alert(request, pk):
    """Mark it read and go where it leads."""
    alert = get_visible(Alert, request.user, pk=pk)
    operations.mark_read(alert=alert, by=request.user)
    return redirect(alert.url)


@page("notifications.view_own")
@require_POST
def read(request, pk):
    alert = get_visible(Alert, request.user, pk=pk)
    operations.mark_read(alert=alert, by=request.user)
    offer_undo(request, _("Marked as read."), reverse("notifications:unread", args=[alert.pk]))
    return redirect("notifications:alerts")


@page("notifications.view_own")
@require_POST
def unread(request, pk):
    operations.mark_unread(alert=get_visible(Alert, request.user, pk=pk), by=request.user)
    return redirect("notifications:alerts")


@page("notifications.view_own")
@require_POST
def read_all(request):
    read_at = operations.mark_all_read(by=request.user)
    if read_at:
        stamp = (read_at - EPOCH) // MICROSECOND
        offer_undo(request, _("All alerts are marked as read."), reverse("notifications:unread_all", args=[stamp]))
    return redirect("notifications:alerts")


@page("notifications.view_own")
@require_POST
def unread_all(request, stamp):
    """Undo `read_all`: those marked read at that moment are unread again."""
    try:
        read_at = EPOCH + timedelta(microseconds=stamp)
    except OverflowError as error:
        raise Http404 from error
    operations.unread_again(read_at=read_at, by=request.user)
    return redirect("notifications:alerts")


@page("notifications.view_own")
@require_POST
def preference(request):
    form = PreferenceForm(request.POST, user=request.user)
    form.apply(operations.set_preference, by=request.user)
    if form.done:
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("What your role has to answer cannot be switched off."))
    return redirect("notifications:alerts")


@page("notifications.view_refused")
@require_POST
def try_again(request):
    """Send every refused e-mail again, with the next round of the outbox."""
    number = operations.try_all_again(by=request.user)
    said = ngettext("%(number)s e-mail is tried again now.", "%(number)s e-mails are tried again now.", number)
    messages.success(request, said % {"number": number})
    return redirect("team")
