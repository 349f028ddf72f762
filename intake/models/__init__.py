from intake.models.decision import Decision
from intake.models.inquiry import Inquiry
from intake.models.mail import IncomingMail
from intake.models.request import Request

__all__ = ["Decision", "IncomingMail", "Inquiry", "Request"]
