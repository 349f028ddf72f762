"""The workbook that somebody uploads, and the decision on a stay that waits."""

from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

from housing.register.workbook import LARGEST, MB, check, check_beginning, check_size
from refuge.ui.forms import RefugeForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def check_upload(file) -> None:
    """What the first bytes tell comes before its name: a protected workbook is called .xlsx too. The size comes first:
    of a file beyond what the house takes only that has arrived."""
    check_size(file.size)
    check_beginning(file)
    if Path(file.name).suffix.lower() not in (".xlsx", ".xlsm"):
        raise forms.ValidationError(_("Choose a workbook: a file that ends in .xlsx."), code="not_xlsx")
    check(file)


class UploadForm(RefugeForm):
    workbook = forms.FileField(
        label=_("Workbook"),
        validators=[check_upload],
        widget=forms.FileInput(attrs={"accept": f".xlsx,.xlsm,{XLSX}"}),
        help_text=_("A sheet a year, as .xlsx, without a password, at most %(limit)d MB.") % {"limit": LARGEST // MB},
        error_messages={"empty": _("The file is empty.")},
    )

    def clean(self):
        """What the operation takes: the bytes, and the name they came under."""
        workbook = self.cleaned_data.get("workbook")
        if workbook is None:
            return None
        workbook.seek(0)
        return {"content": workbook.read(), "file_name": Path(workbook.name).name}


class TakeStayForm(RefugeForm):
    reason = forms.CharField(
        label=_("Why more time was given"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("You approve the extension that the register tells of, under your name."),
    )
    without_space = forms.BooleanField(
        label=_("Take over the nights without a space"),
        required=False,
        help_text=_("Where nobody knows which of two stays was in the space: they count, in no space."),
    )

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        rules = {rule for rule, _detail in waiting.reasons}
        if "overlong" not in rules:
            del self.fields["reason"]
        if not rules & {"conflict", "house"}:
            del self.fields["without_space"]
