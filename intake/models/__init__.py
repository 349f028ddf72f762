from intake.models.assessment import Assessment
from intake.models.asylum import AsylumFile, CentreIncident
from intake.models.contact import ContactAttempt
from intake.models.decision import Decision
from intake.models.flag import RiskFlag
from intake.models.inquiry import Inquiry
from intake.models.mail import IncomingMail
from intake.models.minor import DangerAssessment, DangerQuestion, MinorFollowUp
from intake.models.request import Request
from intake.models.saved_view import SavedView

__all__ = [
    "Assessment",
    "AsylumFile",
    "CentreIncident",
    "ContactAttempt",
    "DangerAssessment",
    "DangerQuestion",
    "Decision",
    "IncomingMail",
    "Inquiry",
    "MinorFollowUp",
    "Request",
    "RiskFlag",
    "SavedView",
]
