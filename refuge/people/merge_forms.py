"""The form that makes one file of two, and that of a removal with its reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from refuge.people.comparing import worded
from refuge.people.models import Because
from refuge.people.taking import ABSORBED, KEPT, questions
from refuge.ui.forms import RefugeForm, SegmentedSelect


class MergeForm(RefugeForm):
    """One question for each field in which the files differ. Where both say something else of the age, nothing is
    chosen yet: the person merging has to say which is right."""

    reason = forms.CharField(
        label=_("Why are they one person?"), max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=_("How you know: the same number, they said so, another service confirmed it."),
    )  # fmt: skip

    def __init__(self, *args, kept, absorbed, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = questions(kept, absorbed, user)
        for group in self.asked:
            choices = [(KEPT, worded(group.name, kept)), (ABSORBED, worded(group.name, absorbed))]
            initial = None if group.must_say else KEPT
            self.fields[group.name] = forms.ChoiceField(
                label=group.label, choices=choices, initial=initial, widget=SegmentedSelect
            )
        self.order_fields([*(group.name for group in self.asked), "reason"])

    def clean(self):
        data = super().clean()
        choices = {group.name: data.pop(group.name, "") for group in self.asked}
        return data | {"choices": choices}


class RemovalForm(RefugeForm):
    because = forms.ChoiceField(label=_("Why?"), choices=Because.choices, widget=SegmentedSelect)


class DeathForm(RefugeForm):
    died_on = forms.DateField(label=_("Day of the death"), required=False, help_text=_("Leave empty if not known."))
    source = forms.CharField(
        label=_("Who told us"), max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=_("A partner, the hospital, the police, a friend: and when."),
    )  # fmt: skip
