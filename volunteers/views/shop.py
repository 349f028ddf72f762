"""The internal shop: what there is, baskets, gifts, counts, and the book of it all."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import allows, get_visible, page
from refuge.partners.views.about import data_of, say, show_form, step
from refuge.ui.lists import Listing
from volunteers import operations, shop
from volunteers.forms.shop import BasketForm, BookForm, CountForm, GiftForm, ItemForm, NoFilters, ShopForm
from volunteers.models import ShopEntry, ShopItem, ShopMovement

VIEW, ADD, KEEP = "volunteers.view_shop", "volunteers.add_shop", "volunteers.keep_shop"


@page(VIEW)
@require_safe
def stock(request):
    def records():
        return ShopItem.objects.visible_to(request.user).prefetch_related(shop.SIZES)

    listing = Listing(request, ShopForm, records, {"name": "name_key"}, sort="name", kept="volunteers.shop")
    context = {"rows": shop.item_rows(listing.rows), "may_keep": allows(request.user, KEEP)}
    return listing.render("volunteers/shop.html", context)


@page(VIEW)
@require_safe
def sheet(request):
    """The whole stock on paper, with room to count by hand."""
    context = {"rows": shop.item_rows(shop.stock()), "now": timezone.now()}
    return render(request, "volunteers/shop_sheet.html", context)


@page(VIEW)
@require_safe
def item(request, pk):
    record = item_of(request, pk)
    moves = ShopMovement.objects.filter(size__item=record).select_related(
        "size__item", "entry__by", "entry__undone_by", "entry__donor"
    )
    listing = Listing(request, NoFilters, moves.defer("entry__donor__note"), {"when": "at"})
    context = {
        "item": record,
        "row": shop.item_row(record),
        "moves": shop.movement_rows(request.user, listing.rows),
        "may_keep": allows(request.user, KEEP),
    }
    return listing.render("volunteers/shop_item.html", context)


@page(KEEP)
@require_http_methods(["GET", "POST"])
def new(request):
    form = ItemForm(data_of(request))
    if request.method == "POST":
        made = form.apply(operations.add_item, by=request.user)
        if form.done:
            say(request, _("It is on the list."), reverse("volunteers:shop_archive", args=[made.pk]))
            return redirect("volunteers:shop_item", made.pk)
    return show_form(request, form, title=_("New in the shop"), back=reverse("volunteers:shop"))


@page(KEEP)
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    record = item_of(request, pk)
    form = ItemForm(data_of(request), instance=item_of(request, pk))
    if request.method == "POST":
        form.apply(operations.change_item, item=record, by=request.user)
        if form.done:
            say(request, _("It is changed."))
            return redirect("volunteers:shop_item", pk)
    back = reverse("volunteers:shop_item", args=[pk])
    note = _("A size of which something came or went stays on the list.")
    return show_form(request, form, title=_("Change"), back=back, about=record, note=note)


@page(KEEP)
@require_POST
def archive(request, pk):
    undo, to = reverse("volunteers:shop_restore", args=[pk]), reverse("volunteers:shop_item", args=[pk])
    done = _("The shop no longer keeps it.")
    return step(request, operations.archive_item, done=done, to=to, undo=undo, item=item_of(request, pk))


@page(KEEP)
@require_POST
def restore(request, pk):
    to = reverse("volunteers:shop_item", args=[pk])
    return step(request, operations.restore_item, done=_("The shop keeps it again."), to=to, item=item_of(request, pk))


@page(ADD)
@require_http_methods(["GET", "POST"])
def hand_out(request):
    """A basket, filled with one thumb."""
    form = BasketForm(data_of(request), items=shop.stock(), residents=shop.residents_for(request.user))
    words = {"title": _("A basket"), "save": _("Hand out"), "done": _("The basket is handed out.")}
    return _by_sheet(request, form, operations.hand_out, "basket", **words)


@page(ADD)
@require_http_methods(["GET", "POST"])
def gift(request):
    form = GiftForm(data_of(request), items=_chosen(request))
    words = {"title": _("A gift came in"), "save": _("Take in"), "done": _("The gift is in stock.")}
    return _by_sheet(request, form, operations.receive_gift, "gift", **words)


@page(KEEP)
@require_http_methods(["GET", "POST"])
def count(request):
    form = CountForm(data_of(request), items=_chosen(request))
    words = {"title": _("Count the stock"), "save": _("Book the count"), "done": _("The count is booked.")}
    return _by_sheet(request, form, operations.count_stock, "count", **words)


@page(VIEW)
@require_safe
def book(request):
    listing = Listing(
        request, BookForm, lambda: shop.for_book(ShopEntry.objects.visible_to(request.user)), {"when": "at"},
        kept="volunteers.book", keeps=("kind",),
    )  # fmt: skip
    return listing.render("volunteers/shop_book.html", {"rows": shop.entry_rows(request.user, listing.rows)})


@page(VIEW)
@require_POST
def undo(request, pk):
    record = get_visible(ShopEntry, request.user, pk=pk)
    if not allows(request.user, shop.UNDO, record):
        raise Http404
    to = reverse("volunteers:shop_book")
    return step(request, operations.undo_entry, done=_("Taken back: the pieces are as before."), to=to, entry=record)


def item_of(request, pk) -> ShopItem:
    return get_visible(ShopItem.objects.prefetch_related(shop.SIZES), request.user, pk=pk)


def _chosen(request) -> list[ShopItem]:
    """The whole stock, or the one thing that the address names."""
    only, items = request.GET.get("item", ""), shop.stock()
    return [each for each in items if str(each.pk) == only] or items


def _by_sheet(request, form, operation, kind, *, title, save, done):
    if request.method == "POST":
        made = form.apply(operation, by=request.user)
        if form.done:
            say(request, done, reverse("volunteers:shop_undo", args=[made.pk]))
            return redirect("volunteers:shop")
    context = {"form": form, "kind": kind, "form_title": title, "save": save, "may_keep": allows(request.user, KEEP)}
    return render(request, "volunteers/shop_entry.html", context)
