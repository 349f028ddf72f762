"""What every form of the house has in common: crispy's helper, widgets, and running an operation."""

from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CharField
from django.db.models.functions import Cast
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from refuge.ui.widgets import LongSelect, drawn_field, plain
from refuge.ui.words import short_day

FIRST_DAY = date(1950, 1, 1)
YEARS_AHEAD = timedelta(days=3653)


class SegmentedSelect(forms.RadioSelect):
    """One choice of few, side by side: real radio buttons, so that arrow keys choose."""

    template_name = "ui/widgets/segmented.html"
    segmented = True


class ResidentSelect(LongSelect):
    """A choice among young people by name: in discreet mode blurred until somebody goes into it, since no style reaches
    a single option."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "private"} | (attrs or {}), choices)


class Told(BaseChoiceIterator):
    """Choices that are as Django wants them: of a list it makes each anew first."""

    def __init__(self, choices):
        self.choices = choices

    def __iter__(self):
        return iter(self.choices)


def as_text():
    """A key as the options of a form write it: of some hundreds, UUIDs would be made for nothing."""
    return Cast("pk", CharField())


class Named(ModelChoiceIterator):
    """The choices of a field that says by `named` which there are."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.field.named(self.queryset)


class RecordField(forms.ModelChoiceField):
    """A choice among hundreds of records: of each its key and its words alone are read, no record is made of it."""

    widget = LongSelect
    iterator = Named

    def named(self, records):
        """(key, words) of each record of a queryset, keys as UUIDs or `as_text`. Each field says how."""
        raise NotImplementedError


class SegmentedCheckbox(forms.CheckboxSelectMultiple):
    """Several choices of few, side by side."""

    template_name = "ui/widgets/segmented.html"
    segmented = True


class DayInput(forms.DateInput):
    """The browser's own calendar; it speaks ISO whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def check_day(day) -> None:
    """ValidationError for a day or moment with which nothing can be reckoned: before 1950, or over ten years away."""
    last = timezone.localdate() + YEARS_AHEAD
    if not FIRST_DAY <= date(day.year, day.month, day.day) <= last:
        bounds = {"first": short_day(FIRST_DAY), "last": short_day(last)}
        raise ValidationError(_("Give a day from %(first)s to %(last)s."), code="too_far", params=bounds)


class DayField(forms.DateField):
    """A day of this house's time. In forms of the house every field of days and moments is as careful."""

    default_validators = [check_day]


def _name_empty_choice(field) -> None:
    """Django draws the choice of nothing as dashes, which a screen reader spells out. Among buttons side by side it is
    none at all where one has to be chosen: it would stand there ticked."""
    if field.required and isinstance(field.widget, SegmentedSelect):
        if any(value == "" for value, _text in field.choices):
            field.choices = [(value, text) for value, text in field.choices if value != ""]
        return
    label = _("Choose") if field.required else _("None")
    if any(value == "" and text == "---------" for value, text in field.choices):
        field.choices = [(value, label if value == "" else text) for value, text in field.choices]


NATIVE = {forms.DateInput: DayInput, forms.DateTimeInput: MomentInput}


class Helper(FormHelper):
    """Draws fields and what holds them in Python: crispy renders a template for each, with a hundred decisions in it.
    Anything else in a layout is crispy's as before."""

    def render_layout(self, form, context, template_pack=TEMPLATE_PACK):
        form.rendered_fields, form.crispy_field_template = set(), self.field_template
        return mark_safe(_drawn(self.layout.fields, form, context))  # noqa: S308 each part is escaped where it is drawn


def _drawn(parts, form, context) -> str:
    return "".join(_drawn_part(part, form, context) for part in parts)


def _drawn_part(part, form, context) -> str:
    if isinstance(part, str) and part in form.fields:
        return drawn_field(form[part])
    if type(part) is Layout:
        return _drawn(part.fields, form, context)
    if type(part) in (Div, Fieldset):
        return _boxed(part, _drawn(part.fields, form, context))
    return render_field(part, form, context)


def _boxed(part, inside) -> str:
    is_set = type(part) is Fieldset
    tag, legend = "fieldset" if is_set else "div", part.legend if is_set else ""
    place = f' id="{part.css_id}"' if part.css_id else ""
    look = f' class="{part.css_class}"' if part.css_class else ""
    name = f"<legend>{plain(legend)}</legend>" if legend else ""
    return f"<{tag}{place}{look}{part.flat_attrs}>{name}{inside}</{tag}>"


class _House:
    """The helper once for all, browser's own date fields, and `apply`."""

    layout = None
    inline = False
    done = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            self._dress(field)

    @staticmethod
    def _dress(field):
        if isinstance(field, forms.DateField | forms.DateTimeField) and check_day not in field.validators:
            field.validators.append(check_day)
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
            field.empty_label = _("Choose") if field.required else _("None")
        elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            _name_empty_choice(field)
        native = NATIVE.get(type(field.widget))
        if native:
            field.widget = native(field.widget.attrs)
            field.widget.is_required = field.required
        if type(field.widget) is forms.Select:
            field.widget = LongSelect.instead_of(field.widget)
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = min(int(field.widget.attrs.get("rows", 5)), 12)

    @cached_property
    def helper(self):
        helper = Helper(self)
        helper.form_tag = False
        helper.form_show_errors = True
        helper.form_class = "filters" if self.inline else ""
        if self.layout is not None:
            helper.layout = self.layout
        return helper

    def apply(self, operation, **kwargs):
        """Run `operation` with the cleaned data, and `kwargs` over it; its result, with `done` set.

        None if the form is not valid or the operation refused: then the form carries the reason, beside the field
        where the error names one, and everything that was typed.
        """
        if not self.is_valid():
            return None
        try:
            result = operation(**{**self.cleaned_data, **kwargs})
        except ValidationError as error:
            self.refuse(error)
            return None
        self.done = True
        return result

    def refuse(self, error):
        """Take over an operation's ValidationError; what names no field of this form stands above all fields."""
        named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
        for name, errors in named.items():
            self.add_error(name if name in self.fields else None, errors)

    @property
    def problems(self) -> list:
        """(field or None, message) of every error, in the order of the fields, for the summary above the form."""
        listed = [(None, message) for message in self.non_field_errors()]
        return listed + [(field, message) for field in self for message in field.errors]


class RefugeForm(_House, forms.Form):
    """A form of the house."""


class RefugeModelForm(_House, forms.ModelForm):
    """A form whose fields are taken from a model. It never saves: `apply` an operation."""

    def save(self, commit=True):
        raise NotImplementedError("Writes go through operations: form.apply(operation, ...)")
