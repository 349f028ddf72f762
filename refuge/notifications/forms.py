"""The filter of one's alerts, and how one wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from refuge.notifications.rows import may_switch_off, preference_of
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


class PreferenceForm(RefugeForm):
    """How one is told of what is not one's own to answer. Kinds that may be switched off are offered where there are
    some."""

    digest = forms.TypedChoiceField(
        label=_("By e-mail, what is not mine to answer"),
        choices=[("", _("At once")), ("1", _("Once a day"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=SegmentedSelect,
        help_text=_("What your role has to answer always comes at once. Every alert also stands here."),
    )
    off = forms.MultipleChoiceField(
        label=_("Do not tell me of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Neither here nor by e-mail. What your role has to answer cannot be switched off."),
    )

    def __init__(self, *args, user, **kwargs):
        preference = preference_of(user)
        kwargs["initial"] = {"digest": "1" if preference.digest else "", "off": preference.off}
        super().__init__(*args, **kwargs)
        offered = sorted((str(kind.label), kind.code) for kind in may_switch_off(user, preference))
        self.fields["off"].choices = [(code, label) for label, code in offered]
        if not offered:
            del self.fields["off"]
