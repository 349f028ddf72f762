"""The filter of one's alerts, and how one wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from refuge.ui.forms import RefugeForm, SegmentedSelect
from refuge.ui.lists import ListForm


class AlertFilterForm(ListForm):
    show = forms.ChoiceField(
        label=_("Which ones"),
        choices=[("", _("All")), ("unread", _("Unread")), ("open", _("Not dealt with"))],
        widget=SegmentedSelect,
    )

    def filter(self, records):
        narrow = {"unread": records.unread, "open": records.open}.get(self.cleaned_data["show"])
        return narrow() if narrow else records


class DigestForm(RefugeForm):
    digest = forms.TypedChoiceField(
        label=_("By e-mail, what is not mine to answer"),
        choices=[("", _("At once")), ("1", _("Once a day"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=SegmentedSelect,
        help_text=_("What your role has to answer always comes at once. Every alert also stands here."),
    )
