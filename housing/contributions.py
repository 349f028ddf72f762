"""What stays and spaces add to the shared pages."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from housing import alerts as alerts
from housing import checks as checks
from housing import contributions_house as contributions_house
from housing import contributions_situation as contributions_situation
from housing import contributions_stay as contributions_stay
from housing import counted as counted
from housing import exports as exports
from housing import indicators as indicators
from housing import merging as merging
from housing import parameters as parameters
from housing import policy as policy
from housing import series as series
from housing import timeline, tonight
from housing.evening import contributions as evening
from housing.exits import contributions as exits
from housing.fitting import fitting
from housing.models import Extension, Occupancy, RegisterImport, Stay, WaitingStay
from housing.stays import home_of, of_person
from housing.waiting import spaces_cell, spaces_for
from housing.words import end_chip, soon_days
from intake.models import Decision
from intake.models.choices import UNDECIDED, State
from intake.registry import WaitingColumn, before_parting, waiting_columns
from refuge.access import allows
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details
from refuge.people import registry as people
from refuge.people.models import AgeStatus, Person
from refuge.questions import SOMEBODY, count, read
from refuge.registry import NavigationEntry, SlotPart, navigation, slots

__all__ = ["evening", "exits"]

BOARD, STAY = "housing.view_board", "housing.view_stay"
GROUP = _("Accommodation")
ON_TODAY = 6


def residents(user):
    """Those who read no file may still need to know who lives here."""
    if not allows(user, "housing.know_residents"):
        return people.NOBODY
    return living_here()


def living_here() -> Q:
    return Q(pk__in=Occupancy.objects.current().values("person"))


def figures(request, record) -> dict:
    today = timezone.localdate()
    user, beyond = request.user, None
    if allows(user, STAY):
        beyond = count("today.beyond", user, lambda: Stay.objects.visible_to(user).beyond(today))
    return {**tonight.summary(today), "beyond": beyond}


def ends(request, record) -> dict:
    today, soon = timezone.localdate(), soon_days()
    user = request.user
    shown = ("programme", "agreed_until", "person__chosen_name")
    stays = read("today.ends", user, lambda: tonight.ends(user, today, soon).only(*shown)[:ON_TODAY], soon)
    return {"rows": [(stay, end_chip(stay.agreed_until, today, soon)) for stay in stays]}


def extensions_waiting(user):
    """What waits for whoever decides."""
    return Extension.objects.visible_to(user).waiting() if allows(user, "housing.decide_extension") else 0


def space_of(request, person):
    home = home_of(person)
    return {"occupancy": home} if home else None


def open_stay(request, person):
    """After a death the departure is still to be recorded, by whoever may."""
    stay = Stay.objects.visible_to(request.user).filter(person=person).open().first()
    return {"stay": stay} if stay else None


def give_to(request, person):
    """A way to a space, for whoever is 18 and has none."""
    return {"person": person} if person.age_status() == AgeStatus.ADULT and not home_of(person) else None


def fits(request, record):
    """Beside a request that somebody may be given a space for: what was given, else what would fit."""
    user, which = request.user, {SOMEBODY: record.pk}
    given = next(iter(read("request.space", user, lambda: _given_on_some_request(user), stand_ins=which)), None)
    if given:
        return {"given": given, "fits": [], "may_record": allows(request.user, "housing.record")}
    without_a_space = (*UNDECIDED, State.WAITING, State.ACCOMMODATED)
    if not record.person_id or record.state not in without_a_space:
        return None
    if record.person.age_status() != AgeStatus.ADULT:
        return {
            "not_before": record.person.adult_from,
            "is_minor": record.person.age_status() == AgeStatus.MINOR,
            "may_plan": allows(request.user, "housing.plan"),
        }
    asylum = record.person.residence == Person.Residence.APPLICANT
    may_plan = allows(request.user, "housing.plan")
    return {"fits": fitting(timezone.localdate(), asylum=asylum), "may_plan": may_plan}


def _given_on_some_request(user):
    occupancies = Occupancy.objects.visible_to(user).filter(request=SOMEBODY).exclude(status="cancelled")
    return occupancies.select_related("space").order_by("-created_at")[:1]


def given_by(request, decision):
    """Under the decision that gave a space: which one."""
    if not isinstance(decision, Decision) or decision.outcome != State.ACCOMMODATED or decision.is_revoked:
        return None
    user, which = request.user, {SOMEBODY: decision.request.pk}
    stay = next(iter(read("request.stay", user, lambda: _newest_stay_of_some_request(user), stand_ins=which)), None)
    return {"stay": stay} if stay else None


def _newest_stay_of_some_request(user):
    return Stay.objects.visible_to(user).filter(request=SOMEBODY).with_space().order_by("-arrived_on")[:1]


def stays_together(request) -> None:
    """A request is not parted from the stay that came of it, nor, undecided, from a promise or a past stay."""
    rests = request.stays.all() if request.is_open else request.stays.open()
    if rests.exists() or (request.is_open and request.occupancies.coming().exists()):
        raise ValidationError(
            _("A space was given on this request: that must be taken back first."), code="space_given"
        )


def entry(label, name, icon, order, permission=BOARD, **more):
    navigation.add(NavigationEntry(label, f"housing:{name}", icon, permission, group=GROUP, order=order, **more))


def name_imports(user, ids) -> dict:
    imports = RegisterImport.objects.visible_to(user).filter(pk__in=ids)
    return {found.pk: (_("Old register"), reverse("register:import", args=[found.pk])) for found in imports}


def hidden_imports(user):
    return RegisterImport.objects.none().values("pk")


def find_import(user, text):
    return None


people.visible.append(residents)
people.living_here.append(living_here)
people.alert_subjects.extend([merging.stays_of, alerts.subjects_of])
waiting_columns.add(WaitingColumn(_("Spaces that fit"), BOARD, spaces_cell, spaces_for))
before_parting.append(stays_together)
entry(_("Spaces"), "board", "layout-dashboard", 30)
entry(pgettext_lazy("the evening’s page", "Tonight"), "tonight", "moon", 31, phone=True)
entry(_("Upkeep of spaces"), "spaces", "bed-single", 32)
navigation.add(
    NavigationEntry(_("Old register"), "register:imports", "import", "housing.view_import", group=_("Intake"), order=29)
)
entry(_("Extensions"), "extensions", "calendar-plus", 33, "housing.view_extensions", badge=extensions_waiting)
slots["today.figures"].add(SlotPart("housing/today_figures.html", BOARD, figures, order=10))
slots["today.side"].add(SlotPart("housing/today_ends.html", STAY, ends, order=10))
slots["person.header"].add(SlotPart("housing/person_header.html", STAY, space_of))
slots["person.death"].add(SlotPart("housing/person_death.html", "housing.record", open_stay))
slots["person.actions"].add(SlotPart("housing/person_actions.html", "housing.plan", give_to))
slots["intake.request.side"].add(SlotPart("housing/request_spaces.html", BOARD, fits, order=20))
slots["intake.decision"].add(SlotPart("housing/decision_stay.html", STAY, given_by))
people.panels.add(people.Panel("stay", _("Stay"), "housing/person_stay.html", STAY, of_person, order=20))
people.timeline.add(people.TimelineSource("housing.arrival", timeline.arrivals, timeline.describe_arrival, STAY))
people.timeline.add(people.TimelineSource("housing.departure", timeline.departures, timeline.describe_departure, STAY))
people.timeline.add(people.TimelineSource("housing.extension", timeline.extensions, timeline.describe_extension, STAY))
details.update({"stay": _("Stay"), "address": _("address of a site")})
add_subject(Subject("housing.registerimport", name_imports, hidden_imports, find_import))
STAY_VALUES = (
    "programme",
    "arrived_on",
    "clock_from",
    "limit_on",
    "agreed_until",
    "departed_on",
    "destination",
    "ethos_entry",
    "ethos_exit",
)
SPACE_VALUES = ("space", "status", "starts_on", "agreed_until", "ended_on", "under_age", "lent")
add_tracked(
    Tracked(Stay, _("Stay"), "person_id", "people.person", dict.fromkeys(STAY_VALUES, STAY)),
    Tracked(Occupancy, _("Space"), "person_id", "people.person", dict.fromkeys(SPACE_VALUES, STAY)),
    Tracked(Extension, _("Extension"), "stay__person_id", "people.person", dict.fromkeys(("until", "approved"), STAY)),
    Tracked(
        RegisterImport, _("Old register"), "pgh_obj_id", "housing.registerimport", {"state": "housing.view_import"}
    ),
    Tracked(WaitingStay, _("Stay of the old register"), "request__person_id", "people.person"),
)
