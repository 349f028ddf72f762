from refuge.people.models.agreement import Closure, Consent
from refuge.people.models.contact import Answer, Because, Channel, OutsideContact
from refuge.people.models.merge import Merge, MergeMove
from refuge.people.models.name import PersonName
from refuge.people.models.person import AgeStatus, Person, TeamAlert, of_open_file

__all__ = [
    "AgeStatus",
    "Answer",
    "Because",
    "Channel",
    "Closure",
    "Consent",
    "Merge",
    "MergeMove",
    "OutsideContact",
    "Person",
    "PersonName",
    "TeamAlert",
    "of_open_file",
]
