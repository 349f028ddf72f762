"""Organisations and referrals made ready for the eye."""

from dataclasses import dataclass, field
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from refuge.access import allows
from refuge.partners.choices import FeltSafe, Need, OrganisationType, Status
from refuge.partners.models import Agreement, Contact, Meeting, Merge, Referral, SafetyMark
from refuge.people.choices import LANGUAGES, labels
from refuge.questions import SOMEBODY, ask, read
from refuge.ui.templatetags.ui import known_address

MARK_TONES = {FeltSafe.YES: "well", FeltSafe.MIXED: "soon", FeltSafe.NO: "late"}
STATUS_TONES = {
    Status.PREPARED: "accent",
    Status.SENT: "soon",
    Status.ACCEPTED: "well",
    Status.REFUSED: "late",
    Status.NO_ANSWER: "late",
    Status.WITHDRAWN: "plain",
}
ON_PAGE = 10


@dataclass(frozen=True)
class OrganisationRow:
    """One line of the directory."""

    organisation: object
    url: str
    facts: list
    mark: str
    mark_tone: str
    more: list = field(default_factory=list)


def rows_for(organisations) -> list[OrganisationRow]:
    return [row_of(each) for each in organisations]


def row_of(organisation, more=()) -> OrganisationRow:
    """The organisation with its type, services and area, and its newest mark if the query brought it."""
    facts = [organisation.get_type_display(), labels(Need.choices, organisation.services), organisation.area]
    mark = getattr(organisation, "mark", None)
    return OrganisationRow(
        organisation=organisation,
        url=known_address("partners:organisation", organisation.pk),
        facts=[str(fact) for fact in (*facts, organisation.phone) if fact],
        mark=str(FeltSafe(mark).label) if mark else "",
        mark_tone=MARK_TONES.get(mark, "plain"),
        more=list(more),
    )


def suggestion_rows(organisations) -> list[OrganisationRow]:
    """With what became of earlier referrals for the need."""
    return [row_of(each, _record(each)) for each in organisations]


def _record(organisation) -> list[str]:
    accepted, refused = organisation.accepted, organisation.refused
    said = [ngettext("accepted %(n)d time", "accepted %(n)d times", accepted) % {"n": accepted}] if accepted else []
    return said + ([ngettext("refused %(n)d time", "refused %(n)d times", refused) % {"n": refused}] if refused else [])


def page_context(user, organisation) -> dict:
    """What the page of one organisation shows; of referrals only what the reader may see."""
    context = {
        "organisation": organisation,
        "services": labels(Need.choices, organisation.services),
        "languages": labels(LANGUAGES, organisation.languages),
        "contacts": _parts(Contact, organisation, "name"),
        "agreements": [_agreement(each) for each in _parts(Agreement, organisation, "-starts_on", "-id")],
        "meetings": _parts(Meeting, organisation, "-held_on", "-id", most=ON_PAGE),
        "marks": [
            (each, MARK_TONES[each.felt_safe])
            for each in _parts(SafetyMark, organisation, "-marked_on", "-id", most=ON_PAGE)
        ],
        "merges": _merges(organisation),
        "type": OrganisationType(organisation.type).label,
        "may_change": allows(user, "partners.change"),
        "user_id": user.pk,
    }
    return context | (_referrals(user, organisation) if allows(user, "partners.view_referral") else {})


def _parts(model, organisation, *order, most=None) -> list:
    """Those of one kind that stand, the first `most` of them, with who entered them."""

    def build():
        current = model.objects.current().filter(organisation=SOMEBODY)
        return current.select_related("created_by").order_by(*order)[:most]

    return read("partners.parts", None, build, model._meta.label, stand_ins={SOMEBODY: organisation.pk})


def _agreement(agreement) -> tuple:
    """The agreement with the words and tone of its chip."""
    today = timezone.localdate()
    if agreement.starts_on > today:
        return agreement, _("to come"), "plain"
    if agreement.ends_on and agreement.ends_on < today:
        return agreement, _("ended"), "plain"
    return agreement, _("running"), "well"


def _merges(organisation) -> list:
    """The merges that stand: of others into this one, or of this one into another."""

    def build():
        standing = Merge.objects.standing().select_related("kept", "gone", "merged_by")
        return standing.filter(kept=SOMEBODY) | standing.filter(gone=SOMEBODY)

    return read("partners.merges", None, build, stand_ins={SOMEBODY: organisation.pk})


def _referrals(user, organisation) -> dict:
    """The newest referrals, and how many of all became what, in how many days (median)."""
    where = {SOMEBODY: organisation.pk}
    facts = ask("partners.facts", user, lambda: _sent_there(user), stand_ins=where)
    days = [(answered - sent).days for _status, sent, answered in facts if answered]
    return {
        "referrals": referral_rows(read("partners.newest", user, lambda: _newest_there(user), stand_ins=where)),
        "sent": len(facts),
        "accepted": sum(status == Status.ACCEPTED for status, _sent, _answered in facts),
        "days": round(median(days)) if days else None,
    }


def _there(user):
    """What `user` may see of the referrals to SOMEBODY."""
    return Referral.objects.visible_to(user).filter(organisation=SOMEBODY)


def _sent_there(user):
    return _there(user).exclude(sent_on=None).values_list("status", "sent_on", "answered_on")


def _newest_there(user):
    return _there(user).for_lists().order_by("-prepared_on", "-id")[:ON_PAGE]


@dataclass(frozen=True)
class ReferralRow:
    """One referral in a list: its state in words, and whether its answer is late."""

    referral: object
    url: str
    state: str
    tone: str
    circumstance: str
    is_late: bool


def referral_rows(referrals, late_since=None) -> list[ReferralRow]:
    today = timezone.localdate()
    return [referral_row(each, today, late_since) for each in referrals]


def referral_row(referral, today, late_since=None) -> ReferralRow:
    late = bool(late_since and referral.status == Status.SENT and referral.sent_on <= late_since)
    held = referral.is_held
    return ReferralRow(
        referral=referral,
        url=known_address("partners:referral", referral.pk),
        state=pgettext("referral", "held back") if held else str(referral.get_status_display()),
        tone="late" if late or held else STATUS_TONES[referral.status],
        circumstance=_circumstance(referral, today),
        is_late=late,
    )


def _circumstance(referral, today) -> str:
    if referral.status == Status.SENT:
        days = referral.days_waiting(today)
        return ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}
    if referral.days_to_answer is not None:
        days = referral.days_to_answer
        return ngettext("answered in %(days)d day", "answered in %(days)d days", days) % {"days": days}
    return ""
