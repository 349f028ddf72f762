"""Choosing where to refer, the referral itself, and what came back."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.parameters.registry import value_of
from refuge.partners.choices import ANSWERS, INTIMATE, LANGUAGES, Fact, Need, Status
from refuge.partners.forms.directory import ALL
from refuge.partners.forms.parts import long_text, today
from refuge.partners.models import Contact
from refuge.partners.parameters import ANSWER_DAYS
from refuge.people.models import Answer, Consent, OutsideContact
from refuge.ui.forms import RefugeForm, SegmentedCheckbox, SegmentedSelect
from refuge.ui.lists import ListForm

QUESTIONS = ("knows_orientation", "knows_gender", "knows_refuge")
# Answered in the referral's form, kept in "who knows".
ANSWERED = (*QUESTIONS, "name_to_use", "pronouns_to_use", "letterhead")


def question(label):
    choices = [(Answer.YES, Answer.YES.label), (Answer.NO, Answer.NO.label)]
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=SegmentedSelect)


class ChooseForm(ListForm):
    """For which need, and perhaps a name typed."""

    need = forms.ChoiceField(label=_("For which need?"), choices=[("", _("Choose a need")), *Need.choices])
    q = forms.CharField(label=_("Name or abbreviation"), max_length=80)


class ReferralForm(RefugeForm):
    layout = Layout(
        Div("need", "contact", css_class="fields-2"),
        "purpose",
        "shared",
        "facts",
        "reply",
        *QUESTIONS,
        Div("name_to_use", "pronouns_to_use", css_class="fields-2"),
        Div("language", "letterhead", css_class="fields-2"),
        Div("consent_how", "consent_on", css_class="fields-2"),
    )
    need = forms.ChoiceField(label=_("Need"), choices=Need.choices)
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("To whom there"), required=False, empty_label=_("Nobody in particular")
    )
    purpose = long_text(_("What we ask"), required=True, help_text=_("One or two sentences: they open the letter."))
    shared = long_text(_("What the letter says besides"), help_text=_("Only what they need to know to decide."))
    facts = forms.MultipleChoiceField(
        label=_("What is told of the file"), choices=Fact.choices, required=False, widget=SegmentedCheckbox
    )
    reply = forms.CharField(
        label=_("How they can answer"), max_length=120, required=False, help_text=_("Stands under your name.")
    )
    knows_orientation = question(_("May orientation be mentioned there?"))
    knows_gender = question(_("May gender identity be mentioned there?"))
    knows_refuge = question(_("May being at the Refuge be mentioned there?"))
    name_to_use = forms.CharField(label=_("Name to use there"), max_length=100)
    pronouns_to_use = forms.CharField(label=_("Pronouns to use there"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES, widget=SegmentedSelect)
    letterhead = forms.ChoiceField(
        label=_("Letterhead"), choices=OutsideContact.Letterhead.choices, widget=SegmentedSelect
    )
    consent_how = forms.ChoiceField(
        label=_("Agreed to share this, how?"),
        choices=[("", _("Not asked yet")), *Consent.How.choices],
        required=False,
        widget=SegmentedSelect,
    )
    consent_on = forms.DateField(label=_("Agreed on"), required=False, initial=timezone.localdate)

    def __init__(self, *args, user, organisation, has_consent=False, knows=True, told=(), **kwargs):
        """`knows`: whether the contact of "who knows" is there; its answers are for those who may change contacts.
        `told` are the facts ticked so far: those that `user` is not shown stay."""
        super().__init__(*args, **kwargs)
        self.unseen = []
        self.fields["contact"].queryset = organisation.contacts.current().order_by("name")
        may_answer = allows(user, "people.change_identity")
        self._leave_out(() if may_answer else ((*QUESTIONS, "letterhead") if not knows else ANSWERED))
        self._leave_out(("consent_how", "consent_on") if has_consent else ())
        if not allows(user, "people.view_intimate"):
            self.fields["facts"].choices = [each for each in Fact.choices if each[0] not in INTIMATE]
            self.unseen = [fact for fact in told if fact in INTIMATE]

    def _leave_out(self, names):
        for name in names:
            del self.fields[name]
        self.layout = Layout(*(part for part in map(self._kept, self.layout.fields) if part))

    def _kept(self, part):
        """The part of the layout as far as its fields are there."""
        if isinstance(part, str):
            return part if part in self.fields else None
        names = [name for name in part.fields if name in self.fields]
        return Div(*names, css_class="fields-2") if names else None

    def clean(self):
        """The answers of "who knows" go together, as the operation takes them."""
        said = super().clean()
        if "facts" in said:
            said["facts"] += self.unseen
        said["answers"] = {name: said.pop(name) for name in ANSWERED if name in said}
        return said


class SendForm(RefugeForm):
    sent_on = today(_("Sent on"))


class AnswerForm(RefugeForm):
    status = forms.ChoiceField(
        label=_("What did they answer?"), choices=[(each.value, each.label) for each in ANSWERS], widget=SegmentedSelect
    )
    answered_on = today(_("Answered on"))
    answer = long_text(_("Their answer"))


class OutcomeForm(RefugeForm):
    outcome = long_text(_("What came of it"), required=True)


class LiftForm(RefugeForm):
    reason = long_text(
        _("Vital interest"),
        required=True,
        help_text=_("Why it cannot wait for the answers. Management is alerted, and history keeps it."),
    )


class Standing(forms.ChoiceField):
    """Where referrals stand, in the words of the list. Nothing chosen means what waits."""

    OPEN, HELD, LATE, EVERY = "", "held", "late", "all"
    CHOICES = (
        (OPEN, _("Not answered yet")),
        (HELD, _("Held back")),
        (LATE, _("Answer is late")),
        (EVERY, _("All")),
        *Status.choices,
    )


class ReferralsForm(ListForm):
    state = forms.ChoiceField(label=_("State"), choices=Standing.CHOICES)
    need = forms.ChoiceField(label=_("Need"), choices=ALL + Need.choices)
    mine = forms.BooleanField(label=_("Mine"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def filter(self, referrals):
        wanted = self.cleaned_data
        if wanted["need"]:
            referrals = referrals.filter(need=wanted["need"])
        if wanted["mine"]:
            referrals = referrals.filter(prepared_by=self.user)
        return self._standing(referrals, wanted["state"])

    def _standing(self, referrals, state):
        if state == Standing.OPEN:
            return referrals.open()
        if state == Standing.HELD:
            return referrals.held()
        if state == Standing.LATE:
            return referrals.waiting_for_answer().filter(sent_on__lte=late_since())
        return referrals if state == Standing.EVERY else referrals.filter(status=state)


def late_since(today=None):
    """Who was written to on this day or before, and has not answered, is late."""
    today = today or timezone.localdate()
    return today - timezone.timedelta(days=value_of(ANSWER_DAYS.code, today))
