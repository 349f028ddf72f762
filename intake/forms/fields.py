"""The fields that several of the room's forms share."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.models.choices import Answer
from refuge.people.models import Person
from refuge.people.search import people_found
from refuge.ui.forms import SegmentedCheckbox, SegmentedSelect

# As many as one reads at a glance.
MOST_OFFERED = 8
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


class FileInput(forms.TextInput):
    """Whoever types a name is offered the files that it may mean; the reference is what is chosen."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        asks = context["widget"]["attrs"]
        asks |= {"list": f"{asks.get('id', name)}_files", "autocomplete": "off"}
        # Posted, so that a name stands in no address and no log; and nothing else of the form with it.
        asks |= {"hx-post": reverse("people:suggest"), "hx-trigger": "input changed delay:200ms", "hx-params": name}
        asks |= {"hx-target": f"#{asks['list']}", "hx-swap": "innerHTML"}
        return context

    def render(self, name, value, attrs=None, renderer=None):
        drawn = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}_files"></datalist>', drawn, (attrs or {}).get("id", name))


class FileField(forms.CharField):
    """The reference of a person's file that `user` may open; cleans to the person. A name is answered with the
    references that it may mean: which of them, somebody says."""

    user = None
    widget = FileInput
    default_error_messages = {
        "unknown": _("There is no file with this reference."),
        "named": _("There is no file with this reference. By that name: %(files)s."),
    }

    def __init__(self, **options):
        options.setdefault("help_text", _("Or type a name: the files it may mean are offered."))
        super().__init__(**options)

    def clean(self, value):
        text = super().clean(value).strip()
        person = Person.objects.visible_to(self.user).filter(reference=text.upper()).first() if text else None
        if text and person is None:
            named = people_found(self.user, text, MOST_OFFERED)
            files = {"files": "; ".join(f"{each.reference} {each.chosen_name}" for each in named)}
            code = "named" if named else "unknown"
            raise forms.ValidationError(self.error_messages[code], code=code, params=files)
        return person
