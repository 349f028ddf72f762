"""The waiting list: its filters, and why somebody leaves it."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import ANSWERS, LongText, one_of
from intake.forms.inbox import any_or
from intake.models.choices import State, Urgency
from refuge.ui.forms import RefugeForm
from refuge.ui.lists import ListForm


class WaitingForm(ListForm):
    urgency = forms.ChoiceField(label=_("Urgency"), choices=any_or(Urgency.choices))
    overdue = forms.BooleanField(label=_("Contact overdue"))
    mine = forms.BooleanField(label=_("Mine"))

    def __init__(self, *args, user, last_contact_before, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.last_contact_before = user, last_contact_before

    def filter(self, requests):
        wanted = self.cleaned_data
        if wanted["urgency"]:
            requests = requests.filter(urgency=wanted["urgency"])
        if wanted["mine"]:
            requests = requests.filter(worker=self.user)
        return requests.filter(kept_alive_at__lt=self.last_contact_before) if wanted["overdue"] else requests


class Leaving(models.TextChoices):
    """Why somebody leaves the waiting list without a space."""

    WITHDRAWN = "withdrawn", _("Withdrawn by the person")
    ELSEWHERE = "elsewhere", _("Found a solution elsewhere")
    UNREACHABLE = "unreachable", _("Unreachable")
    DECLINED = "declined", _("Declined by us")


OUTCOME_OF = {
    Leaving.WITHDRAWN: State.WITHDRAWN,
    Leaving.ELSEWHERE: State.WITHDRAWN,
    Leaving.UNREACHABLE: State.UNREACHABLE,
    Leaving.DECLINED: State.DECLINED,
}


class LeaveForm(RefugeForm):
    why = one_of(_("Why do they leave the list?"), Leaving.choices)
    reason = LongText(label=_("Reason"), rows=4, help_text=_("Read by the team, and by the person if they ask to."))
    space_was_free = one_of(
        _("Was a space free that night?"), ANSWERS, required=False, help_text=_("To be said when declining.")
    )
    offered_instead = LongText(
        label=_("What was offered instead?"), rows=3, required=False, help_text=_("To be said when declining.")
    )

    def clean(self):
        said = super().clean()
        if said.get("why") == Leaving.DECLINED:
            for name in ("space_was_free", "offered_instead"):
                if not said.get(name):
                    self.add_error(name, _("A refusal says this too."))
        return said

    def decision(self) -> dict:
        """The fields of the decision that the form tells."""
        said = {**self.cleaned_data}
        why = said.pop("why")
        if why == Leaving.ELSEWHERE:
            said["reason"] = f"{Leaving.ELSEWHERE.label}. {said['reason']}"
        return {"outcome": OUTCOME_OF[why], **said}
