"""What partners and referrals add to the shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details
from refuge.partners import alerts, counted, indicators, merging, parameters, policy, timeline
from refuge.partners.forms.referrals import late_since
from refuge.partners.models import Agreement, Contact, Meeting, Merge, Organisation, Referral, SafetyMark
from refuge.partners.models.organisation import is_long
from refuge.partners.operations.answering import follow_consent
from refuge.partners.rows import referral_rows, row_of
from refuge.people import registry as people
from refuge.people.models import Person
from refuge.questions import SOME_REFERENCE, read
from refuge.registry import NavigationEntry, SearchHit, SearchProvider, SlotPart, navigation, search_providers, slots

__all__ = ["alerts", "counted", "indicators", "merging", "parameters", "policy"]

VIEW, REFERRALS, REFER = "partners.view", "partners.view_referral", "partners.refer"
SUBJECT = "partners.organisation"
GROUP = _("Partners")
ON_TODAY = 5


def find(user, text: str, limit: int) -> list[SearchHit]:
    """Organisations by the beginning of a word of their name or abbreviation."""
    text = text.replace("\0", "").strip()
    likes = is_long(text)
    who = {SOME_REFERENCE: text}
    found = read("partners.found", user, lambda: _found(user, limit, likes), limit, likes, stand_ins=who)
    return [_hit(row_of(each)) for each in found]


def _found(user, limit, likes):
    named = Organisation.objects.visible_to(user).current().with_word(SOME_REFERENCE, or_like_it=likes)
    return named.best_first(SOME_REFERENCE).defer("note")[:limit]


def _hit(row) -> SearchHit:
    return SearchHit(url=row.url, title=str(row.organisation), detail=" · ".join(row.facts))


def waiting(request, record) -> dict:
    """Sent and not answered, the oldest first; of those who prepare them also what is held back stands in the list."""
    referrals = read("today.referrals", request.user, lambda: _longest_unanswered(request.user))
    return {"rows": referral_rows(referrals, late_since())}


def _longest_unanswered(user):
    return Referral.objects.visible_to(user).waiting_for_answer().for_lists().order_by("sent_on", "id")[:ON_TODAY]


def of_person(request, person) -> dict:
    referrals = Referral.objects.visible_to(request.user).filter(person=person).for_lists()
    rows = referral_rows(referrals.order_by("-prepared_on", "-id"), late_since())
    return {"rows": rows, "may_refer": not person.has_died and allows(request.user, REFER)}


def of_record(request, record):
    """The same beside a request, or what else is about a person; nothing where there is no person."""
    person = record if isinstance(record, Person) else getattr(record, "person", None)
    return {"person": person, **of_person(request, person)} if person else None


def name_organisations(user, ids) -> dict:
    found = Organisation.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "name")
    return {pk: (name, reverse("partners:organisation", args=[pk])) for pk, name in found}


def hidden_organisations(user):
    """None is closed to anybody who reads the log."""
    return Organisation.objects.none().values("pk")


def find_organisation(user, text):
    return Organisation.objects.visible_to(user).found_by(text).best_first(text).values_list("pk", flat=True).first()


navigation.add(NavigationEntry(GROUP, "partners:list", "building-2", VIEW, group=GROUP, order=70))
navigation.add(NavigationEntry(_("Referrals"), "partners:referrals", "signpost", REFERRALS, group=GROUP, order=71))
slots["today.side"].add(SlotPart("partners/today_referrals.html", REFERRALS, waiting, order=40))
slots["intake.minor.referrals"].add(SlotPart("partners/minor_referrals.html", REFERRALS, of_record))
search_providers.add(SearchProvider(GROUP, VIEW, find, order=40))
people.panels.add(
    people.Panel("referrals", _("Referrals"), "partners/person_referrals.html", REFERRALS, of_person, order=40)
)
people.timeline.add(people.TimelineSource("partners.sent", timeline.sent, timeline.describe_sent, REFERRALS))
people.timeline.add(
    people.TimelineSource("partners.answered", timeline.answered, timeline.describe_answered, REFERRALS)
)
people.alert_subjects.append(alerts.subjects_of)
people.consent_changed.append(follow_consent)
details.update({"referrals": _("Referrals"), "referral_letter": _("letter of a referral")})
add_subject(Subject(SUBJECT, name_organisations, hidden_organisations, find_organisation))
SHOWN = ("name", "abbreviation", "type", "area", "opening_hours", "email", "phone", "website", "address", "archived_at")
CONTACT_VALUES = dict.fromkeys(("name", "role", "removed_at"), VIEW)
REFERRAL_VALUES = ("organisation", "need", "status", "language", "prepared_on", "sent_on", "answered_on", "lifted_at")
add_tracked(
    Tracked(Organisation, _("Organisation"), "pgh_obj_id", SUBJECT, dict.fromkeys(SHOWN, VIEW)),
    Tracked(Contact, _("Contact of a partner"), "organisation_id", SUBJECT, CONTACT_VALUES),
    Tracked(
        Agreement, _("Agreement"), "organisation_id", SUBJECT,
        dict.fromkeys(("subject", "starts_on", "ends_on", "removed_at"), VIEW),
    ),
    Tracked(Meeting, _("Meeting"), "organisation_id", SUBJECT, dict.fromkeys(("held_on", "removed_at"), VIEW)),
    Tracked(
        SafetyMark, _("Felt-safe mark"), "organisation_id", SUBJECT,
        dict.fromkeys(("felt_safe", "marked_on", "removed_at"), VIEW),
    ),
    Tracked(Merge, _("Merge of two entries"), "kept_id", SUBJECT, {"gone": VIEW, "parted_at": VIEW}),
    Tracked(Referral, _("Referral"), "person_id", "people.person", dict.fromkeys(REFERRAL_VALUES, REFERRALS)),
)  # fmt: skip
