"""Named filters of the inbox: keeping one, renaming it, removing it and putting it back."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake import operations
from intake.forms import ViewForm, filters_in
from intake.models import SavedView
from intake.views.inbox import to_inbox
from refuge.access import get_visible, page
from refuge.ui.undo import offer_undo


@page("intake.view_request")
@require_http_methods(["GET", "POST"])
def save(request):
    """Keep the filters that the inbox shows; a name already used is told beside it."""
    query = filters_in(request.POST.get("query") or request.GET.urlencode())
    form = ViewForm(request.POST or None)
    if request.method == "POST":
        form.apply(operations.save_view, query=query, by=request.user)
        if form.done:
            messages.success(request, _("The view is saved."))
            return to_inbox(query)
    return render(request, "intake/view.html", {"form": form, "query": query})


@page("intake.view_request")
@require_http_methods(["GET", "POST"])
def rename(request, pk):
    view = get_visible(SavedView.objects.current(), request.user, pk=pk)
    form = ViewForm(request.POST or None, initial={"name": view.name})
    if request.method == "POST":
        form.apply(operations.rename_view, view=view, by=request.user)
        if form.done:
            messages.success(request, _("The view is renamed."))
            return to_inbox(view.query)
    return render(request, "intake/view.html", {"form": form, "query": view.query, "view": view})


@page("intake.view_request")
@require_POST
def remove(request, pk):
    view = get_visible(SavedView, request.user, pk=pk)
    operations.remove_view(view=view, by=request.user)
    offer_undo(request, _("The view is removed."), reverse("intake:view_restore", args=[view.pk]))
    return to_inbox()


@page("intake.view_request")
@require_POST
def restore(request, pk):
    view = get_visible(SavedView, request.user, pk=pk)
    operations.restore_view(view=view, by=request.user)
    return to_inbox(view.query)
