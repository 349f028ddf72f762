"""What volunteers and activities add to the shared pages."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.accounts.operations import after_acceptance
from refuge.partners import registry as partners
from refuge.questions import SOME_REFERENCE, read
from refuge.registry import NavigationEntry, SearchHit, SearchProvider, SlotPart, navigation, search_providers, slots
from refuge.ui.words import initials
from volunteers import (
    awareness,
    counted,
    history,
    indicators,
    notices,
    parameters,
    policy,
    rows,
    shop,
    shop_indicators,
    stock_alerts,
)
from volunteers.models import Activity, ShopEntry, ShopItem, SignUp, Volunteer
from volunteers.operations.accounts import join_account

__all__ = ["counted", "history", "indicators", "notices", "parameters", "policy", "shop_indicators", "stock_alerts"]

VIEW, ACTIVITY, MONEY, OWN = (
    "volunteers.view", "volunteers.view_activity", "volunteers.view_allowance", "volunteers.own",
)  # fmt: skip
GROUP = _("Volunteers")
ON_TODAY = 6
ROSTER, SHOP = "volunteers.roster", "volunteers.view_shop"


def find(user, text: str, limit: int) -> list[SearchHit]:
    """Volunteers by the beginning of a word of their name."""
    found = read("volunteers.found", user, lambda: _found(user, limit), limit, stand_ins=_meant(text))
    return [_hit(row) for row in rows.volunteer_rows(found)]


def _found(user, limit):
    named = Volunteer.objects.visible_to(user).for_lists().found_by(SOME_REFERENCE)
    return named.order_by("name_key", "id")[:limit]


def _meant(text: str) -> dict:
    return {SOME_REFERENCE: text.replace("\0", "").strip()}


def _hit(row) -> SearchHit:
    volunteer = row.volunteer
    return SearchHit(
        url=row.url,
        title=volunteer.name,
        detail=row.facts,
        chip=volunteer.get_state_display(),
        initials=initials(volunteer.name),
    )


def find_in_shop(user, text: str, limit: int) -> list[SearchHit]:
    """Things that the shop keeps, by the beginning of a word of their name, with how many there are."""
    found = read("shop.found", user, lambda: _found_in_shop(user, limit), limit, stand_ins=_meant(text))
    return [
        SearchHit(url=row.url, title=row.item.name, detail=row.facts, chip=row.state or shop.pieces(row.total))
        for row in shop.item_rows(found)
    ]


def _found_in_shop(user, limit):
    named = ShopItem.objects.visible_to(user).current().found_by(SOME_REFERENCE).prefetch_related(shop.SIZES)
    return named.order_by("name_key", "id")[:limit]


def roster(request, record) -> dict:
    """What has no attendance noted yet, and what is held within a week: the first first."""
    now = timezone.now()
    to_note = Activity.objects.over(now).filter(attendance_at__isnull=True, starts_at__gt=now - timedelta(days=60))
    soon = Activity.objects.to_come(now).filter(starts_at__lt=now + timedelta(days=7))
    found = (to_note | soon).with_counts().defer("feedback").order_by("starts_at", "id")
    return {"rows": rows.activity_rows(found[:ON_TODAY])}


def next_shifts(request, record) -> dict:
    shifts = SignUp.objects.standing().filter(
        volunteer__user=request.user, activity__cancelled_at__isnull=True, activity__ends_at__gt=timezone.now()
    )
    found = shifts.select_related("activity").order_by("activity__starts_at", "id")[:ON_TODAY]
    return {"rows": [(rows.own_row(each), rows.when(each.activity)) for each in found]}


navigation.add(NavigationEntry(GROUP, "volunteers:list", "hand-heart", VIEW, group=GROUP, order=80, phone=True))
navigation.add(
    NavigationEntry(
        _("Activities"), "volunteers:activities", "calendar-days", ACTIVITY, group=GROUP, order=81, phone=True
    )
)
navigation.add(NavigationEntry(_("Awareness"), "volunteers:awareness", "megaphone", ACTIVITY, group=GROUP, order=82))
navigation.add(
    NavigationEntry(_("Shop"), "volunteers:shop", "shopping-basket", SHOP, group=GROUP, order=83, phone=True)
)
navigation.add(NavigationEntry(_("Expenses"), "volunteers:allowances", "euro", MONEY, group=GROUP, order=82))
navigation.add(
    NavigationEntry(_("My shifts"), "volunteers:me", "calendar-check", OWN, group=GROUP, order=79, phone=True)
)
slots["today.main"].add(SlotPart("volunteers/today_roster.html", ROSTER, roster, order=60))
slots["today.main"].add(SlotPart("volunteers/today_shift.html", OWN, next_shifts, order=61))
search_providers.add(SearchProvider(GROUP, VIEW, find, order=45))
search_providers.add(SearchProvider(_("Shop"), SHOP, find_in_shop, order=46))
after_acceptance.append(join_account)
partners.hanging.extend([(Activity, "partner"), (ShopEntry, "donor")])
partners.acting.extend([awareness.held_with, shop_indicators.given_by])
