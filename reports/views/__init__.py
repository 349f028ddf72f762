from reports.views.figure import figure
from reports.views.figures import chart, definitions, figures
from reports.views.funders import build, cancel, discard, download, finalise, funders, progress, retry
from reports.views.public import public, website

__all__ = [
    "build",
    "cancel",
    "chart",
    "definitions",
    "discard",
    "download",
    "figure",
    "figures",
    "finalise",
    "funders",
    "progress",
    "public",
    "retry",
    "website",
]
