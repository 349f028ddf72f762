"""Forms of the team, the invitation and one's own account."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.accounts.models import Invitation, Role, RoleGrant, User
from refuge.ui.forms import RefugeForm, RefugeModelForm, SegmentedCheckbox, SegmentedSelect
from refuge.ui.lists import ListForm

# Each in its own language, for whoever is lost in another.
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("en", "English")]


class TeamFilterForm(ListForm):
    STATES = [
        ("", pgettext_lazy("accounts", "Active")),
        ("off", pgettext_lazy("accounts", "Switched off")),
        ("all", _("Everybody")),
    ]

    state = forms.ChoiceField(label=_("Accounts"), choices=STATES)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Every role")), *Role.choices])

    def filter(self, records):
        state, role = self.cleaned_data["state"], self.cleaned_data["role"]
        if state != "all":
            records = records.filter(is_active=state != "off")
        if role:
            records = records.filter(pk__in=RoleGrant.objects.current().filter(role=role).values("user"))
        return records


class RolesField(forms.MultipleChoiceField):
    def __init__(self, **kwargs):
        super().__init__(label=_("Roles"), choices=Role.choices, widget=SegmentedCheckbox, **kwargs)


class InviteForm(RefugeModelForm):
    roles = RolesField(help_text=_("They decide what this person may see. One person may hold several."))
    language = forms.ChoiceField(
        label=_("Language of the e-mail"), choices=LANGUAGES, widget=SegmentedSelect, initial="fr"
    )

    class Meta:
        model = Invitation
        fields = ["name", "email"]


class AcceptForm(RefugeModelForm):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few words in a row are easy to remember and hard to guess."),
    )

    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": _("Your name, as colleagues know you")}


class RolesForm(RefugeForm):
    roles = RolesField(required=False)


class LendForm(RefugeForm):
    """Asks for the last day with the role; the record keeps the first day without it."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    starts_on = forms.DateField(label=pgettext_lazy("first day", "From"), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("Until the end of"), help_text=_("The last day with this role."))

    def clean_ends_on(self):
        return self.cleaned_data["ends_on"] + timezone.timedelta(days=1)


class MeForm(RefugeModelForm):
    """`discreet` is a switch in the top bar as well."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=SegmentedSelect)

    class Meta:
        model = User
        fields = ["name", "language", "theme", "discreet"]
        widgets = {"theme": SegmentedSelect}
        help_texts = {"discreet": _("Names of young people show as initials. The key “d” switches it at any time.")}


class PreferencesForm(forms.Form):
    """What the switches of the top bar send: one of the three, or all."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=User._meta.get_field("theme").choices, required=False)
    discreet = forms.NullBooleanField(required=False)
