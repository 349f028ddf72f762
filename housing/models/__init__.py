from housing.models.choices import Destination, ExitType, Initiator, Programme, Status
from housing.models.occupancy import Occupancy, PersonAge
from housing.models.space import ServicePeriod, Site, Space, SpaceClosure, Unit
from housing.models.stay import Extension, Stay

__all__ = [
    "Destination",
    "ExitType",
    "Extension",
    "Initiator",
    "Occupancy",
    "PersonAge",
    "Programme",
    "ServicePeriod",
    "Site",
    "Space",
    "SpaceClosure",
    "Status",
    "Stay",
    "Unit",
]
