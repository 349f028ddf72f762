from intake.models.contact import ContactAttempt
from intake.models.decision import Decision
from intake.models.inquiry import Inquiry
from intake.models.mail import IncomingMail
from intake.models.request import Request
from intake.models.saved_view import SavedView

__all__ = ["ContactAttempt", "Decision", "IncomingMail", "Inquiry", "Request", "SavedView"]
