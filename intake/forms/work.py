"""A request goes to a colleague, or to its file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import FileField
from refuge.accounts.models import Role, User
from refuge.ui.forms import RefugeForm


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
