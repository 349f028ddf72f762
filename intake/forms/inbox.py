"""The filters of the inbox."""

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.ages import AgeGroup, in_age_group
from intake.models.choices import Caller, Channel, State, Urgency
from intake.parameters import ANSWER_HOURS
from refuge.accounts.fields import ACCOMPANYING, colleagues
from refuge.parameters.registry import value_of
from refuge.ui.forms import Told
from refuge.ui.lists import ListForm

NOBODY = "nobody"


class Standing(models.TextChoices):
    """Where requests stand, in the words of an inbox. Nothing chosen means what waits for a decision."""

    OPEN = "", _("To decide")
    ALL = "all", _("All")


def any_or(choices):
    return [("", _("All")), *choices]


class WorkersField(forms.ChoiceField):
    """A colleague by id, or nobody yet. One query, when the form is made."""

    def ask(self):
        self.choices = Told([("", _("All")), (NOBODY, _("Nobody yet")), *colleagues(*ACCOMPANYING)])


class InboxForm(ListForm):
    state = forms.ChoiceField(label=_("State"), choices=Standing.choices + State.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=any_or(Urgency.choices))
    channel = forms.ChoiceField(label=_("How?"), choices=any_or(Channel.choices))
    caller = forms.ChoiceField(label=_("Who called?"), choices=any_or(Caller.choices))
    age = forms.ChoiceField(label=_("Age"), choices=any_or(AgeGroup.choices))
    worker = WorkersField(label=_("Worker"))
    mine = forms.BooleanField(label=_("Mine"))
    late = forms.BooleanField(label=_("Overdue"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["worker"].ask()

    def filter(self, requests):
        wanted = self.cleaned_data
        exact = {name: wanted[name] for name in ("urgency", "channel", "caller", "worker") if wanted[name]}
        if exact.get("worker") == NOBODY:
            exact["worker"] = None
        if wanted["mine"]:
            exact["worker"] = self.user
        if wanted["late"]:
            now = timezone.now()
            requests = requests.late(now, value_of(ANSWER_HOURS.code, timezone.localdate(now)))
        if wanted["age"]:
            requests = requests.filter(in_age_group(wanted["age"]))
        return self._standing(requests, wanted["state"]).filter(**exact)

    def _standing(self, requests, state):
        if state == Standing.OPEN:
            return requests.open()
        return requests if state == Standing.ALL else requests.filter(state=state)
