"""The forms of the exit-first board."""

from datetime import timedelta

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.forms import day
from housing.models.choices import Destination, Programme
from housing.models.exits import Blocker, Chance, ExitBlocker
from intake.forms.fields import LongText
from refuge.ui.forms import RefugeForm
from refuge.ui.lists import ListForm

# Nobody plans these two: they are found out.
NOT_PLANNED = (Destination.DECEASED, Destination.UNKNOWN)
PLANNED = [(value, label) for value, label in Destination.choices if value not in NOT_PLANNED]
DAYS = {"late": _("Beyond the date"), "30": _("Within 30 days"), "60": _("Within 60 days"), "90": _("Within 90 days")}
BLOCKED = {"any": _("Blocked, by anything"), "no": _("Not blocked")}


class ExitPlanForm(RefugeForm):
    destination = forms.ChoiceField(label=_("Where to"), choices=[("", _("Not known yet")), *PLANNED], required=False)
    leaves_on = day(
        _("Planned day"),
        required=False,
        help_text=_("Left empty: the day agreed on the stay. It changes no date there."),
    )
    chance = forms.ChoiceField(
        label=_("Chance that it comes so"), choices=[("", _("Not estimated")), *Chance.choices], required=False
    )
    note = LongText(label=_("Note"), rows=3, required=False)


class BlockerForm(RefugeForm):
    kind = forms.ChoiceField(label=_("What stands in the way"), choices=[("", _("Choose")), *Blocker.choices])
    note = LongText(label=_("More about it"), rows=2, required=False)


class ExitsForm(ListForm):
    """The filters of the board."""

    programme = forms.ChoiceField(label=_("Programme"), choices=[("", _("All")), *Programme.choices])
    within = forms.ChoiceField(label=_("Leaves"), choices=[("", _("Any day")), *DAYS.items()])
    plan = forms.ChoiceField(
        label=_("Exit plan"),
        choices=[("", _("All")), ("none", _("Without a destination")), ("post", _("To post-shelter here")),
                 ("out", _("To a place outside"))],
    )  # fmt: skip
    chance = forms.ChoiceField(label=_("Chance"), choices=[("", _("All")), *Chance.choices])
    blocked = forms.ChoiceField(label=_("Blocked by"), choices=[("", _("All")), *BLOCKED.items(), *Blocker.choices])

    def filter(self, stays):
        said = self.cleaned_data
        if said["programme"]:
            stays = stays.filter(programme=said["programme"])
        if said["chance"]:
            stays = stays.filter(exit_plan__chance=said["chance"])
        return self._blocked(self._planned(self._within(stays, said["within"]), said["plan"]), said["blocked"])

    @staticmethod
    def _within(stays, within):
        today = timezone.localdate()
        if within == "late":
            return stays.filter(agreed_until__lt=today)
        return stays.filter(leaves__lte=today + timedelta(days=int(within))) if within else stays

    @staticmethod
    def _planned(stays, plan):
        here = Q(exit_plan__destination=Destination.POST_SHELTER_HERE)
        unknown = Q(exit_plan__isnull=True) | Q(exit_plan__destination="")
        asked = {"none": unknown, "post": here, "out": ~unknown & ~here}
        return stays.filter(asked[plan]) if plan else stays

    @staticmethod
    def _blocked(stays, blocked):
        if blocked in BLOCKED:
            return stays.filter(is_blocked=blocked == "any")
        of_kind = ExitBlocker.objects.open().filter(stay=OuterRef("pk"), kind=blocked)
        return stays.filter(Exists(of_kind)) if blocked else stays
