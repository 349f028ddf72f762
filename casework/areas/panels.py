"""The panel of the person page, and what the timeline tells of life areas."""

from django.utils.translation import gettext as _

from casework.areas.rows import areas_of
from casework.models import LifeMeasurement, Moment
from refuge.access import allows
from refuge.people.registry import TimelineSource, timeline_row

VIEW = "casework.view_areas"


def areas_panel(request, person) -> dict:
    areas = areas_of(person)
    removable = {row.measurement.pk for row in areas.measured
                 if allows(request.user, "casework.remove_areas", row.measurement)}  # fmt: skip
    return {"areas": areas, "may_measure": not person.has_died, "removable": removable}


def measured(user, person):
    row = timeline_row("areas", at="held_on", fact="moment", actor="noted_by_id")
    return LifeMeasurement.objects.visible_to(user).standing().filter(person=person).annotate(**row)


def about_measured(row) -> dict:
    return {"title": _("Life areas gone through"), "detail": Moment(row["fact"]).label}


SOURCE = TimelineSource("areas", measured, about_measured, VIEW)
