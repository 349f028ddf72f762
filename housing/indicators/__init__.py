"""What the house counts of spaces, nights, stays and exits (DOMAIN.md 8, 13, 15 to 37, 48 to 50, 54, 55 and 56): nights
*held*, never nights present. Each file declares its indicators."""

from housing.indicators import (
    after_care,
    costs,
    departures,
    flow,
    kinds,
    nights,
    outcomes,
    profile,
    readmissions,
    refused,
    safety,
    situation,
    waiting,
)

__all__ = [
    "after_care",
    "costs",
    "departures",
    "flow",
    "kinds",
    "nights",
    "outcomes",
    "profile",
    "readmissions",
    "refused",
    "safety",
    "situation",
    "waiting",
]
