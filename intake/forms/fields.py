"""The fields that several of the room's forms share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models.choices import Answer
from refuge.people.models import Person
from refuge.ui.forms import SegmentedCheckbox, SegmentedSelect

ANSWERS = [choice for choice in Answer.choices if choice[0]]


def one_of(label, choices, **options):
    return forms.ChoiceField(label=label, choices=choices, widget=SegmentedSelect, **options)


def some_of(label, choices, **options):
    return forms.MultipleChoiceField(label=label, choices=choices, widget=SegmentedCheckbox, required=False, **options)


def answer(label, **options):
    """A question that may stay unasked: nothing is chosen beforehand."""
    return one_of(label, ANSWERS, required=False, **options)


class LongText(forms.CharField):
    """A text of several lines."""

    widget = forms.Textarea

    def __init__(self, *, rows=5, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=20_000, **options)


class FileField(forms.CharField):
    """The reference of a person's file that `user` may open; cleans to the person."""

    user = None
    default_error_messages = {"unknown": _("There is no file with this reference.")}

    def clean(self, value):
        reference = super().clean(value).strip().upper()
        person = Person.objects.visible_to(self.user).filter(reference=reference).first() if reference else None
        if reference and person is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return person
