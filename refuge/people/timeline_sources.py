"""What the people app itself tells on the timeline."""

from django.utils.translation import gettext as _

from refuge.people.models import Consent, Person, TeamAlert
from refuge.people.registry import TimelineSource, timeline_row

VIEW = "people.view_file"
CONSENTS = "people.view_consents"


def opened(user, person):
    row = timeline_row("file.opened", at="created_at", actor="created_by_id")
    return Person.objects.filter(pk=person.pk).annotate(**row)


def alerts_set(user, person):
    row = timeline_row("alert.set", at="since", fact="kind", actor="set_by_id")
    return TeamAlert.objects.filter(person=person).annotate(**row)


def alerts_ended(user, person):
    row = timeline_row("alert.ended", at="ended_at", fact="kind")
    return TeamAlert.objects.filter(person=person, ended_at__isnull=False).annotate(**row)


def consents_given(user, person):
    row = timeline_row("consent.given", at="recorded_at", fact="purpose", note="how", actor="recorded_by_id")
    return Consent.objects.current().filter(person=person).annotate(**row)


def consents_withdrawn(user, person):
    row = timeline_row("consent.withdrawn", at="withdrawn_at", fact="purpose")
    return Consent.objects.current().filter(person=person, withdrawn_at__isnull=False).annotate(**row)


def about_opening(row) -> dict:
    return {"title": _("File opened")}


def about_alert(row) -> dict:
    title = _("Team alert ended") if row["kind"] == "alert.ended" else _("Team alert set")
    return {"title": title, "detail": TeamAlert.Kind(row["fact"]).label}


def about_consent(row) -> dict:
    purpose = Consent.Purpose(row["fact"]).label
    if row["kind"] == "consent.withdrawn":
        return {"title": _("Consent withdrawn"), "detail": purpose}
    return {"title": _("Consent given"), "detail": f"{purpose} · {Consent.How(row['note']).label}"}


SOURCES = (
    TimelineSource("file.opened", opened, about_opening, VIEW),
    TimelineSource("alert.set", alerts_set, about_alert, VIEW),
    TimelineSource("alert.ended", alerts_ended, about_alert, VIEW),
    TimelineSource("consent.given", consents_given, about_consent, CONSENTS),
    TimelineSource("consent.withdrawn", consents_withdrawn, about_consent, CONSENTS),
)
