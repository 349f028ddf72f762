"""What the audit pages show of volunteers: which tables, under whose name, and which values."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked
from refuge.people.merging import MergeRule, add_merge_rule
from volunteers.models import (
    Activity,
    Allowance,
    Engagement,
    Extract,
    Presence,
    ShopEntry,
    ShopItem,
    ShopMovement,
    ShopSize,
    SignUp,
    Training,
    Volunteer,
)

VIEW, ACTIVITY, MONEY = "volunteers.view", "volunteers.view_activity", "volunteers.view_allowance"
VOLUNTEER, OF_ACTIVITY, SHOP = "volunteers.volunteer", "volunteers.activity", "volunteers.view_shop"
THING, ENTRY = "volunteers.shopitem", "volunteers.shopentry"


def name_volunteers(user, ids) -> dict:
    found = Volunteer.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "name")
    return {pk: (name, reverse("volunteers:volunteer", args=[pk])) for pk, name in found}


def hidden_volunteers(user):
    """None is closed to anybody who reads the log."""
    return Volunteer.objects.none().values("pk")


def find_volunteer(user, text):
    return Volunteer.objects.visible_to(user).found_by(text).order_by("name_key").values_list("pk", flat=True).first()


def name_activities(user, ids) -> dict:
    found = Activity.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "title")
    return {pk: (title, reverse("volunteers:activity", args=[pk])) for pk, title in found}


def hidden_activities(user):
    return Activity.objects.none().values("pk")


def find_activity(user, text):
    found = Activity.objects.visible_to(user).filter(title__istartswith=text.replace("\0", ""))
    return found.order_by("-starts_at").values_list("pk", flat=True).first()


def name_things(user, ids) -> dict:
    found = ShopItem.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "name")
    return {pk: (name, reverse("volunteers:shop_item", args=[pk])) for pk, name in found}


def hidden_things(user):
    return ShopItem.objects.none().values("pk")


def find_thing(user, text):
    return ShopItem.objects.visible_to(user).found_by(text).order_by("name_key").values_list("pk", flat=True).first()


def name_entries(user, ids) -> dict:
    """What kind of line it is: of a basket nobody is told whose it was."""
    found = ShopEntry.objects.visible_to(user).filter(pk__in=ids).only("pk", "kind")
    return {each.pk: (each.get_kind_display(), reverse("volunteers:shop_book")) for each in found}


def hidden_entries(user):
    return ShopEntry.objects.none().values("pk")


def find_entry(user, text):
    return None


def same_presences(kept, absorbed) -> list:
    """Pairs of presences at one activity."""
    own = {each.activity_id: each for each in Presence.objects.filter(person=kept)}
    others = Presence.objects.filter(person=absorbed)
    return [(own[each.activity_id], each) for each in others if each.activity_id in own]


add_subject(Subject(VOLUNTEER, name_volunteers, hidden_volunteers, find_volunteer))
add_subject(Subject(OF_ACTIVITY, name_activities, hidden_activities, find_activity))
add_subject(Subject(THING, name_things, hidden_things, find_thing))
add_subject(Subject(ENTRY, name_entries, hidden_entries, find_entry))
SHOWN = (
    "name", "pronouns", "state", "interview_on", "informed_on", "informed_how", "agreement_on", "agreement_until",
    "insured_until", "allowance", "user",
)  # fmt: skip
PLANNED = (
    "kind", "title", "starts_at", "ends_at", "place", "places", "cancelled_at", "attendance_at", "young_people",
    "cost_cents", "people_reached", "level", "partner",
)  # fmt: skip
PAID = ("day", "cost", "cents", "vehicle", "metres", "is_elsewhere", "paid_on", "removed_at")
add_tracked(
    Tracked(Volunteer, _("Volunteer"), "pgh_obj_id", VOLUNTEER, dict.fromkeys(SHOWN, VIEW)),
    Tracked(
        Engagement, _("Time as a volunteer"), "volunteer_id", VOLUNTEER, dict.fromkeys(("starts_on", "ends_on"), VIEW)
    ),
    Tracked(
        Extract, _("Criminal-record extract"), "volunteer_id", VOLUNTEER,
        dict.fromkeys(("model", "issued_on", "seen_on", "next_on", "removed_at"), VIEW),
    ),
    Tracked(
        Training, _("Training"), "volunteer_id", VOLUNTEER,
        dict.fromkeys(("title", "held_on", "valid_until", "removed_at"), VIEW),
    ),
    Tracked(Activity, _("Activity"), "pgh_obj_id", OF_ACTIVITY, dict.fromkeys(PLANNED, ACTIVITY)),
    Tracked(
        SignUp, _("Sign-up"), "activity_id", OF_ACTIVITY,
        dict.fromkeys(("volunteer", "seat", "number", "replaces", "attended", "minutes"), ACTIVITY),
    ),
    Tracked(Presence, _("Presence at an activity"), "person_id", "people.person"),
    Tracked(
        ShopItem, _("Thing of the shop"), "pgh_obj_id", THING,
        dict.fromkeys(("name", "category", "low_at", "note", "archived_at"), SHOP),
    ),
    Tracked(ShopSize, _("Size of a thing of the shop"), "item_id", THING, {"name": SHOP}),
    Tracked(
        ShopEntry, _("Line of the shop’s book"), "pgh_obj_id", ENTRY,
        dict.fromkeys(("kind", "donor", "reason", "at", "undone_at"), SHOP),
    ),
    Tracked(ShopMovement, _("Pieces of the shop"), "entry_id", ENTRY, dict.fromkeys(("size", "quantity"), SHOP)),
    Tracked(Allowance, _("Expense allowance"), "volunteer_id", VOLUNTEER, dict.fromkeys(PAID, MONEY)),
)  # fmt: skip
add_merge_rule(MergeRule(Presence, _("Presences at activities"), "volunteers.name_young", doubles=same_presences))
add_merge_rule(MergeRule(ShopEntry, _("Baskets of the shop")))
