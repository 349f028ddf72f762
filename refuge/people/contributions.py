"""What the people app adds to the shared pages."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details, reasons
from refuge.people import joining, registry
from refuge.people import parameters as parameters
from refuge.people import policy as policy
from refuge.people.merging import MergeRule, add_merge_rule
from refuge.people.models import (
    Channel,
    Closure,
    Consent,
    Merge,
    OutsideContact,
    Person,
    PersonName,
    TeamAlert,
    of_open_file,
)
from refuge.people.panels import PANELS
from refuge.people.search import find, references
from refuge.people.timeline_sources import SOURCES
from refuge.questions import SOME_PEOPLE, as_some_people, ask
from refuge.registry import NavigationEntry, SearchProvider, navigation, search_providers
from refuge.ui.templatetags.ui import known_address

SUBJECT = "people.person"
VIEW = "people.view_file"
IDENTITY = "people.view_identity"
FEW = 2


def every_file(user) -> Q:
    """Those who read files may open all of them; `Person.visible_to` takes out the ones closed to them."""
    return Q() if allows(user, VIEW) else registry.NOBODY


def name_files(user, ids) -> dict:
    """The reference alone: a log tells no name. A file that went into another one leads there."""
    if not ids:
        return {}
    # The log of one file names it alone: each stand-in more costs as much as a row.
    most = FEW if len(ids) <= FEW else len(SOME_PEOPLE)
    files = ask("people.files", user, lambda: _some_files(user, most), most, stand_ins=as_some_people(ids))
    return {pk: (reference, known_address("people:panel", reference, "access")) for pk, reference in files}


def _some_files(user, most):
    files = Person.objects.filter(_leads_to_open_file(user), pk__in=SOME_PEOPLE[:most])
    return files.values_list("pk", "reference")


def _leads_to_open_file(user) -> Q:
    return of_open_file(user, "pk") | of_open_file(user, "merged_into")


def hidden_files(user):
    """The files closed to `user`, and what went into one of them."""
    closed = Closure.objects.closed_to(user).values("person")
    # As a union each half is read from an index; with OR every file would be.
    return (
        Person.objects.filter(pk__in=closed)
        .values("pk")
        .union(Person.objects.filter(merged_into__in=closed).values("pk"), all=True)
    )


def find_file(user, text):
    files = Person.objects.filter(_leads_to_open_file(user), reference__in=references(text))
    return files.order_by("-reference").values_list("pk", flat=True).first()


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
details.update({"merge": _("merge of two files")})
CONSENTS, HISTORY = "people.view_consents", "people.view_history"
TAKEN_OFF = ("removed_at", "removed_because")
CHANNEL_VALUES = ("kind", "whose", "may_call", "may_voicemail", "may_text", "may_name_refuge", "monitored", "never")
reasons.update(
    {"correction": _("corrected"), "merge": _("merged"), "parting": _("parted again"), "death": _("death noted")}
)
add_tracked(
    Tracked(Person, _("File"), "pgh_obj_id", SUBJECT, {
        "pronouns": VIEW, "worker": VIEW, "birth_date": IDENTITY, "birth_year": IDENTITY, "stated_age": IDENTITY,
        "stated_on": IDENTITY, "languages": IDENTITY, "residence": IDENTITY, "died_on": VIEW,
    }),
    Tracked(Channel, _("Safe contact"), "person_id", SUBJECT, dict.fromkeys((*CHANNEL_VALUES, *TAKEN_OFF), IDENTITY)),
    Tracked(OutsideContact, _("Who knows"), "person_id", SUBJECT, {
        "kind": IDENTITY, "language": IDENTITY, "letterhead": IDENTITY, **dict.fromkeys(TAKEN_OFF, IDENTITY),
    }),
    Tracked(Consent, _("Consent"), "person_id", SUBJECT, {
        "purpose": CONSENTS, "how": CONSENTS, "given_on": CONSENTS, "withdrawn_at": CONSENTS,
        **dict.fromkeys(TAKEN_OFF, CONSENTS),
    }),
    Tracked(TeamAlert, _("Team alert"), "person_id", SUBJECT, {"kind": VIEW, "ended_at": VIEW, "ended_because": VIEW}),
    Tracked(Closure, _("Closed file"), "person_id", SUBJECT, {"user": HISTORY, "reopened_at": HISTORY}),
    Tracked(Merge, _("Merge of two files"), "kept_id", SUBJECT, {"parted_at": VIEW}),
)  # fmt: skip

# Names stay with the file that had them, and still find it; a merge is about both of its files.
add_merge_rule(
    MergeRule(PersonName, moves=False),
    MergeRule(Merge, field="kept", moves=False),
    MergeRule(Merge, field="absorbed", moves=False),
    MergeRule(Person, field="merged_into"),
    MergeRule(Channel, _("Safe contact"), IDENTITY, doubles=joining.same_channels, join=joining.join_channels),
    MergeRule(OutsideContact, _("Who knows"), IDENTITY, doubles=joining.same_contacts, join=joining.join_contacts),
    MergeRule(Consent, _("Consents"), CONSENTS),
    MergeRule(TeamAlert, _("Team alerts"), VIEW),
    MergeRule(Closure, doubles=joining.same_closures),
)
