from intake.forms.assess import AssessForm
from intake.forms.call import CallForm
from intake.forms.care import AsylumForm, CloseFlagForm, DangerForm, FlagForm, FollowUpForm, ReviewForm
from intake.forms.decide import DecideForm
from intake.forms.inbox import InboxForm
from intake.forms.work import AssignForm, AttachForm

__all__ = [
    "AssessForm",
    "AssignForm",
    "AsylumForm",
    "AttachForm",
    "CallForm",
    "CloseFlagForm",
    "DangerForm",
    "DecideForm",
    "FlagForm",
    "FollowUpForm",
    "InboxForm",
    "ReviewForm",
]
