"""What the house itself adds to the shared pages: repairs, keys, agreements, living together."""

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing import house_alerts as house_alerts
from housing.key_rows import held_for
from housing.models import (
    Conflict,
    HouseAgreement,
    HouseRules,
    KeyLoan,
    KeySet,
    LivingWishes,
    Space,
    Ticket,
)
from housing.models.together import Wish
from housing.stays import home_of
from housing.together import flat_for
from housing.views.maintenance import row_of
from refuge.access import allows
from refuge.audit.registry import Tracked, add_tracked, details
from refuge.documents.registry import Subject as PaperSubject
from refuge.documents.registry import add_subject as add_paper_subject
from refuge.people import registry as people
from refuge.people.choices import LANGUAGES, labels
from refuge.people.merging import MergeRule, add_merge_rule
from refuge.questions import SOMEBODY, SOMEBODY_ELSE, read
from refuge.registry import NavigationEntry, SlotPart, navigation, slots

STAY = "housing.view_stay"
ON_TODAY = 5
# Whose place is filled in when a question about a space is asked.
SOME_SPACE = Space(pk=SOMEBODY, unit_id=SOMEBODY_ELSE)


def repairs_today(request, record) -> dict:
    """What logistics has before it: the most pressing, and what is overdue."""
    today = timezone.localdate()
    tickets = Ticket.objects.visible_to(request.user).open().with_place().select_related("assigned_to")
    return {"rows": [row_of(each, today) for each in tickets.order_by("priority", "due_on", "reported_at")[:ON_TODAY]]}


def house_of_stay(request, stay) -> dict:
    """The keys and the agreement of a stay, for the page of the stay."""
    user, this = request.user, {SOMEBODY: stay.pk}
    agreements = read("stays.agreement", None, lambda: _agreement_of_some_stay(timezone.localdate()), stand_ins=this)
    return {
        "stay": stay,
        "loans": read("stays.keys", None, _loans_of_some_stay, stand_ins=this),
        "agreement": agreements[0] if agreements else None,
        "may_make": allows(user, "housing.make_agreement"),
        "may_keep": allows(user, "housing.keep_keys"),
        "may_hand": allows(user, "housing.hand_out_keys"),
    }


def _loans_of_some_stay():
    loans = KeyLoan.objects.filter(stay=SOMEBODY).order_by("-out_on")
    return loans.select_related("key_set__unit", "key_set__space")


def _agreement_of_some_stay(today):
    """The last one, with `newer_rules`."""
    newer = HouseRules.objects.filter(valid_from__lte=today, valid_from__gt=OuterRef("rules__valid_from"))
    agreements = HouseAgreement.objects.standing().filter(stay=SOMEBODY).select_related("rules")
    return agreements.annotate(newer_rules=Exists(newer)).order_by("-prepared_at")[:1]


def house_of_space(request, space) -> dict:
    """What is to be repaired in a space, and its keys, for the page of the space."""
    today, user = timezone.localdate(), request.user
    here = {SOMEBODY: space.pk, SOMEBODY_ELSE: space.unit_id}
    tickets = read("housing.space.tickets", user, lambda: _tickets_of_some_space(user), stand_ins=here)
    return {
        "space": space,
        "tickets": [row_of(each, today) for each in tickets],
        "key_sets": _sets_of(user, here) if allows(user, "housing.keep_keys") else None,
    }


def _tickets_of_some_space(user):
    tickets = Ticket.objects.visible_to(user).of_space(SOME_SPACE).open().with_place().select_related("assigned_to")
    return tickets.order_by("priority", "reported_at")


def _sets_of(user, here) -> list[tuple]:
    """(set, its loan that is not over) of those that open the space."""
    opening = KeySet.objects.in_use().opening(SOME_SPACE)
    sets = read("housing.space.sets", None, lambda: opening.with_place().order_by("number"), stand_ins=here)
    held = read("housing.space.held", user, lambda: held_for(user).filter(key_set__in=opening), stand_ins=here)
    loans = {loan.key_set_id: loan for loan in held}
    return [(each, loans.get(each.pk)) for each in sets]


def together_of(request, person) -> dict:
    """The person's panel: wishes, conflicts, and the flat they live in."""
    noted = LivingWishes.objects.filter(person=person).first()
    conflicts = Conflict.objects.visible_to(request.user).of(person).standing(timezone.localdate())
    conflicts = conflicts.select_related("first", "second", "noted_by").order_by("ends_on")
    home = home_of(person)
    return {
        "wishes": [Wish(code).label for code in (noted.wishes or ()) if code in Wish.values] if noted else [],
        "note": noted.note if noted else "",
        "languages": labels(LANGUAGES, person.languages),
        "conflicts": [(conflict, conflict.other(person)) for conflict in conflicts],
        "flat": flat_for(request.user, person, home.space) if home and home.space_id else None,
        "may_note": allows(request.user, "housing.note_together"),
    }


def signed_agreements(user, person):
    signed = HouseAgreement.objects.visible_to(user).filter(stay__person=person, signed_on__isnull=False)
    row = people.timeline_row("housing.agreement", at="signed_on", note=Cast("id", CharField()), actor="witness_id")
    return signed.annotate(**row)


def describe_agreement(entry) -> dict:
    return {"title": _now("House agreement signed"), "url": reverse("housing:agreement", args=[entry["note"]])}


def agreements_of(person):
    return HouseAgreement.objects.filter(stay__person=person).values("pk")


def agreement_page(pk) -> str:
    return reverse("housing:agreement", args=[pk])


# Papers of a repair are shown on its own pages alone, and belong to nobody's file.
add_paper_subject(
    PaperSubject(
        "housing.houseagreement",
        visible=lambda user: HouseAgreement.objects.visible_to(user).values("pk"),
        opens=lambda user: allows(user, "housing.make_agreement"),
        of_person=agreements_of,
        page=agreement_page,
    )
)


def entry(label, name, icon, order, permission, **more):
    group = _("Accommodation")
    navigation.add(NavigationEntry(label, f"housing:{name}", icon, permission, group=group, order=order, **more))


entry(_("Maintenance"), "maintenance", "wrench", 34, "housing.report_ticket", phone=True)
entry(_("Keys"), "keys", "key-round", 35, "housing.keep_keys", phone=True)
entry(_("House rules"), "rules", "scroll-text", 36, "housing.view_rules")
slots["today.side"].add(SlotPart("housing/today_repairs.html", "housing.answer_for_repairs", repairs_today, order=5))
slots["housing.stay"].add(SlotPart("housing/stay_house.html", STAY, house_of_stay))
slots["housing.space"].add(SlotPart("housing/space_house.html", "housing.report_ticket", house_of_space))
people.panels.add(
    people.Panel("together", _("Living together"), "housing/person_together.html", STAY, together_of, order=25)
)
people.timeline.add(
    people.TimelineSource("housing.agreement", signed_agreements, describe_agreement, "housing.view_agreement")
)
details.update({"house_agreement": _("House agreement"), "together": _("Living together")})
add_tracked(
    Tracked(KeyLoan, _("Keys"), "stay__person_id", "people.person",
            dict.fromkeys(("out_on", "returned_on", "lost_on"), STAY)),
    Tracked(HouseAgreement, _("House agreement"), "stay__person_id", "people.person",
            dict.fromkeys(("language", "signed_on", "signed_how"), "housing.view_agreement")),
    Tracked(LivingWishes, _("Wishes for living together"), "person_id", "people.person"),
    Tracked(Conflict, _("Conflict"), "first_id", "people.person", {"ends_on": STAY}),
    Tracked(Conflict, _("Conflict"), "second_id", "people.person", {"ends_on": STAY}),
)  # fmt: skip


def two_wishes(kept, absorbed) -> list:
    """Each file has its own row, and one person one row."""
    first, second = (LivingWishes.objects.filter(person=each).first() for each in (kept, absorbed))
    return [(first, second)] if first and second else []


def both_wishes(first, second) -> dict:
    """What either file says of one and the same person."""
    notes = [each.note for each in (first, second) if each.note]
    return {"wishes": sorted({*(first.wishes or ()), *(second.wishes or ())}), "note": "\n".join(notes)}


def against_each_other(field, other):
    """A conflict between the two files themselves: nobody is in conflict with themselves, so it stays behind."""

    def doubles(kept, absorbed) -> list:
        return [(None, row) for row in Conflict.objects.filter(**{field: absorbed, other: kept})]

    return doubles


add_merge_rule(
    MergeRule(LivingWishes, _("Wishes for living together"), STAY, doubles=two_wishes, join=both_wishes),
    MergeRule(Conflict, _("Conflicts"), STAY, field="first", doubles=against_each_other("first", "second")),
    MergeRule(Conflict, _("Conflicts"), STAY, field="second", doubles=against_each_other("second", "first")),
)
