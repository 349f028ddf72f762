"""Forms of the house: nothing typed is lost, and what an operation refuses stands where it belongs."""

from datetime import date, timedelta

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.test.html import parse_html
from django.utils import timezone

from refuge.ui.forms import DayField, RefugeForm, SegmentedCheckbox, SegmentedSelect
from refuge.ui.layouts import Helper
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


class EveryField(RefugeForm):
    """A field of each sort, in each sort of group."""

    pair = Div("day", "sort", css_class="fields-2")
    layout = Layout(
        Fieldset("What is asked", HTML('<p class="hint">Few words</p>'), "text", pair),
        Div("kept", "ways", "one", css_id="named"), "ticks", "dots", "long", "file", "moment", "told",
    )  # fmt: skip
    text = forms.CharField(label="A & b", help_text="<b>Safe</b> hint")
    day = forms.DateField(required=False)
    sort = forms.ChoiceField(choices=[("", "None"), ("a", "A & b")], required=False, help_text="Which")
    kept = forms.BooleanField(label="Keep", help_text="Or not", required=False)
    ways = CallForm.base_fields["ways"]
    one = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=SegmentedSelect, help_text="One of two")
    ticks = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, help_text="Several")
    dots = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    long = forms.CharField(widget=forms.Textarea(attrs={"class": "private"}), required=False)
    file = forms.FileField(required=False)
    moment = forms.SplitDateTimeField(required=False)
    told = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize("initial", [{}, {"text": 'Say "no"', "ticks": ["a"], "kept": True, "one": "b", "long": "<p>"}])
def test_a_form_drawn_in_python_is_as_crispy_draws_it(initial, monkeypatch):
    drawn = render_crispy_form(EveryField(initial=initial))
    monkeypatch.setattr(Helper, "render_layout", FormHelper.render_layout)
    by_crispy = render_crispy_form(EveryField(initial=initial))
    assert parse_html(drawn) == parse_html(by_crispy)
    assert drawn.count('id="div_id_') == len(EveryField.base_fields) - 1


def test_what_was_typed_comes_back_with_its_errors():
    assert "invalid-feedback" in render_crispy_form(EveryField({"text": ""}))
