from intake.forms.call import CallForm
from intake.forms.inbox import InboxForm
from intake.forms.work import AssessForm, AssignForm, AttachForm, DecideForm

__all__ = ["AssessForm", "AssignForm", "AttachForm", "CallForm", "DecideForm", "InboxForm"]
