from housing.models.absence import Absence, AbsenceKind
from housing.models.after_care import AfterCare, AfterCareTry, Outcome
from housing.models.agreement import HouseAgreement, HouseRules
from housing.models.choices import Destination, ExitType, Initiator, NextStep, Programme, Status
from housing.models.count_night import CountNight
from housing.models.exits import ExitBlocker, ExitPlan
from housing.models.handover import HandoverNote, HandoverReading
from housing.models.keys import KeyLoan, KeySet
from housing.models.maintenance import Ticket, TicketComment, TicketCost
from housing.models.occupancy import Occupancy, PersonAge
from housing.models.presence import Duty, GuestCount, Mark, Presence
from housing.models.register import ImportedRecord, ImportState, RegisterFile, RegisterImport, WaitingStay
from housing.models.safety import SafetyAddition, SafetyEntry, SafetyType
from housing.models.situation import EarlierCare, Situation
from housing.models.space import ServicePeriod, Site, Space, SpaceClosure, Unit
from housing.models.stay import Extension, Stay
from housing.models.together import Conflict, LivingWishes
from housing.models.turned_away import TurnedAway

__all__ = [
    "Absence",
    "AbsenceKind",
    "AfterCare",
    "AfterCareTry",
    "Conflict",
    "CountNight",
    "Destination",
    "Duty",
    "EarlierCare",
    "ExitBlocker",
    "ExitPlan",
    "ExitType",
    "Extension",
    "GuestCount",
    "HandoverNote",
    "HandoverReading",
    "HouseAgreement",
    "HouseRules",
    "ImportState",
    "ImportedRecord",
    "Initiator",
    "KeyLoan",
    "KeySet",
    "LivingWishes",
    "Mark",
    "NextStep",
    "Occupancy",
    "Outcome",
    "PersonAge",
    "Presence",
    "Programme",
    "RegisterFile",
    "RegisterImport",
    "SafetyAddition",
    "SafetyEntry",
    "SafetyType",
    "ServicePeriod",
    "Site",
    "Situation",
    "Space",
    "SpaceClosure",
    "Status",
    "Stay",
    "Ticket",
    "TicketComment",
    "TicketCost",
    "TurnedAway",
    "Unit",
    "WaitingStay",
]
