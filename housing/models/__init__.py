from housing.models.agreement import HouseAgreement, HouseRules
from housing.models.choices import Destination, ExitType, Initiator, Programme, Status
from housing.models.keys import KeyLoan, KeySet
from housing.models.maintenance import Ticket, TicketComment, TicketCost
from housing.models.occupancy import Occupancy, PersonAge
from housing.models.register import ImportedRecord, ImportState, RegisterFile, RegisterImport, WaitingStay
from housing.models.space import ServicePeriod, Site, Space, SpaceClosure, Unit
from housing.models.stay import Extension, Stay
from housing.models.together import Conflict, LivingWishes

__all__ = [
    "Conflict",
    "Destination",
    "ExitType",
    "Extension",
    "HouseAgreement",
    "HouseRules",
    "ImportState",
    "ImportedRecord",
    "Initiator",
    "KeyLoan",
    "KeySet",
    "LivingWishes",
    "Occupancy",
    "PersonAge",
    "Programme",
    "RegisterFile",
    "RegisterImport",
    "ServicePeriod",
    "Site",
    "Space",
    "SpaceClosure",
    "Status",
    "Stay",
    "Ticket",
    "TicketComment",
    "TicketCost",
    "Unit",
    "WaitingStay",
]
