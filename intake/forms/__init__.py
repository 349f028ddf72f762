from intake.forms.assess import AssessForm
from intake.forms.call import CallForm
from intake.forms.care import AsylumForm, CloseFlagForm, DangerForm, FlagForm, FollowUpForm, ReviewForm
from intake.forms.contact import ContactForm
from intake.forms.decide import DecideForm
from intake.forms.inbox import InboxForm
from intake.forms.saved import AssignManyForm, ViewForm, filters_in
from intake.forms.waiting import LeaveForm, WaitingForm
from intake.forms.work import AssignForm, AttachForm

__all__ = [
    "AssessForm",
    "AssignForm",
    "AssignManyForm",
    "AsylumForm",
    "AttachForm",
    "CallForm",
    "CloseFlagForm",
    "ContactForm",
    "DangerForm",
    "DecideForm",
    "FlagForm",
    "FollowUpForm",
    "InboxForm",
    "LeaveForm",
    "ReviewForm",
    "ViewForm",
    "WaitingForm",
    "filters_in",
]
