from intake.models.decision import Decision
from intake.models.request import Request

__all__ = ["Decision", "Request"]
