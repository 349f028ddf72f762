"""The name of a saved view, and giving several requests at once."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from intake.forms.inbox import InboxForm
from intake.models import Request
from refuge.accounts.fields import ACCOMPANYING, ColleagueField
from refuge.ui.forms import RefugeForm

AT_ONCE = 200


class ViewForm(RefugeForm):
    name = forms.CharField(
        label=_("Name of the view"),
        max_length=40,
        help_text=_("Say what it shows, not who: no young person’s name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AssignManyForm(RefugeForm):
    worker = ColleagueField(*ACCOMPANYING, label=_("Worker"), required=False, nobody=_("Nobody"))
    request = forms.ModelMultipleChoiceField(
        Request.objects.none(),
        to_field_name="reference",
        error_messages={
            "required": _("Choose at least one request."),
            "invalid_choice": _("One of these requests is not open any more."),
        },
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].ask()
        self.fields["request"].queryset = Request.objects.visible_to(user).open()

    def clean_request(self):
        chosen = list(self.cleaned_data["request"])
        if len(chosen) > AT_ONCE:
            raise forms.ValidationError(_("At most %(most)s at once."), params={"most": AT_ONCE})
        return chosen


def filters_in(text: str) -> str:
    """The part of a query string that filters the inbox, in one order; what is no filter falls away."""
    given = QueryDict(text[:2000].replace("\0", ""))
    kept = QueryDict(mutable=True)
    for name in InboxForm.base_fields:
        if given.get(name):
            kept[name] = given[name]
    return kept.urlencode()
