"""What is filled in on the way from the call to the decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.ages import needs_exception
from intake.forms.fields import ANSWERS, FileField, LongText, answer, one_of, some_of
from intake.models.choices import OUTCOMES, Ethos, Need, Reason, State, Urgency
from refuge.accounts.models import Role, User
from refuge.ui.forms import RefugeForm


class AssessForm(RefugeForm):
    urgency = one_of(_("Urgency"), Urgency.choices)
    ethos = forms.ChoiceField(label=_("Living situation (ETHOS Light)"), choices=Ethos.choices, required=False)
    in_danger = answer(_("In danger now?"))
    is_injured = answer(_("Injured?"))
    minor_with_them = answer(_("A minor with them?"))
    needs = some_of(_("What do they ask for?"), Need.choices)
    reasons = forms.MultipleChoiceField(
        label=_("Why they had to leave, or fear to"),
        choices=Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what they told you. Several may hold."),
    )
    assessment = LongText(label=_("Assessment"), rows=8, required=False)

    def __init__(self, *args, about=None, **kwargs):
        super().__init__(*args, **kwargs)
        if about:
            self.initial = {name: getattr(about, name) for name in self.fields} | self.initial


class DecideForm(RefugeForm):
    outcome = one_of(_("Decision"), [(each.value, each.label) for each in OUTCOMES])
    reason = LongText(label=_("Reason"), help_text=_("Read by the team, and by the person if they ask to."))
    exception = LongText(
        label=_("Why an exception to the usual ages"),
        rows=3,
        required=False,
        help_text=_("This person is outside the usual ages: a space needs this in writing."),
    )
    space_was_free = one_of(
        _("Was a space free that night?"), ANSWERS, required=False, help_text=_("To be said when declining.")
    )
    offered_instead = LongText(
        label=_("What was offered instead?"), rows=3, required=False, help_text=_("To be said when declining.")
    )

    def __init__(self, *args, about, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_exception(about.person):
            del self.fields["exception"]

    def clean(self):
        said = super().clean()
        if said.get("outcome") == State.DECLINED:
            for name in ("space_was_free", "offered_instead"):
                if not said.get(name):
                    self.add_error(name, _("A refusal says this too."))
        return said


class AssignForm(RefugeForm):
    worker = forms.ModelChoiceField(User.objects.none(), label=_("Worker"), required=False, empty_label=_("Nobody"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = colleagues()


class AttachForm(RefugeForm):
    person = FileField(label=_("Reference of the file"), max_length=20)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].user = user


def colleagues():
    """Who may take care of a request."""
    return User.objects.with_role(Role.COORDINATOR, Role.PSYCHOLOGIST, Role.EDUCATOR).order_by("name", "pk")
