"""Awareness actions: their list, and planning one with whom it is for."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.ui.lists import ListForm
from volunteers import awareness
from volunteers.forms.activities import ABOUT, AboutTheAction, ActivitiesForm, ActivityForm, NewActivityForm
from volunteers.forms.volunteers import ALL
from volunteers.models import Level


class AwarenessListForm(ListForm):
    q = forms.CharField(label=_("Title, public or partner"), max_length=80)
    time = forms.ChoiceField(
        label=_("When"), choices=[("", _("All")), *ActivitiesForm.TIMES[1:2], ("next", _("To come"))]
    )
    level = forms.ChoiceField(label=_("Level"), choices=ALL + Level.choices)
    label = forms.ChoiceField(label=_("Project"))
    since = forms.DateField(label=_("From"))
    until = forms.DateField(label=_("Until and including"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = [("", _("All")), *((label, label) for label in awareness.labels())]

    def filter(self, records):
        wanted = self.cleaned_data
        if wanted["q"]:
            records = records.about(wanted["q"])
        for name, field in (("level", "level"), ("since", "starts_at__date__gte"), ("until", "starts_at__date__lte")):
            if wanted[name]:
                records = records.filter(**{field: wanted[name]})
        if wanted["label"]:
            records = records.filter(labels__contains=[wanted["label"]])
        return self._at(records, wanted["time"])

    @staticmethod
    def _at(records, time):
        now = timezone.now()
        if time == "past":
            return records.filter(ends_at__lte=now)
        return records.filter(ends_at__gt=now) if time == "next" else records


def _layout(form):
    """The same as of any activity, its kind left out, and whom it is for."""
    about = (Div("level", "public", css_class="fields-2"), Div("partner", "labels", css_class="fields-2"))
    return Layout(form.layout.fields[1], *about, *form.layout.fields[2:])


class AwarenessForm(AboutTheAction, ActivityForm):
    layout = _layout(ActivityForm)

    class Meta(ActivityForm.Meta):
        fields = [name for name in ActivityForm.Meta.fields if name != "kind"] + ABOUT


class NewAwarenessForm(AboutTheAction, NewActivityForm):
    layout = _layout(NewActivityForm)

    class Meta(AwarenessForm.Meta):
        pass
