"""From the type of a parameter's declared value to its form field, its check and its words on a page."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.ui.forms import SegmentedSelect

YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


def check(parameter, value) -> None:
    """ValidationError on `value` unless it is of the declared type and within the declared limits."""
    problem = _problem(parameter, value)
    if problem:
        raise ValidationError({"value": problem})


def _problem(parameter, value) -> str:
    if isinstance(parameter.value, list):
        return next((problem for each in value if (problem := _out_of_limits(parameter, each))), "")
    if isinstance(value, bool) != isinstance(parameter.value, bool):
        return _("This is not the kind of value that this parameter takes.")
    if isinstance(value, str) or isinstance(parameter.value, str):
        same = isinstance(value, str) and isinstance(parameter.value, str)
        return "" if same else _("This is not the kind of value that this parameter takes.")
    return _out_of_limits(parameter, value)


def _out_of_limits(parameter, number) -> str:
    if parameter.minimum is not None and number < parameter.minimum:
        return _("The least allowed is %(limit)s.") % {"limit": shown(parameter, parameter.minimum)}
    if parameter.maximum is not None and number > parameter.maximum:
        return _("The most allowed is %(limit)s.") % {"limit": shown(parameter, parameter.maximum)}
    return ""


def shown(parameter, value) -> str:
    """The value as it is read on a page, without its unit."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(shown(parameter, each) for each in value)
    if isinstance(value, int | float):
        return formats.number_format(value, use_l10n=True, force_grouping=True)
    return str(value)


class YesNoField(forms.TypedChoiceField):
    """Two words rather than a tick, so that "no" is said as plainly as "yes"."""

    def __init__(self, **kwargs):
        super().__init__(choices=YES_NO, coerce=lambda word: word == "yes", widget=SegmentedSelect, **kwargs)

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)


class NumberField(forms.DecimalField):
    """A number as it goes into JSON; a comma or a point before the decimals."""

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def clean(self, value):
        number = super().clean(value)
        return float(number) if isinstance(number, Decimal) else number


class NumbersField(forms.CharField):
    """Whole numbers parted by commas."""

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value):
        text = super().clean(value)
        try:
            return [int(part) for part in text.split(",")]
        except ValueError as error:
            raise ValidationError(_("Write whole numbers, parted by commas.")) from error


def field_for(parameter, **kwargs) -> forms.Field:
    """The form field in which a new value is written."""
    if isinstance(parameter.value, bool):
        return YesNoField(**kwargs)
    if isinstance(parameter.value, int):
        return forms.IntegerField(**kwargs)
    if isinstance(parameter.value, float):
        return NumberField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)
    if isinstance(parameter.value, list):
        return NumbersField(**kwargs)
    return forms.CharField(max_length=500, **kwargs)
