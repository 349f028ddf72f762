"""The forms of spaces and stays. Rules live in the operations and the database; these read what was typed."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from housing.lending import Lending
from housing.models import Destination, ExitType, Initiator, NextStep, Occupancy, Programme, Site, Space, Stay, Unit
from housing.models.choices import Cancelled
from housing.situation_forms import ARRIVING, LEAVING, Situated, income_field, occupation_field
from intake.ages import needs_exception
from intake.forms.fields import FileField, LongText, one_of
from intake.models.choices import Ethos
from refuge.people.models import AgeStatus, Person
from refuge.questions import ask, kept
from refuge.ui.forms import RecordField, RefugeForm, RefugeModelForm, ResidentSelect, Told, as_text
from refuge.ui.widgets import drawn_options
from refuge.ui.words import short_day

OFFER, PROMISE, ARRIVE = "offer", "promise", "arrive"
HOW = [(OFFER, _("Offer")), (PROMISE, _("Promise")), (ARRIVE, _("Arrives"))]


class SiteField(RecordField):
    """A house by its name in use."""

    def __init__(self, **options):
        super().__init__(Site.objects.order_by("alias"), **options)

    def named(self, sites):
        return ask("housing.sites", None, lambda: sites.values_list("pk", "alias"))


class UnitField(RecordField):
    """A flat by its name, after that of its house. All of them: no form narrows the choice."""

    def __init__(self, **options):
        super().__init__(_units(), **options)

    def named(self, units):
        return [(pk, f"{site} · {name}") for pk, site, name in ask("housing.units.to_choose", None, _named_units)]


def _units():
    return Unit.objects.select_related("site").order_by("site__alias", "name")


def _named_units():
    return _units().annotate(key=as_text()).values_list("key", "site__alias", "name")


class SpaceField(RecordField):
    """A space in service today or later, with its unit, who it is for, and whether it is free tonight. A form that
    narrows the choice says so by `narrowed`."""

    narrowed = False

    def __init__(self, **options):
        options.setdefault("label", _("Space"))
        super().__init__(Space.objects.in_order(), empty_label=_("Choose a space"), **options)

    def named(self, spaces):
        programmes = {value: f" · {label}" for value, label in Programme.choices}
        reserved, free = _("reserved for asylum seekers"), _("free tonight")
        reserved, free = ("", f" · {reserved}"), ("", f" · {free}")
        return [
            (pk, f"{code}{unit and f' · {unit}'}{programmes[programme]}{reserved[is_reserved]}{free[is_free]}")
            for pk, code, unit, programme, is_reserved, is_free in self._asked(spaces)
        ]

    def _asked(self, spaces):
        if self.narrowed:
            return self._rows(spaces)
        return ask("housing.spaces.to_choose", None, lambda: self._rows(spaces))

    @staticmethod
    def _rows(spaces):
        shown = ("unit__name", "programme", "reserved_asylum", "free_tonight")
        return spaces.annotate(key=as_text()).values_list("key", "code", *shown)

    def __deepcopy__(self, memo):
        """Each form asks anew which spaces are free: tonight is another one tomorrow."""
        field = super().__deepcopy__(memo)
        field.queryset = kept("housing.spaces.with_free", None, _with_free_tonight)
        return field


def _with_free_tonight():
    free = Space.objects.free(timezone.localdate()).filter(pk=OuterRef("pk"))
    return Space.objects.in_order().annotate(free_tonight=Exists(free))


def day(label, **options):
    """A day that a shelter can have to do with: forms of the house keep the sums made from it within the calendar."""
    return forms.DateField(label=label, **options)


def exception_field():
    return LongText(
        label=_("Why an exception to the usual ages"),
        rows=3,
        required=False,
        help_text=_("This person is outside the usual ages: a space needs this in writing."),
    )


def night_before():
    return forms.ChoiceField(
        label=_("Where they slept the night before"), choices=Ethos.choices, required=False,
        help_text=_("Living situation by ETHOS Light."),
    )  # fmt: skip


class GiveForm(Situated, Lending, RefugeForm):
    """Offer, promise or give a space at once."""

    person = FileField(label=_("Reference of the file"), max_length=20)
    space = SpaceField()
    how = one_of(_("What is agreed"), HOW, initial=PROMISE)
    starts_on = day(_("First night"), initial=timezone.localdate)
    agreed_until = day(
        _("Leaves by"), required=False, help_text=_("Left empty: as long as the programme goes. The day of leaving.")
    )
    ethos_entry = night_before()
    income, occupation = income_field(), occupation_field()
    exception = exception_field()
    legend, together = ARRIVING, ("ethos_entry", "income", "occupation")

    def __init__(self, *args, user, person=None, may_plan=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].user = user
        if person:
            self.initial["person"] = person.reference
            self.fields["person"].widget = forms.HiddenInput()
        about = person or self._typed(user)
        if not (about and needs_exception(about)):
            del self.fields["exception"]
        if not may_plan:
            self.fields["how"].choices, self.initial["how"] = HOW[2:], ARRIVE
        if person and person.age_status() != AgeStatus.ADULT:
            self.fields["how"].choices, self.initial["starts_on"] = HOW[:2], person.adult_from
            for name in self.together:
                del self.fields[name]

    def _typed(self, user):
        """Whose reference was sent: what an exception needs in writing is asked for once it is known who it is."""
        reference = self.data.get("person", "").strip().upper()
        wanted = Person.objects.visible_to(user).filter(reference=reference) if "\0" not in reference else ()
        return next(iter(wanted), None) if reference else None

    def given(self):
        return [(self.cleaned_data.get("space"), self.cleaned_data.get("person"))]

    def clean(self):
        said = super().clean()
        person, starts_on = said.get("person"), said.get("starts_on")
        if person and person.adult_from is None:
            message = _("No space while the age is unknown: ask for it and note it on the person’s file.")
            self.add_error("person", ValidationError(message, code="age_unknown"))
        elif person and starts_on and starts_on < person.adult_from:
            message = _("No space before the age of 18: the first night is on %(day)s at the earliest.")
            day = {"day": short_day(person.adult_from)}
            self.add_error("starts_on", ValidationError(message, code="minor", params=day))
        if starts_on and starts_on < timezone.localdate() and said.get("how") in (OFFER, PROMISE):
            message = _("An offer or a promise begins today or later. A stay that has begun is noted as an arrival.")
            self.add_error("starts_on", ValidationError(message, code="past"))
        if starts_on and starts_on >= _too_far(person):
            message = _("That is a year away or more. Is the year right?")
            self.add_error("starts_on", ValidationError(message, code="far"))
        leaves_after(self, "starts_on")
        return said


def leaves_after(form, first_night) -> None:
    """A day of leaving that is typed comes after the first night; the operation would take it for a stay that is over,
    which is what an arrival noted long afterwards may be."""
    begins, ends = form.cleaned_data.get(first_night), form.cleaned_data.get("agreed_until")
    if begins and ends and ends <= begins:
        message = _("The day of leaving comes after the first night.")
        form.add_error("agreed_until", ValidationError(message, code="before"))


def _too_far(person) -> date:
    """The first day that is taken for a slip of the year: a space is kept for weeks, or until somebody comes of age."""
    ready = max(timezone.localdate(), getattr(person, "adult_from", None) or date.min)
    return ready + relativedelta(years=1)


class ArriveForm(Situated, RefugeForm):
    """Somebody promised a space arrives."""

    on = day(_("Arrived on"), initial=timezone.localdate)
    agreed_until = day(_("Leaves by"), required=False, help_text=_("Left empty: as promised."))
    ethos_entry = night_before()
    income, occupation = income_field(), occupation_field()
    exception = exception_field()
    legend, together = ARRIVING, ("ethos_entry", "income", "occupation")

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_exception(person):
            del self.fields["exception"]

    def clean(self):
        said = super().clean()
        leaves_after(self, "on")
        return said


class WithdrawForm(RefugeForm):
    because = one_of(_("Why"), Cancelled.choices[:2], initial=Cancelled.WITHDRAWN)


class AgreeForm(RefugeForm):
    until = day(_("Leaves by"))


class MoveForm(Lending, RefugeForm):
    space = SpaceField(label=_("To which space"))
    on = day(_("On"), initial=timezone.localdate, help_text=_("The night of that day is spent in the new space."))

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def given(self):
        return [(self.cleaned_data.get("space"), self.person)]


RING = ("first", "second", "third", "fourth")
LONGEST_RING = 40


def ring_names(size: int) -> list[str]:
    """The fields of a ring of so many."""
    return [*RING, *(f"number{number}" for number in range(len(RING) + 1, size + 1))]


class ExchangeForm(Lending, RefugeForm):
    """Any number change places in a ring: each takes the space of the next, the last one that of the first. Of those
    to choose from the names alone are read."""

    on = day(_("On"), initial=timezone.localdate)

    def __init__(self, *args, user, size=4, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        named = ask("housing.exchange", user, self._named)
        self.residents = {key: f"{name} · {code}" for key, name, code in named}
        self.names = ring_names(size)
        labels = [_("First"), _("takes the space of"), *[_("who takes the space of")] * (size - 2)]
        ring = {name: self._resident(label, name) for name, label in zip(self.names, labels, strict=True)}
        offered = drawn_options(self.residents.items())
        for field in ring.values():
            field.widget.rest = offered
        self.fields = {**ring, "on": self.fields["on"], "lend": self.fields["lend"]}

    @cached_property
    def _stays(self):
        stays = Stay.objects.visible_to(self.user).open().with_space()
        return stays.filter(person__adult_from__lte=timezone.localdate(), space_code__isnull=False)

    def _named(self):
        """As `_stays`, from where each of them sleeps: to look that up for each stay takes three times as long."""
        slept = Occupancy.objects.visible_to(self.user).current()
        slept = slept.filter(space__isnull=False, person__adult_from__lte=timezone.localdate())
        keyed = slept.order_by("space__code").annotate(key=Cast("stay", CharField()))
        return keyed.values_list("key", "person__chosen_name", "space__code")

    def _resident(self, label, name):
        needed = name in RING[:2]
        choices = Told([("", _("Choose") if needed else _("Nobody")), *self.residents.items()])
        return forms.TypedChoiceField(
            label=label, choices=choices, coerce=lambda key: self._chosen.get(key), empty_value=None, required=needed,
            widget=ResidentSelect,
        )  # fmt: skip

    @cached_property
    def _chosen(self) -> dict:
        return self.chosen(self.data)

    def chosen(self, typed) -> dict:
        """{key: stay} of the residents that `typed` names. One query, however long the ring."""
        keys = {typed.get(name) for name in self.names} & self.residents.keys()
        return {str(stay.pk): stay for stay in self._stays.filter(pk__in=keys).select_related("person")}

    def moves(self) -> list:
        """(stay, the space it goes to), round the ring."""
        return moves_of([self.cleaned_data[name] for name in self.names if self.cleaned_data.get(name)])

    def given(self):
        return [(space, stay.person) for stay, space in self.moves()]


def moves_of(ring) -> list:
    """(stay, the space it goes to) for stays that each take the space of the next."""
    current = Occupancy.objects.current().filter(stay__in=ring, space__isnull=False).select_related("space__unit__site")
    spaces = {each.stay_id: each.space for each in current}
    following = [*ring[1:], *ring[:1]]
    pairs = [(stay, spaces.get(other.pk)) for stay, other in zip(ring, following, strict=True)]
    return [pair for pair in pairs if pair[1]]


class ExtensionForm(RefugeForm):
    until = day(_("New date to leave by"))
    reason = LongText(label=_("Reason"), rows=4, help_text=_("Read by management, who decides."))


class DecideForm(RefugeForm):
    approved = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Approve")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=one_of("", []).widget,
    )
    reason = LongText(
        label=_("Reason"), rows=4, required=False, help_text=_("Needed to refuse, and beyond the ceiling.")
    )
    next_step = forms.ChoiceField(
        label=_("If refused: what happens next"), required=False,
        choices=[("", _("Choose the next step")), *NextStep.choices[:-1]],
    )  # fmt: skip
    next_step_note = LongText(
        label=_("The next step in words"), rows=2, required=False, help_text=_("Who does what, by when.")
    )


class DepartForm(Situated, RefugeForm):
    on = day(_("Left on"), initial=timezone.localdate, help_text=_("The real day, however late it is noted."))
    destination = forms.ChoiceField(label=_("Where to"), choices=[("", _("Choose where to")), *Destination.choices])
    ethos_exit = forms.ChoiceField(
        label=_("Living situation after"),
        choices=[("", _("As the destination says")), *[each for each in Ethos.choices if each[0]]],
        required=False,
        help_text=_("By ETHOS Light. To be chosen only where it is another one."),
    )
    exit_type = forms.ChoiceField(label=_("How they left"), choices=[("", _("Choose how")), *ExitType.choices])
    initiator = one_of(_("On whose initiative"), Initiator.choices, required=False)
    income, occupation = income_field(), occupation_field()
    note = LongText(label=_("Note"), rows=4, required=False)
    legend, together = LEAVING, ("income", "occupation")


class SiteForm(RefugeModelForm):
    address = LongText(label=_("Address"), rows=2, required=False, help_text=_("Kept encrypted; shown in no list."))

    class Meta:
        model = Site
        fields = ["alias"]


class SpaceForm(RefugeModelForm):
    unit = UnitField(label=_("Unit"))
    in_service_from = day(_("In service from"), required=False, initial=timezone.localdate)

    class Meta:
        model = Space
        fields = ["unit", "code", "programme", "reserved_asylum", "step_free"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].initial = Programme.EMERGENCY


class UnitForm(RefugeModelForm):
    class Meta:
        model = Unit
        fields = ["site", "name"]


class CloseForm(RefugeForm):
    starts_on = day(_("Closed from"), initial=timezone.localdate)
    ends_on = day(_("Open again on"), required=False, help_text=_("Left empty: until further notice."))
    reason = forms.CharField(
        label=_("Reason"), max_length=120, help_text=_("What everybody may read: heating, paint, a leak.")
    )


class DayForm(RefugeForm):
    on = day(_("From which day"), initial=timezone.localdate)


class ServiceForm(RefugeForm):
    starts_on = day(_("In service from"), initial=timezone.localdate)
    ends_on = day(_("First day out of service"), required=False)
