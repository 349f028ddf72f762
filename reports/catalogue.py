"""The reports that can be built: which figures, in which order, under which headings."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    title: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """A report. What leaves the house covers calendar years alone, so that no two reports can be subtracted."""

    code: str
    title: str
    introduction: str
    sections: tuple[Section, ...]

    @property
    def indicators(self) -> list[str]:
        return [code for section in self.sections for code in section.indicators]


ANNUAL = Template(
    code="annual",
    title=_("Annual figures"),
    introduction=_(
        "These are the year’s main figures of the shelter for young LGBTQI+ people: who was accommodated and "
        "supported, what became of the requests for help, how many nights the spaces were held, and where young "
        "people went afterwards. Each figure says at the end of the report how it was counted."
    ),
    sections=(
        Section(_("Young people"), ("accommodated", "supported")),
        Section(_("Requests for help"), ("requests_processed",)),
        Section(_("Spaces and nights"), ("nights_held", "nights_available", "occupancy_rate")),
        Section(_("Departures"), ("exits", "stay_mean", "stay_median", "stay_within_three_months")),
        Section(_("Team"), ("staff_fte", "staff_training_hours")),
    ),
)
TEMPLATES = {template.code: template for template in (ANNUAL,)}
