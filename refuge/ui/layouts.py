"""Forms drawn in Python, as crispy draws them from templates: a field is one template, and a form has up to thirty.

Only what is opened anew: a form that was typed into may have errors, and is left to crispy whole, as is every field and
layout object that stands not here.
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from crispy_forms.utils import render_field
from django import forms
from django.utils.safestring import SafeString

from refuge.ui.widgets import drawn_ticks, plain

TICKED = (forms.RadioSelect, forms.CheckboxSelectMultiple)
REQUIRED = '<span class="required" aria-hidden="true"> *</span>'


class Helper(FormHelper):
    def render_layout(self, form, context, template_pack="bootstrap5"):
        if form.is_bound:
            return super().render_layout(form, context, template_pack)
        form.rendered_fields, form.crispy_field_template = set(), self.field_template
        return SafeString(_drawn(self.layout, form, context))


def _drawn(part, form, context) -> str:
    """A field by its name, or a layout object with all that is in it."""
    draw = OBJECTS.get(type(part))
    drawn = draw(part, form, context) if draw else None
    if drawn is None:
        return render_field(part, form, context, template_pack="bootstrap5")
    return drawn


def _inside(part, form, context) -> str:
    return "".join(_drawn(each, form, context) for each in part.fields)


def _fieldset(part, form, context) -> str | None:
    legend = str(part.legend)
    if part.css_id or part.css_class or part.flat_attrs or "{" in legend:
        return None
    return f"<fieldset>{f'<legend>{legend}</legend>' if legend else ''}{_inside(part, form, context)}</fieldset>"


def _div(part, form, context) -> str | None:
    if part.css_id or part.flat_attrs:
        return None
    look = f' class="{plain(part.css_class)}"' if part.css_class else ""
    return f"<div{look}>{_inside(part, form, context)}</div>"


def _html(part, form, context) -> str | None:
    text = str(part.html)
    return None if "{" in text else text


def _field(name, form, context) -> str | None:
    if name not in form.fields or name in form.rendered_fields:
        return None
    bound = form[name]
    drawn = str(bound) if bound.is_hidden else _shown(bound)
    if drawn is not None:
        form.rendered_fields.add(name)
    return drawn


def _shown(bound) -> str | None:
    """As templates/bootstrap5/field.html has it. Inputs of several parts and files are left to it."""
    widget = bound.field.widget
    if isinstance(widget, forms.FileInput | forms.MultiWidget):
        return None
    is_tick, look = isinstance(widget, forms.CheckboxInput), f" {bound.css_classes()}" if bound.css_classes() else ""
    name = plain(bound.label) + (REQUIRED if bound.field.required else "")
    if is_tick:
        label = f'<label class="form-check-label" for="{bound.id_for_label}">{name}</label>'
        inside, look = f"{_input(bound, 'form-check-input')} {label}{_hint(bound)}", f" form-check{look}"
    elif bound.use_fieldset:
        inside = _group(bound, name)
    else:
        sort = "form-select" if isinstance(widget, forms.Select) else "form-control"
        label = f'<label class="form-label" for="{bound.id_for_label}">{name}</label>'
        inside = f"{label} {_input(bound, sort)}{_hint(bound)}"
    return f'<div id="div_{bound.auto_id}" class="field{look}">{inside}</div>'


def _group(bound, name) -> str:
    """Radio buttons and the like; the hint of ticks is drawn with them."""
    widget = bound.field.widget
    is_ticked = isinstance(widget, TICKED) and not getattr(widget, "segmented", False)
    about = f' aria-describedby="{bound.aria_describedby}"' if bound.aria_describedby else ""
    options = drawn_ticks(bound) if is_ticked else f"{bound}{_hint(bound)}"
    return (
        f'<fieldset id="{bound.auto_id}" tabindex="-1"{about}><legend class="form-label">{name}</legend> '
        f"{options}</fieldset>"
    )


def _input(bound, look) -> str:
    """With the classes that crispy gives it: the widget's own name, and the look."""
    attrs, sort = bound.field.widget.attrs, type(bound.field.widget).__name__.lower()
    given = attrs.get("class", "")
    if sort not in given:
        given = f"{given} {sort}".strip()
    attrs["class"] = " ".join([given, *(each for each in look.split() if each not in given.split())])
    return str(bound)


def _hint(bound) -> str:
    text = bound.help_text
    return f'<div id="{bound.auto_id}_helptext" class="form-text">{text}</div>' if text else ""


OBJECTS = {str: _field, Layout: _inside, Fieldset: _fieldset, Div: _div, HTML: _html}
