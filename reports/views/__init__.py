from reports.views.figures import chart, figures
from reports.views.funders import build, cancel, discard, download, finalise, funders, progress, retry

__all__ = ["build", "cancel", "chart", "discard", "download", "figures", "finalise", "funders", "progress", "retry"]
