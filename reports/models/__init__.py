from reports.models.report import Edition, FinalStays, Report, ReportFile, State
from reports.models.template import Audience, PartKind, ReportTemplate, Span, TemplatePart
from reports.words import LANGUAGES

__all__ = [
    "LANGUAGES",
    "Audience",
    "Edition",
    "FinalStays",
    "PartKind",
    "Report",
    "ReportFile",
    "ReportTemplate",
    "Span",
    "State",
    "TemplatePart",
]
