"""A request goes to a colleague, or to its file."""

from django.utils.translation import gettext_lazy as _

from intake.forms.fields import FileField
from refuge.accounts.fields import ACCOMPANYING, ColleagueField
from refuge.ui.forms import RefugeForm


class AssignForm(RefugeForm):
    worker = ColleagueField(*ACCOMPANYING, label=_("Worker"), required=False, nobody=_("Nobody"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].ask()


class AttachForm(RefugeForm):
    person = FileField(label=_("Reference of the file"), max_length=20)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].user = user
