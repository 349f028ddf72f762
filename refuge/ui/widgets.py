"""Inputs, selections and segments drawn in Python, to the letter as Django's templates draw them.

A form of ten fields has Django render some sixty small templates, most of them the attributes of one tag: half of the
time that a form page takes. Whatever stands not here is still a template.
"""

from html import escape
from itertools import islice

from crispy_forms.templatetags.crispy_forms_filters import optgroups
from django import forms
from django.forms.renderers import TemplatesSetting
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.safestring import SafeData, mark_safe

# Parts texts that are escaped together: nothing that PostgreSQL keeps as text has it.
BETWEEN = "\0"
GROUP = (list, tuple)


class Renderer(TemplatesSetting):
    """FORM_RENDERER."""

    def render(self, template_name, context, request=None):
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return mark_safe(draw(context["widget"]))  # noqa: S308 every value is escaped below


def attributes(attrs: dict) -> str:
    """With a blank before each; True is the name alone, False nothing."""
    named = ((name, value) for name, value in attrs.items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in named)


def tag_input(widget: dict) -> str:
    value = f' value="{escape(str(widget["value"]))}"' if widget["value"] is not None else ""
    return f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{value}{attributes(widget["attrs"])}>'


def textarea(widget: dict) -> str:
    text = plain(widget["value"] or "")
    return f'<textarea name="{escape(widget["name"])}"{attributes(widget["attrs"])}>\n{text}</textarea>'


def select(widget: dict) -> str:
    groups = "\n".join(group(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>\n{groups}\n</select>'


def group(name: str, options: list) -> str:
    drawn = "\n".join(f"  {option(each)}" for each in options)
    return f'  <optgroup label="{plain(name)}">\n{drawn}\n  </optgroup>' if name else drawn


def option(widget: dict) -> str:
    value = escape(str(widget["value"]))
    return f'<option value="{value}"{attributes(widget["attrs"])}>{label(widget)}</option>'


def label(widget: dict) -> str:
    return plain(localize(widget["label"]))


def plain(text) -> str:
    """Escaped, unless it is known to be safe: as format_html does it, which makes four times the calls in each row."""
    return text if isinstance(text, SafeData) else escape(str(text))


class LongSelect(forms.Select):
    """A selection, written straight from its choices: Django makes a dictionary of each option first.

    `rest`: what stands after the first choice, drawn already, where several fields offer the same; none of it is
    chosen then.
    """

    rest = ""

    @classmethod
    def instead_of(cls, widget):
        """The same selection, drawn this way."""
        drawn = cls(widget.attrs)
        drawn.choices, drawn.is_required = widget.choices, widget.is_required
        return drawn

    def render(self, name, value, attrs=None, renderer=None):
        drawn = self._options(self.format_value(value))
        outside = attributes(self.build_attrs(self.attrs, attrs))
        return mark_safe(  # noqa: S308 names, keys and texts are escaped
            f'<select name="{escape(name)}"{outside}>\n{drawn}\n</select>'
        )

    def _options(self, chosen) -> str:
        if self.rest and chosen == [""]:
            return f"{drawn_options([next(iter(self.choices))], chosen)}\n{self.rest}"
        return drawn_options(self.choices, chosen)


def drawn_options(choices, chosen=()) -> str:
    """Options, and groups of them."""
    choices = list(iter(choices))  # choices that are records would be counted first, for their length
    if not any(isinstance(text, GROUP) for _key, text in choices):
        return "\n".join(_options(choices, chosen))
    each = [one for key, text in choices for one in (text if isinstance(text, GROUP) else [(key, text)])]
    drawn = iter(_options(each, chosen))
    return "\n".join(
        _group(key, islice(drawn, len(text))) if isinstance(text, GROUP) else next(drawn) for key, text in choices
    )


def _options(choices, chosen) -> list[str]:
    """Keys and texts are escaped all together: one by one takes five times as long."""
    keys = [key for key, _text in choices]
    values, texts = _escaped(keys), _escaped([text for _key, text in choices])
    return [
        f'<option value="{value}"{" selected" if str(key) in chosen else ""}>{text}</option>'
        for key, value, text in zip(keys, values, texts, strict=True)
    ]


def _group(name, options) -> str:
    drawn = "\n".join(options)
    return f'<optgroup label="{plain(name)}">\n{drawn}\n</optgroup>' if name else drawn


def _escaped(texts) -> list[str]:
    """Each as `plain` gives it."""
    if not texts or any(issubclass(kind, SafeData) for kind in set(map(type, texts))):
        return [plain(text) for text in texts]
    return escape(BETWEEN.join(map(str, texts))).split(BETWEEN)


def segmented(widget: dict) -> str:
    """Radio buttons or tick boxes side by side."""
    options = (each for _name, options, _index in widget["optgroups"] for each in options)
    drawn = "".join(f"<label>{tag_input(each)}<span>{label(each)}</span></label>" for each in options)
    return f'<div class="seg">{drawn}</div>'


def drawn_ticks(field) -> str:
    """Radio buttons or tick boxes one under the other, as crispy's template draws those of a field without an error."""
    name = escape(field.html_name)
    drawn = "".join(
        (f"<strong>{plain(group_name)}</strong>" if group_name else "") + "".join(_tick(name, each) for each in options)
        for group_name, options, _index in optgroups(field)
    )
    told = ""
    if field.help_text:
        told = f'<div id="{field.auto_id}_helptext" class="form-text">{plain(field.help_text)}</div>'
    return f"<div>{drawn}</div>{told}"


def _tick(name, option) -> str:
    value, attrs = escape(str(option["value"])), option["attrs"]
    return (
        f'<div class="form-check"><input type="{option["type"]}" class="form-check-input" name="{name}" '
        f'value="{value}"{attributes(attrs)}> '
        f'<label for="{attrs.get("id", "")}" class="form-check-label">{plain(option["label"])}</label></div>'
    )


INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox", "input")
DRAWN = {f"django/forms/widgets/{name}.html": tag_input for name in INPUTS} | {
    "django/forms/widgets/textarea.html": textarea,
    "django/forms/widgets/select.html": select,
    "ui/widgets/segmented.html": segmented,
}


REQUIRED = '<span class="required" aria-hidden="true"> *</span>'
# What has inputs of its own inside: templates/bootstrap5/field.html draws it.
BY_TEMPLATE = (forms.FileInput, forms.MultiWidget, forms.SelectDateWidget)
TICKED = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def drawn_field(field) -> str:
    """Label, input, hint and error of one field, as templates/bootstrap5/field.html draws them."""
    if field.is_hidden:
        return str(field)
    widget = field.field.widget
    is_list = isinstance(widget, TICKED) and not getattr(widget, "segmented", False)
    if isinstance(widget, BY_TEMPLATE) or (is_list and field.errors):
        return render_to_string("bootstrap5/field.html", {"field": field, "form_show_errors": True})
    if field.use_fieldset:
        return _named_together(field, is_list)
    is_tick = isinstance(widget, forms.CheckboxInput)
    look = "form-check" if is_tick else "form"
    name = f'<label class="{look}-label" for="{field.id_for_label}">{_called(field)}</label>'
    drawn = field.as_widget(attrs={"class": _class_of(field, is_tick)})
    inside = f"{drawn} {name}" if is_tick else f"{name} {drawn}"
    return (
        f'<div id="div_{field.auto_id}" class="field{" form-check" if is_tick else ""}">{inside}{_notes(field)}</div>'
    )


def _named_together(field, is_list) -> str:
    """Radio buttons or tick boxes, which share a name."""
    about = f' aria-describedby="{field.aria_describedby}"' if field.aria_describedby else ""
    inside = drawn_ticks(field) if is_list else f"{field}{_notes(field)}"
    return (
        f'<div id="div_{field.auto_id}" class="field"><fieldset id="{field.auto_id}" tabindex="-1"{about}> '
        f'<legend class="form-label">{_called(field)}</legend> {inside}</fieldset></div>'
    )


def _called(field) -> str:
    return plain(field.label) + (REQUIRED if field.field.required else "")


def _notes(field) -> str:
    """The hint is ours, and may hold tags."""
    if field.errors:
        return render_to_string("bootstrap5/notes.html", {"field": field, "form_show_errors": True})
    return f'<div id="{field.auto_id}_helptext" class="form-text">{field.help_text}</div>' if field.help_text else ""


def _class_of(field, is_tick) -> str:
    """Beside what the widget says of itself."""
    own = field.field.widget.attrs.get("class", "")
    if is_tick:
        return f"{own} form-check-input".strip()
    sort = "form-select" if isinstance(field.field.widget, forms.Select) else "form-control"
    return f"{own} {sort}{' is-invalid' if field.errors else ''}".strip()
