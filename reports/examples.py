"""Examples of what funders ask for (DOMAIN.md 8, "Funders and what they look at"), to copy and edit. They are inserted
after migration where missing; an example that was edited or archived is left as it is."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from refuge import indicators
from reports import words
from reports.models import Audience, PartKind, ReportTemplate, TemplatePart
from reports.words import in_all

YOUNG = _("Young people")
REQUESTS = _("Requests for help")
PLACES = _("Spaces and nights")
DEPARTURES = _("Departures")
SUPPORT = _("Support")
PARTNERS = _("Partners")
VOLUNTEERS = _("Volunteers")
AWARENESS = _("Awareness")
ACTIVITIES = _("Activities")
TEAM = _("Team")


@dataclass(frozen=True)
class Section:
    title: str
    figures: tuple[tuple[str, tuple[str, ...]], ...]
    text: str = ""


@dataclass(frozen=True)
class Example:
    """One funder's report: `figures` are (indicator, breakdowns); the deadline is (month, day)."""

    code: str
    funder: str
    title: str
    introduction: str
    sections: tuple[Section, ...]
    deadline: tuple[int, int] | None = None
    audience: str = Audience.FUNDER


def plain(*codes) -> tuple:
    return tuple((code, ()) for code in codes)


LENGTHS = plain("stay_mean", "stay_median", "stay_within_three_months")
STAYS = Section(DEPARTURES, (("exits", ("destination",)), *LENGTHS))
OCCUPANCY = Section(PLACES, plain("nights_held", "nights_available", "occupancy_rate"))

EXAMPLES = (
    Example(
        "city",
        words.CITY,
        _("Activity report for the City of Brussels"),
        _("In {year} the shelter accommodated {accommodated} young people, supported {supported} and processed "
          "{requests_processed} requests for help."),
        (
            Section(YOUNG, (("accommodated", ("programme",)), ("supported", ()))),
            Section(REQUESTS, (("requests_received", ("channel",)), ("requests_processed", ("outcome",)))),
            OCCUPANCY,
            Section(AWARENESS, (("awareness_events", ("level",)), ("awareness_reached", ()))),
        ),
        (3, 31),
    ),
    Example(
        "cocom",
        words.COCOM,
        _("Activity report for COCOM (Vivalis)"),
        _("These figures follow the ordinance of 14 June 2018: places, occupancy, stays and departures of {year}."),
        (
            Section(YOUNG, (("accommodated", ("programme",)),)),
            OCCUPANCY,
            STAYS,
            Section(REQUESTS, (("requests_received", ("caller",)), ("acceptance_rate", ()), ("unmet_demand", ()),
                               ("refusals", ("reason",)))),
            Section(TEAM, (("staff_fte", ("function",)), ("staff_training_hours", ()))),
        ),
        (6, 30),
    ),
    Example(
        "cocof",
        words.COCOF,
        _("Activity report for COCOF"),
        _("The shelter’s social and psychological support in {year}: {supported} young people were supported."),
        (
            Section(SUPPORT, (("supported", ("domain",)), *plain("psychology_persons", "psychology_sessions"))),
            Section(REQUESTS, (("requests_received", ("need",)), *plain("response_median", "response_in_time"))),
            Section(PARTNERS, (("referrals_made", ("need",)), ("referrals_accepted", ()), ("active_partners", ()))),
        ),
        (3, 31),
    ),
    Example(
        "equal",
        words.EQUAL,
        _("Activity report for equal.brussels"),
        _("Awareness, volunteers and the young people behind the figures: what was done for equal chances in {year}."),
        (
            Section(AWARENESS, (("awareness_events", ("level", "project")), ("awareness_reached", ("level",)))),
            Section(VOLUNTEERS, plain("volunteers_active", "volunteer_hours", "volunteer_retention")),
            Section(ACTIVITIES, (("activities_held", ("kind",)), ("activity_participations", ()))),
            Section(YOUNG, plain("accommodated", "supported")),
        ),
        (4, 30),
    ),
    Example(
        "fedasil",
        words.FEDASIL,
        _("Yearly report on the agreement with Fedasil"),
        _("Nights by file number go to Fedasil with each month’s statement, not with this report."),
        (OCCUPANCY, Section(YOUNG, (("accommodated", ("programme",)),)), STAYS),
        (2, 28),
    ),
    Example(
        "eu",
        words.EU,
        _("Project report"),
        _("Outputs and people reached in {year}. Breakdowns by sex and age are shown where no group is small."),
        (
            Section(YOUNG, (("accommodated", ()), ("supported", ("domain",)))),
            Section(AWARENESS, (("awareness_events", ("level", "project")), ("awareness_reached", ("level",)))),
            Section(PARTNERS, plain("active_partners", "referrals_made")),
            STAYS,
        ),
        (3, 1),
    ),
    Example(
        "foundation",
        words.FOUNDATION,
        _("What your support made possible"),
        _("In {year}, {accommodated} young people found a safe place here and {supported} were supported."),
        (
            Section(YOUNG, plain("accommodated", "supported")),
            Section(PLACES, plain("nights_held")),
            Section(VOLUNTEERS, plain("volunteers_active", "volunteer_hours")),
        ),
        (9, 30),
    ),
    Example(
        "yearbook",
        words.EVERYBODY,
        _("Annual report of the shelter"),
        _("Who called, who slept here, what was done together and where young people went: {year} in figures."),
        (
            Section(YOUNG, (("accommodated", ("programme",)), ("supported", ("domain",)))),
            Section(REQUESTS, (("requests_received", ("channel",)), ("requests_processed", ("outcome",)),
                               ("unmet_demand", ()))),
            Section(PLACES, (("nights_held", ()), ("occupancy_rate", ("month",)))),
            STAYS,
            Section(PARTNERS, (("referrals_made", ("need",)), ("active_partners", ()))),
            Section(VOLUNTEERS, (("volunteers_active", ()), ("volunteer_hours", ("kind",)))),
            Section(ACTIVITIES, (("activities_held", ("kind",)),)),
            Section(AWARENESS, (("awareness_events", ("level",)), ("awareness_reached", ()))),
            Section(TEAM, plain("staff_fte", "staff_training_hours", "volunteer_fte", "volunteer_training_hours")),
        ),
        audience=Audience.PUBLIC,
    ),
)  # fmt: skip


def insert_examples() -> None:
    """Insert the examples that were never inserted. After a flush they come back."""
    known = set(ReportTemplate.objects.values_list("example", flat=True))
    for example in EXAMPLES:
        if example.code not in known:
            insert(example)


def insert(example: Example) -> ReportTemplate:
    month, day = example.deadline or (None, None)
    template = ReportTemplate.objects.create(
        code=example.code,
        example=example.code,
        funder=in_all(example.funder)["fr"],
        title=in_all(example.title),
        introduction=in_all(example.introduction),
        audience=example.audience,
        deadline_month=month,
        deadline_day=day,
    )
    TemplatePart.objects.bulk_create(
        TemplatePart(template=template, position=position, **fields)
        for position, fields in enumerate(parts_of(example))
    )
    return template


def parts_of(example: Example):
    """The lines of the example, of what is declared here: a figure that nobody counts yet is left out."""
    declared = {each.code: {by.code for by in each.breakdowns} for each in indicators.declared()}
    for section in example.sections:
        figures = [(code, by) for code, by in section.figures if code in declared]
        if not figures:
            continue
        yield {"kind": PartKind.SECTION, "title": in_all(section.title), "text": in_all(section.text)}
        for code, by in figures:
            shown = [each for each in by if each in declared[code]]
            yield {"kind": PartKind.FIGURE, "indicator": code, "breakdowns": shown}
