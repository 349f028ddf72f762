"""Who stands behind the figures about plans, rights and minors: the same conditions as their SQL, record by record."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from casework.counted import supported
from casework.indicators_support import YOUTH_CARE
from casework.models import Action, JournalNote, NoteKind, Plan, PlanCopy, RightStep, Step
from casework.parameters import PLAN_SIGNED_DAYS, PLAN_STAY_DAYS
from housing.counted import stays
from refuge.days import start_of
from refuge.indicators import tell
from refuge.parameters.registry import values_of
from refuge.partners.choices import Status
from refuge.partners.models import Referral
from refuge.people.counted import people

RIGHTS = "casework.view_rights"


def lacked(period) -> Q:
    """With a plan in the period, and without a right that was missing at entry and not obtained before."""
    return _lacked(period, Q())


def obtained(period) -> Q:
    opened = RightStep.objects.kept().filter(
        person=OuterRef("person"), right=OuterRef("right"), step=Step.OPENED,
        happened_on__range=(period.first, period.last),
    )  # fmt: skip
    return _lacked(period, Q(Exists(opened)))


def _lacked(period, more) -> Q:
    before = RightStep.objects.kept().filter(
        person=OuterRef("person"), right=OuterRef("right"), step=Step.OPENED, happened_on__lt=period.first
    )
    steps = RightStep.objects.kept().filter(
        ~Exists(before), more, person=OuterRef("pk"), step=Step.LACKED, happened_on__lte=period.last
    )
    plans = Plan.objects.filter(person=OuterRef("pk"), opened_on__lte=period.last)
    plans = plans.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=period.first))
    return Q(Exists(steps)) & Q(Exists(plans))


def minors(period) -> Q:
    """Supported on a day on which they were certainly under 18."""
    notes = JournalNote.objects.kept().exclude(kind=NoteKind.OBSERVED).filter(
        person=OuterRef("pk"), happened_on__range=(period.first, period.last),
        happened_on__lt=OuterRef("minor_until"),
    )  # fmt: skip
    steps = Action.objects.filter(
        goal__plan__person=OuterRef("pk"), done_at__gte=start_of(period.first), done_at__lt=start_of(period.end),
        done_at__date__lt=OuterRef("minor_until"),
    )  # fmt: skip
    return Q(Exists(notes)) | Q(Exists(steps))


def referred(period) -> Q:
    told = Referral.objects.filter(
        person=OuterRef("pk"), sent_on__range=(period.first, period.last), organisation__type__in=YOUTH_CARE
    )
    return minors(period) & Q(Exists(told.exclude(status=Status.WITHDRAWN)))


def to_sign(period) -> Q:
    """Stays that began in the period, lasted long enough, and whose days to sign are over."""
    days = values_of([PLAN_STAY_DAYS.code, PLAN_SIGNED_DAYS.code], period.last)
    long_enough = Q(arrived_on__lt=period.today - timedelta(days=days[PLAN_STAY_DAYS.code]))
    stayed = Q(departed_on__isnull=True) | Q(
        departed_on__gt=F("arrived_on") + timedelta(days=days[PLAN_STAY_DAYS.code])
    )
    over = Q(arrived_on__lt=period.today - timedelta(days=days[PLAN_SIGNED_DAYS.code]))
    return Q(arrived_on__range=(period.first, period.last)) & long_enough & stayed & over


def signed(period) -> Q:
    days = timedelta(days=values_of([PLAN_SIGNED_DAYS.code], period.last)[PLAN_SIGNED_DAYS.code])
    copies = PlanCopy.objects.kept().filter(
        plan__person=OuterRef("person"),
        signed_on__gte=OuterRef("arrived_on"),
        signed_on__lte=OuterRef("arrived_on") + days,
    )
    return to_sign(period) & Q(Exists(copies))


ABOVE, BELOW = _("Counted above the line"), _("Counted below the line")
tell("support_actions_each", people(supported))
tell(
    "rights_opened",
    people(obtained, code="part", name=ABOVE, permission=RIGHTS),
    people(lacked, code="whole", name=BELOW, permission=RIGHTS),
)
tell("minors_referred", people(referred, code="part", name=ABOVE), people(minors, code="whole", name=BELOW))
tell("plans_signed", stays(signed, code="part", name=ABOVE), stays(to_sign, code="whole", name=BELOW))
