from housing.models.choices import Destination, ExitType, Initiator, Programme, Status
from housing.models.occupancy import Occupancy, PersonAge
from housing.models.register import ImportedRecord, ImportState, RegisterFile, RegisterImport, WaitingStay
from housing.models.space import ServicePeriod, Site, Space, SpaceClosure, Unit
from housing.models.stay import Extension, Stay

__all__ = [
    "Destination",
    "ExitType",
    "Extension",
    "ImportState",
    "ImportedRecord",
    "Initiator",
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
    "Unit",
    "WaitingStay",
]
