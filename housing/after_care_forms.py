"""The forms of after-care: the filters of the list, and what a contact came to."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.forms import day
from housing.models import Destination, Outcome
from housing.models.after_care import REACHED
from intake.forms.fields import LongText, one_of
from refuge.ui.forms import RefugeForm
from refuge.ui.lists import ListForm

DUE, COMING, DONE, ALL = "", "coming", "done", "all"
SHOWN = [(DUE, _("To be made now")), (COMING, _("Still to come")), (DONE, _("Made")), (ALL, _("All"))]
AGAIN = "again"
TRY_AGAIN = (AGAIN, _("Nobody answered: try again"))
REACHED_OR_NOT = Outcome.choices
# Where somebody can be said to live; the other two are no places to ask about.
LIVES = [each for each in Destination.choices if each[0] not in (Destination.DECEASED, Destination.UNKNOWN)]


class AfterCareForm(ListForm):
    show = forms.ChoiceField(label=_("Contacts"), choices=SHOWN)
    outcome = forms.ChoiceField(label=_("What it came to"), choices=[("", _("All")), *Outcome.choices])
    mine = forms.BooleanField(label=_("Those I am in charge of"))

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today

    def filter(self, records):
        """Without a word of the reader, what is to be made now: the list to work through."""
        wanted = self.cleaned_data
        if wanted["outcome"]:
            records = records.filter(outcome=wanted["outcome"])
        elif wanted["show"] == DUE:
            records = records.due(self.today)
        elif wanted["show"] == COMING:
            records = records.open().filter(next_on__gt=self.today)
        elif wanted["show"] == DONE:
            records = records.exclude(outcome="")
        return records.filter(stay__person__worker=self.user) if wanted["mine"] else records


class ContactForm(RefugeForm):
    """What a contact came to, or that it is tried again."""

    outcome = one_of(_("What it came to"), [*REACHED_OR_NOT[:3], TRY_AGAIN, *REACHED_OR_NOT[3:]])
    on = day(_("Made on"), initial=timezone.localdate)
    lives = forms.ChoiceField(
        label=_("Where they live now"), choices=[("", _("Not said")), *LIVES], required=False,
        help_text=_("Only of who was reached."),
    )  # fmt: skip
    next_on = day(_("Try again on"), required=False, help_text=_("Only where nobody answered."))
    note = LongText(label=_("Note"), rows=4, required=False)

    def __init__(self, *args, contact, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("next_on", max(timezone.localdate() + timedelta(days=7), contact.due_on))

    def clean(self):
        said = super().clean()
        if said.get("lives") and said.get("outcome") not in REACHED:
            message = _("Where somebody lives is known only of who was reached.")
            self.add_error("lives", ValidationError(message, code="not_reached"))
        return said
