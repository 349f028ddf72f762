from refuge.people.models.agreement import Closure, Consent
from refuge.people.models.contact import Answer, Channel, OutsideContact
from refuge.people.models.name import PersonName
from refuge.people.models.person import AgeStatus, Person, TeamAlert

__all__ = [
    "AgeStatus",
    "Answer",
    "Channel",
    "Closure",
    "Consent",
    "OutsideContact",
    "Person",
    "PersonName",
    "TeamAlert",
]
