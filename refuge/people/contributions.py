"""What the people app adds to the shared pages."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details
from refuge.people import policy as policy
from refuge.people import registry
from refuge.people.models import Channel, Closure, Consent, OutsideContact, Person, TeamAlert
from refuge.people.panels import PANELS
from refuge.people.search import find, references
from refuge.people.timeline_sources import SOURCES
from refuge.registry import NavigationEntry, SearchProvider, navigation, search_providers

SUBJECT = "people.person"
VIEW = "people.view_file"
IDENTITY = "people.view_identity"


def every_file(user) -> Q:
    """Those who read files may open all of them; `Person.visible_to` takes out the ones closed to them."""
    return Q() if allows(user, VIEW) else registry.NOBODY


def name_files(user, ids) -> dict:
    """The reference alone: a log tells no name."""
    files = Person.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "reference")
    return {pk: (reference, reverse("people:panel", args=[reference, "access"])) for pk, reference in files}


def hidden_files(user):
    return Closure.objects.closed_to(user).values("person")


def find_file(user, text):
    files = Person.objects.visible_to(user).filter(reference__in=references(text)).order_by("-reference")
    return files.values_list("pk", flat=True).first()


registry.visible.append(every_file)
for panel in PANELS:
    registry.panels.add(panel)
for source in SOURCES:
    registry.timeline.add(source)

navigation.add(
    NavigationEntry(label=_("Files"), url_name="people:list", icon="users", permission=VIEW, order=5, phone=True)
)
search_providers.add(SearchProvider(label=_("Files"), permission=VIEW, find=find, order=0))

# Names, numbers and what is intimate are told by the field's name alone, whoever reads.
add_subject(Subject(SUBJECT, name_files, hidden_files, find_file))
details.update({panel.key: panel.label for panel in PANELS})
details.update({"legal_name": _("legal name"), "channel": _("number or address"), "edit": _("form of the file")})
CONSENTS, HISTORY = "people.view_consents", "people.view_history"
CHANNEL_VALUES = ("kind", "whose", "may_call", "may_voicemail", "may_text", "may_name_refuge", "monitored", "never")
add_tracked(
    Tracked(Person, _("File"), "pgh_obj_id", SUBJECT, {
        "pronouns": VIEW, "worker": VIEW, "birth_date": IDENTITY, "birth_year": IDENTITY, "stated_age": IDENTITY,
        "stated_on": IDENTITY, "languages": IDENTITY, "residence": IDENTITY,
    }),
    Tracked(Channel, _("Safe contact"), "person_id", SUBJECT, dict.fromkeys(CHANNEL_VALUES, IDENTITY)),
    Tracked(OutsideContact, _("Who knows"), "person_id", SUBJECT, {
        "kind": IDENTITY, "language": IDENTITY, "letterhead": IDENTITY,
    }),
    Tracked(Consent, _("Consent"), "person_id", SUBJECT, {
        "purpose": CONSENTS, "how": CONSENTS, "given_on": CONSENTS, "withdrawn_at": CONSENTS,
    }),
    Tracked(TeamAlert, _("Team alert"), "person_id", SUBJECT, {"kind": VIEW, "ended_at": VIEW}),
    Tracked(Closure, _("Closed file"), "person_id", SUBJECT, {"user": HISTORY, "reopened_at": HISTORY}),
)  # fmt: skip
