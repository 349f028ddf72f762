from refuge.partners.forms.directory import DirectoryForm, ImportForm, MergeForm, OrganisationForm
from refuge.partners.forms.fields import OrganisationField
from refuge.partners.forms.parts import AgreementForm, ContactForm, MarkForm, MeetingForm
from refuge.partners.forms.referrals import (
    AnswerForm,
    ChooseForm,
    LiftForm,
    OutcomeForm,
    ReferralForm,
    ReferralsForm,
    SendForm,
)

__all__ = [
    "AgreementForm",
    "AnswerForm",
    "ChooseForm",
    "ContactForm",
    "DirectoryForm",
    "ImportForm",
    "LiftForm",
    "MarkForm",
    "MeetingForm",
    "MergeForm",
    "OrganisationField",
    "OrganisationForm",
    "OutcomeForm",
    "ReferralForm",
    "ReferralsForm",
    "SendForm",
]
