"""The assessment: one page in sections, in the order in which one asks."""

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import LongText, answer, one_of, some_of
from intake.models.choices import (
    URGENCY_MEANS,
    Complaint,
    Ethos,
    Need,
    NeedDomain,
    NeedLevel,
    Perpetrator,
    PlaceOfStay,
    Reason,
    Urgency,
)
from refuge.ui.forms import RefugeForm

DOMAIN = "domain_"
BEYOND = ("perpetrators", "complaint", "reported")


def checked(label, choices, **options):
    """Several of many, one below the other."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **options
    )


class AssessForm(RefugeForm):
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        choices=[(each.value, format_lazy("{}: {}", each.label, URGENCY_MEANS[each])) for each in Urgency],
        widget=forms.RadioSelect,
    )
    in_danger = answer(_("In danger now?"))
    is_injured = answer(_("Injured?"))
    minor_with_them = answer(_("A minor with them?"))
    ethos = forms.ChoiceField(label=_("Living situation (ETHOS Light)"), choices=Ethos.choices, required=False)
    place_of_stay = forms.ChoiceField(label=_("Lived last in"), choices=PlaceOfStay.choices, required=False)
    needs = some_of(_("What do they ask for?"), Need.choices)
    reasons = checked(
        _("Why they had to leave, or fear to"),
        Reason.choices,
        help_text=_("Only what they told you. Several may hold."),
    )
    main_reason = forms.ChoiceField(
        label=_("Main reason"), choices=[("", _("Not chosen")), *Reason.choices], required=False,
        help_text=_("The one that weighs most, among those above."),
    )  # fmt: skip
    perpetrators = some_of(_("Who did it"), Perpetrator.choices)
    complaint = forms.ChoiceField(label=_("Complaint to the police"), choices=Complaint.choices, required=False)
    reported = answer(_("Reported to Unia or the Institute for equality?"))
    assessment = LongText(
        label=_("Assessment"), rows=8, required=False, help_text=_("Facts, short. No judgement of the person.")
    )

    def __init__(self, *args, about=None, **kwargs):
        super().__init__(*args, **kwargs)
        levels = {DOMAIN + each.value: one_of(each.label, NeedLevel.choices, required=False) for each in NeedDomain}
        self.fields |= levels
        if about:
            self.initial = self._known(about) | self.initial
        self.layout = self._sections(levels)

    def _known(self, about) -> dict:
        found = about.found
        known = {name: getattr(about, name) for name in self.fields if hasattr(about, name)}
        known |= {name: getattr(found, name) for name in BEYOND} if found else {}
        levels = (found.domains or {}) if found else {}
        return known | {DOMAIN + domain: level for domain, level in levels.items()}

    @staticmethod
    def _sections(levels) -> Layout:
        return Layout(
            Fieldset(
                _("Urgency and danger"),
                "urgency", Div("in_danger", "is_injured", "minor_with_them", css_class="fields-2"),
            ),
            Fieldset(_("Where they live"), Div("ethos", "place_of_stay", css_class="fields-2")),
            Fieldset(_("What they need"), "needs", Div(*levels, css_class="fields-2")),
            Fieldset(
                _("Why"),
                "reasons", "main_reason", "perpetrators", Div("complaint", "reported", css_class="fields-2"),
            ),
            Fieldset(_("In a few words"), "assessment"),
        )  # fmt: skip

    def clean(self):
        """The levels of the domains are one fact."""
        said = super().clean()
        levels = {each.value: said.pop(DOMAIN + each.value, "") for each in NeedDomain}
        said["domains"] = {domain: level for domain, level in levels.items() if level}
        return said
