"""The forms of the house itself: repairs, keys, the agreement, living together."""

from collections import defaultdict
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CharField, FilteredRelation, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from housing.forms import SiteField, day
from housing.models import KeySet, Site, Space, Stay, Unit
from housing.models.agreement import PaperLanguage
from housing.models.choices import Programme, Status
from housing.models.keys import Signed
from housing.models.maintenance import OPEN_STATES, Priority, TicketState
from housing.models.together import Wish
from intake.forms.fields import FileField, LongText, one_of, some_of
from refuge.accounts.fields import ColleagueField
from refuge.accounts.models import Role
from refuge.documents.forms import DropInput
from refuge.questions import ask
from refuge.ui.forms import RecordField, RefugeForm, ResidentSelect, Told, as_text
from refuge.ui.lists import ListForm
from refuge.ui.widgets import LongSelect, drawn_options

PICTURES = ".jpg,.jpeg,.png,.webp"
KEEPERS = (Role.LOGISTICS, Role.COORDINATOR, Role.EDUCATOR, Role.MANAGEMENT)
PRIORITY_WORDS = [
    (Priority.URGENT, _("Urgent: nobody can sleep, wash or lock up there safely")),
    (Priority.SOON, _("Soon: within the week")),
    (Priority.WHENEVER, _("When possible")),
]


class PlaceField(forms.ChoiceField):
    """A house, a flat or a space, as one list in order; cleans to the record. `ask()` reads the list, once a form: of
    each place what the list says of it."""

    widget = LongSelect
    default_error_messages = {"gone": _("Choose a place of the list.")}
    models = {"space": Space, "unit": Unit, "site": Site}

    def ask(self, *, houses=True):
        spaces, units = ask("housing.places.spaces", None, _spaces), ask("housing.places.units", None, _units)
        sites = ask("housing.sites", None, _sites) if houses else ()
        groups, self.widget.rest = _places(tuple(spaces), tuple(units), tuple(sites), get_language())
        self.choices = Told([("", _("Choose a place")), *groups])

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return None
        kind, pk = value.split(":")
        found = self.models[kind].objects.filter(pk=pk).first()
        if found is None:
            raise ValidationError(self.error_messages["gone"], code="gone")
        return found


@lru_cache(maxsize=8)
def _places(spaces, units, sites, language) -> tuple[list, str]:
    """What is told of these places in `language`, and the same drawn: a house says so for years."""
    codes = defaultdict(list)
    for pk, code, unit in spaces:
        codes[unit].append((f"space:{pk}", code))
    named = [(f"site:{pk}", _("%(site)s: what all share") % {"site": alias}) for pk, alias in sites]
    groups = [(_("Houses"), named)] if named else []
    for pk, name, alias in units:
        flat = (f"unit:{pk}", _("%(unit)s: the whole flat") % {"unit": name})
        groups.append((f"{alias} · {name}", [flat, *codes[pk]]))
    return groups, drawn_options(groups)


def _spaces():
    keys = {"key": as_text(), "flat": Cast("unit", CharField())}
    return Space.objects.order_by("code").annotate(**keys).values_list("key", "code", "flat")


def _units():
    units = Unit.objects.order_by("site__alias", "name").annotate(key=as_text())
    return units.values_list("key", "name", "site__alias")


def _sites():
    return Site.objects.order_by("alias").values_list("pk", "alias")


def place_key(record) -> str:
    return f"{type(record).__name__.lower()}:{record.pk}"


class TicketForm(RefugeForm):
    """What is wrong, as whoever works on it reads it."""

    what = forms.CharField(
        label=_("What is wrong"), max_length=120, help_text=_("Rooms and things only: never name who lives there.")
    )
    part = forms.CharField(
        label=_("Where exactly"), max_length=60, required=False, help_text=_("Kitchen, bathroom, staircase…")
    )
    priority = forms.TypedChoiceField(
        label=_("How pressing"), choices=PRIORITY_WORDS, coerce=int, widget=forms.RadioSelect, initial=Priority.SOON
    )
    details = LongText(
        label=_("More about it"), rows=3, required=False,
        help_text=_("Rooms and things only: never name who lives there."),
    )  # fmt: skip
    due_on = day(_("To be done by"), required=False)
    assigned_to = ColleagueField(*KEEPERS, label=_("Who takes care of it"), required=False, nobody=_("Nobody yet"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].ask()


class ReportForm(TicketForm):
    """A new one, with its place, a photo, and the closing of what cannot be used."""

    field_order = ["place", "what", "part", "priority", "details", "photo"]
    place = PlaceField(label=_("Where"))
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=DropInput(PICTURES),
        help_text=_("Of the room or the thing, with nobody in it. Place and camera are taken out."),
    )  # fmt: skip
    closed_from = day(
        _("Close the space from"), required=False,
        help_text=_("Only if nobody can sleep there. Of a flat, every space is closed."),
    )  # fmt: skip
    closed_until = day(_("Open again on"), required=False, help_text=_("Left empty: until further notice."))

    def __init__(self, *args, may_close, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].ask()
        if not may_close:
            del self.fields["closed_from"], self.fields["closed_until"]

    def clean(self):
        said = super().clean()
        start, end = said.get("closed_from"), said.get("closed_until")
        if end and not start:
            self.add_error("closed_from", ValidationError(_("From which day?"), code="required"))
        elif end and end < start:
            message = _("The end cannot lie before the beginning.")
            self.add_error("closed_until", ValidationError(message, code="housing_closure_ends_after_start"))
        return said


class TicketCloseForm(RefugeForm):
    starts_on = day(_("Closed from"), initial=timezone.localdate)
    ends_on = day(_("Open again on"), required=False, help_text=_("Left empty: until further notice."))


class CommentForm(RefugeForm):
    text = LongText(
        label=_("Comment"), rows=2, help_text=_("What was found, tried or ordered. Never name who lives there.")
    )


class CostForm(RefugeForm):
    amount = forms.DecimalField(
        label=_("Amount in euros"), max_digits=8, decimal_places=2,
        validators=[MinValueValidator(0.01), MaxValueValidator(999_999)],
    )  # fmt: skip
    supplier = forms.CharField(label=_("Supplier"), max_length=80)
    paid_on = day(_("Day of the invoice"), initial=timezone.localdate)


class PhotoForm(RefugeForm):
    photo = forms.FileField(label=_("Photo"), widget=DropInput(PICTURES))


class TicketsForm(ListForm):
    """The filters of the list. Nothing chosen: what is still to be done."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("To be done")), ("all", _("All")), *TicketState.choices]
    )
    priority = forms.ChoiceField(label=_("How pressing"), choices=[("", _("All")), *Priority.choices])
    site = SiteField(label=_("House"), empty_label=_("All"))
    mine = forms.BooleanField(label=_("Mine"))
    overdue = forms.BooleanField(label=_("Overdue"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def filter(self, tickets):
        wanted = self.cleaned_data
        if wanted["site"]:
            tickets = tickets.on_site(wanted["site"])
        if wanted["priority"]:
            tickets = tickets.filter(priority=wanted["priority"])
        if wanted["mine"]:
            tickets = tickets.filter(Q(assigned_to=self.user) | Q(reported_by=self.user))
        if wanted["overdue"]:
            tickets = tickets.overdue(timezone.localdate())
        return self._standing(tickets, wanted["state"])

    def _standing(self, tickets, state):
        if state == "all":
            return tickets
        return tickets.filter(state=state) if state else tickets.filter(state__in=OPEN_STATES)


class KeySetForm(RefugeForm):
    number = forms.CharField(
        label=_("Number"), max_length=20,
        help_text=_("As on the ring. Never an address: a set that is found opens nothing."),
    )  # fmt: skip
    place = PlaceField(label=_("Opens"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].ask(houses=False)


class KeySetField(RecordField):
    """A set of keys, by its number and what it opens."""

    def named(self, sets):
        shown = ("key", "number", "space__code", "unit__name")
        rows = ask("housing.keys.at_home", None, lambda: sets.annotate(key=as_text()).values_list(*shown))
        return [(pk, f"{number} · {space or unit}") for pk, number, space, unit in rows]


class ResidentField(RecordField):
    """An open stay of those whom `user` may know, by the space and the chosen name."""

    widget = ResidentSelect
    user = None

    def named(self, stays):
        if self.user is None:
            return []  # kept for nobody in particular, the names would be everybody's
        rows = ask("housing.keys.residents", self.user, lambda: self._rows(stays))
        return [(pk, f"{code or '?'} · {name}") for pk, code, name in rows]

    @staticmethod
    def _rows(stays):
        """Joined with where they sleep: to look that up for each stay (`space_code`) takes twice as long."""
        here = FilteredRelation("occupancies", condition=Q(occupancies__status=Status.ARRIVED))
        named = stays.annotate(here=here, key=as_text()).order_by("here__space__code")
        return named.values_list("key", "here__space__code", "person__chosen_name")


class HandOutForm(RefugeForm):
    """A set to a resident or to a colleague. Of the residents, those whom `user` may know."""

    key_set = KeySetField(KeySet.objects.none(), label=_("Set of keys"), empty_label=_("Choose a set"))
    stay = ResidentField(Stay.objects.none(), label=_("To a resident"), required=False, empty_label=_("Nobody"))
    colleague = ColleagueField(label=_("Or to a colleague"), required=False, nobody=_("Nobody"))
    out_on = day(_("Handed out on"), initial=timezone.localdate)
    signed = one_of(_("Signed for"), Signed.choices, initial=Signed.SCREEN)

    def __init__(self, *args, user, residents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stay"].user = user
        self.fields["key_set"].queryset = KeySet.objects.at_home().order_by("number")
        self.fields["stay"].queryset = residents
        self.fields["colleague"].ask()

    def clean(self):
        said = super().clean()
        if bool(said.get("stay")) == bool(said.get("colleague")):
            self.add_error("stay", ValidationError(_("Choose a resident or a colleague."), code="one"))
        return said


class BackForm(RefugeForm):
    on = day(_("On"), initial=timezone.localdate)


class KeysForm(ListForm):
    where = forms.ChoiceField(
        label=_("Where they are"),
        choices=[
            ("", _("In use")), ("out", _("Handed out")), ("late", _("Out after a departure")), ("lost", _("Lost")),
            ("home", _("Here")), ("retired", _("Out of use")),
        ],
    )  # fmt: skip
    site = SiteField(label=_("House"), empty_label=_("All"))

    def filter(self, sets):
        wanted = self.cleaned_data
        if wanted["site"]:
            sets = sets.filter(Q(unit__site=wanted["site"]) | Q(space__unit__site=wanted["site"]))
        where = {
            "": Q(retired_on__isnull=True),
            "out": Q(loans__returned_on__isnull=True, loans__lost_on__isnull=True, loans__isnull=False),
            "late": Q(loans__returned_on__isnull=True, loans__lost_on__isnull=True,
                      loans__stay__departed_on__isnull=False),
            "lost": Q(loans__returned_on__isnull=True, loans__lost_on__isnull=False),
            "retired": Q(retired_on__isnull=False),
        }  # fmt: skip
        return sets.at_home() if wanted["where"] == "home" else sets.filter(where[wanted["where"]])


class RulesForm(RefugeForm):
    valid_from = day(_("Valid from"), initial=timezone.localdate)
    text_fr = LongText(label=_("In French"), rows=10)
    text_nl = LongText(label=_("In Dutch"), rows=10)
    text_en = LongText(label=_("In English"), rows=10)


class PrepareForm(RefugeForm):
    """The language is the person's where it is one of the three; else somebody chooses."""

    language = one_of(_("Language"), PaperLanguage.choices)
    legal_name_reason = LongText(
        label=_("Why the legal name is needed"), rows=2, required=False,
        help_text=_("Left empty, the chosen name stands alone. With a reason the legal name stands beside it, logged."),
    )  # fmt: skip

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        spoken = [code for code in person.languages if code in PaperLanguage.values]
        self.initial.setdefault("language", spoken[0] if spoken else None)
        if person.languages and not spoken:
            self.fields["language"].help_text = _(
                "None of their languages is on offer: choose together, and read it out."
            )


class SignForm(RefugeForm):
    """Drawn, or typed and ticked."""

    signature = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300_100)
    name = forms.CharField(label=_("Or the name, typed"), max_length=100, required=False)
    agreed = forms.BooleanField(label=_("I have read the agreement and I agree."))

    def clean(self):
        said = super().clean()
        said.pop("agreed", None)
        return said


class PaperForm(RefugeForm):
    on = day(_("Signed on"), initial=timezone.localdate)
    scan = forms.FileField(
        label=_("Scan"), required=False, widget=DropInput(), help_text=_("Kept sealed, with the agreement.")
    )


class WishesForm(RefugeForm):
    wishes = some_of(_("What they say"), Wish.choices)
    note = LongText(label=_("In their words"), rows=3, required=False)


class ConflictForm(RefugeForm):
    other = FileField(label=_("Reference of the other file"), max_length=20)
    reason = LongText(label=_("What the team must know of it"), rows=3)
    ends_on = day(_("Holds until"), help_text=_("Then it no longer warns, unless it is noted anew."))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].user = user


class SpaceChangeForm(RefugeForm):
    """What was entered wrongly. A programme changes while nobody ever slept there."""

    code = forms.CharField(label=_("Code"), max_length=20)
    programme = forms.ChoiceField(label=_("Programme"), choices=Programme.choices)
    reserved_asylum = forms.BooleanField(label=_("Reserved for asylum seekers"), required=False)
    step_free = forms.BooleanField(label=_("Step-free"), required=False)


class SiteChangeForm(RefugeForm):
    alias = forms.CharField(label=_("Name in use"), max_length=60)
    address = LongText(
        label=_("Address"), rows=2, required=False, help_text=_("Left empty, it stays as it is. Kept encrypted.")
    )


class UnitChangeForm(RefugeForm):
    """Everything in the unit goes with it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    site = SiteField(label=_("Site"), empty_label=None)


class CapacityForm(ListForm):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
