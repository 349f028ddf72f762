from reports.counters import PublicCount
from reports.models.export import Export, ExportState, IssuedStatement
from reports.models.report import Edition, FinalStays, Report, ReportFile, State
from reports.models.template import Audience, PartKind, ReportTemplate, Span, TemplatePart
from reports.words import LANGUAGES

__all__ = [
    "LANGUAGES",
    "Audience",
    "Edition",
    "Export",
    "ExportState",
    "FinalStays",
    "IssuedStatement",
    "PartKind",
    "PublicCount",
    "Report",
    "ReportFile",
    "ReportTemplate",
    "Span",
    "State",
    "TemplatePart",
]
