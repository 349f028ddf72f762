"""Forms of the house: nothing typed is lost, and what an operation refuses stands where it belongs."""

import re
from datetime import date, timedelta

import pytest
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from refuge.ui.forms import DayField, RefugeForm, SegmentedCheckbox, SegmentedSelect
from refuge.ui.widgets import drawn_field
from refuge.violations import RuleBroken


class CallForm(RefugeForm):
    caller = forms.ChoiceField(choices=[("self", "Self"), ("service", "Service")], widget=SegmentedSelect)
    ways = forms.MultipleChoiceField(
        choices=[("sms", "SMS"), ("call", "Call")], widget=SegmentedCheckbox, required=False
    )
    name = forms.CharField(help_text="As they say it")
    born = forms.DateField(required=False)


GOOD = {"caller": "self", "ways": ["sms"], "name": "Nour", "born": "2007-01-02"}


def test_apply_hands_over_cleaned_data_and_more():
    form = CallForm(GOOD)
    assert form.apply(lambda **given: given, by="me") == {**GOOD, "born": date(2007, 1, 2), "by": "me"}
    assert form.done


def test_an_invalid_form_runs_nothing():
    form = CallForm({"caller": "self"})
    assert form.apply(lambda **given: pytest.fail("ran")) is None
    assert not form.done


def refusing(error):
    def operation(**given):
        raise error

    return operation


def test_a_refusal_stands_beside_its_field():
    form = CallForm(GOOD)
    assert form.apply(refusing(ValidationError({"name": "Too short"}))) is None
    assert form.errors == {"name": ["Too short"]}
    assert form.data["name"] == "Nour"
    assert not form.done


def test_a_refusal_about_a_field_that_is_not_here_stands_above():
    form = CallForm(GOOD)
    form.apply(refusing(ValidationError({"space": "Taken"})))
    assert form.non_field_errors() == ["Taken"]


def test_a_broken_rule_stands_above():
    form = CallForm(GOOD)
    form.apply(refusing(RuleBroken("Nobody under 18", code="adult")))
    assert form.non_field_errors() == ["Nobody under 18"]
    assert form.has_error("__all__", "adult")


def test_the_summary_leads_to_each_field_and_what_was_typed_stays():
    form = CallForm({"name": "", "ways": ["call"], "born": "yesterday"})
    assert not form.is_valid()
    html = render_crispy_form(form)
    assert 'role="alert"' in html
    assert 'href="#id_name"' in html
    assert 'value="yesterday"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_choices_side_by_side_are_real_buttons_with_a_legend():
    html = render_crispy_form(CallForm(GOOD))
    assert html.count('type="radio"') == 2
    assert html.count('type="checkbox"') == 2
    assert "<legend" in html
    assert html.count("checked") == 2


class ChosenForm(RefugeForm):
    must = forms.ChoiceField(choices=[("", "---------"), ("a", "A"), ("b", "B")], widget=SegmentedSelect)
    may = forms.ChoiceField(choices=[("", "---------"), ("c", "C")], widget=SegmentedSelect, required=False)


def test_a_choice_that_has_to_be_made_offers_no_button_for_nothing():
    form = ChosenForm()
    assert [value for value, _text in form.fields["must"].choices] == ["a", "b"]
    assert [value for value, _text in form.fields["may"].choices] == ["", "c"]
    assert "checked" not in str(form["must"])
    assert form["must"].as_widget().count('type="radio"') == 2
    assert not ChosenForm({"must": ""}).is_valid()


def test_days_use_the_browsers_calendar():
    html = render_crispy_form(CallForm(initial={"born": date(2007, 1, 2)}))
    assert 'type="date"' in html
    assert 'value="2007-01-02"' in html


class MomentForm(RefugeForm):
    at = forms.DateTimeField()


@pytest.mark.parametrize("day", ["0001-01-01", "1949-12-31", "9999-12-31"])
def test_a_day_far_away_is_refused_in_every_form(day):
    assert CallForm(GOOD | {"born": day}).errors.as_data()["born"][0].code == "too_far"
    assert not MomentForm({"at": f"{day}T12:00"}).is_valid()
    with pytest.raises(ValidationError):
        DayField().clean(day)


def test_a_day_within_ten_years_is_taken():
    day = timezone.localdate() + timedelta(days=3650)
    assert CallForm(GOOD | {"born": day.isoformat()}).is_valid()
    assert MomentForm({"at": f"{day}T12:00"}).is_valid()
    assert DayField().clean("1950-01-01") == date(1950, 1, 1)


SOME = [("a", "<A>"), ("b", "B & b")]


class EverySortForm(RefugeForm):
    words = forms.CharField(label="Who & what", help_text="As <em>they</em> say it")
    more = forms.CharField(required=False, widget=forms.Textarea(attrs={"class": "private"}))
    number = forms.IntegerField(required=False)
    day = forms.DateField()
    one = forms.ChoiceField(choices=SOME, help_text="One")
    ways = forms.MultipleChoiceField(choices=SOME, widget=SegmentedCheckbox, required=False, help_text="Some")
    side = forms.ChoiceField(choices=SOME, widget=SegmentedSelect)
    under = forms.ChoiceField(choices=SOME, widget=forms.RadioSelect, help_text="One under the other")
    ticks = forms.MultipleChoiceField(choices=SOME, widget=forms.CheckboxSelectMultiple, required=False)
    sure = forms.BooleanField(help_text="Really")
    paper = forms.FileField(required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)


def without_blanks(html):
    """And without the class by which crispy names a widget, which no style asks for."""
    html = re.sub(r'class="(private )?[a-z]*(?:input|textarea|select) (?=form-)', r'class="\1', html)
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", html))


@pytest.mark.parametrize("typed", [None, {"words": "<b>", "ways": ["a"], "side": "b"}, {}])
@pytest.mark.parametrize("name", EverySortForm.base_fields)
def test_a_field_is_drawn_as_the_template_draws_it(typed, name):
    drawn = drawn_field(EverySortForm(typed)[name])
    by_template = render_to_string(
        "bootstrap5/field.html", {"field": EverySortForm(typed)[name], "form_show_errors": True}
    )
    assert without_blanks(drawn) == without_blanks(by_template)
    assert name in drawn


class SetsForm(RefugeForm):
    layout = Layout(
        "first", Fieldset("Who & <what>", Div("second", css_class="fields-2")), Layout("third"), HTML("<hr>")
    )
    first = second = third = forms.CharField()


def test_what_holds_fields_is_drawn_in_its_order():
    html = without_blanks(render_crispy_form(SetsForm()))
    order = ['id="div_id_first"', "<fieldset><legend>Who &amp; &lt;what&gt;</legend>", '<div class="fields-2">',
             'id="div_id_second"', "</fieldset>", 'id="div_id_third"', "<hr>"]  # fmt: skip
    assert sorted(order, key=html.index) == order
