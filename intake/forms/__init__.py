from intake.forms.call import CallForm
from intake.forms.contact import ContactForm
from intake.forms.inbox import InboxForm
from intake.forms.saved import AssignManyForm, ViewForm, filters_in
from intake.forms.waiting import LeaveForm, WaitingForm
from intake.forms.work import AssessForm, AssignForm, AttachForm, DecideForm

__all__ = [
    "AssessForm",
    "AssignForm",
    "AssignManyForm",
    "AttachForm",
    "CallForm",
    "ContactForm",
    "DecideForm",
    "InboxForm",
    "LeaveForm",
    "ViewForm",
    "WaitingForm",
    "filters_in",
]
