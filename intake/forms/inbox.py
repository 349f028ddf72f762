"""The filters of the inbox."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.ages import AgeGroup, in_age_group
from intake.forms.work import colleagues
from intake.models.choices import Channel, State, Urgency
from refuge.accounts.models import User
from refuge.ui.lists import ListForm


class Standing(models.TextChoices):
    """Where requests stand, in the words of an inbox. Nothing chosen means what waits for a decision."""

    OPEN = "", _("To decide")
    ALL = "all", _("All")


def any_or(choices):
    return [("", _("All")), *choices]


class InboxForm(ListForm):
    state = forms.ChoiceField(label=_("State"), choices=Standing.choices + State.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=any_or(Urgency.choices))
    channel = forms.ChoiceField(label=_("How?"), choices=any_or(Channel.choices))
    age = forms.ChoiceField(label=_("Age"), choices=any_or(AgeGroup.choices))
    worker = forms.ModelChoiceField(User.objects.none(), label=_("Worker"), empty_label=_("All"))
    mine = forms.BooleanField(label=_("Mine"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["worker"].queryset = colleagues()

    def filter(self, requests):
        wanted = self.cleaned_data
        exact = {name: wanted[name] for name in ("urgency", "channel", "worker") if wanted[name]}
        if wanted["mine"]:
            exact["worker"] = self.user
        if wanted["age"]:
            requests = requests.filter(in_age_group(wanted["age"]))
        return self._standing(requests, wanted["state"]).filter(**exact)

    def _standing(self, requests, state):
        if state == Standing.OPEN:
            return requests.open()
        return requests if state == Standing.ALL else requests.filter(state=state)
