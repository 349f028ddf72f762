"""What is noted of an attempt to reach somebody: one line, filled in with the phone still warm."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import LongText, one_of
from intake.forms.moments import MomentField
from intake.models.contact import Result, Way
from refuge.ui.forms import RefugeForm


class ContactForm(RefugeForm):
    result = one_of(_("Result"), Result.choices)
    way = one_of(_("How?"), Way.choices, initial=Way.PHONE)
    call_back_at = MomentField(label=_("Call back at, if promised"))
    at = forms.DateTimeField(label=_("When, if not just now"), required=False)
    note = LongText(label=_("What was said"), rows=2, required=False)

    layout = Layout("result", "way", Div("note", Div("call_back_at", "at"), css_class="fields-2"))
