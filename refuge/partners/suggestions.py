"""Where to refer: for the same need first what worked, in a young person's own reach."""

from dateutil.relativedelta import relativedelta
from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from refuge.parameters.registry import value_of
from refuge.partners.choices import FOR_MINORS_ONLY, YOUTH_SERVICES, FeltSafe, Status
from refuge.partners.models import Organisation, SafetyMark
from refuge.partners.parameters import WORKED_MONTHS
from refuge.people.models import AgeStatus

SHOWN = 25


def last_mark():
    """What the newest felt-safe mark says, "" where nobody marked it."""
    marks = SafetyMark.objects.current().filter(organisation=OuterRef("pk")).order_by("-marked_on", "-id")
    return Subquery(marks.values("felt_safe")[:1])


def suggested(user, person, need: str, text: str = ""):
    """Organisations for this need, at most 25: those that accepted and where people felt safe first, those where they
    did not last; for a minor youth services before all. With `text` any that it names.

    Youth services stand there only for who is certainly under 18. Each row tells `accepted`, `refused` and `mark`.
    """
    minor = person.age_status() == AgeStatus.MINOR
    rows = Organisation.objects.visible_to(user).current().annotate(mark=last_mark(), **_counts(need))
    rows = rows if minor else rows.exclude(type__in=FOR_MINORS_ONLY)
    rows = rows.found_by(text) if text.strip() else rows.filter(_fits(need, minor))
    return rows.order_by(*_best_first(need, minor))[:SHOWN]


def _counts(need) -> dict:
    today = timezone.localdate()
    since = today - relativedelta(months=value_of(WORKED_MONTHS.code, today))
    of_need = Q(referrals__need=need, referrals__sent_on__gte=since)
    return {
        "accepted": Count("referrals", filter=of_need & Q(referrals__status=Status.ACCEPTED)),
        "refused": Count("referrals", filter=of_need & Q(referrals__status=Status.REFUSED)),
    }


def _fits(need, minor) -> Q:
    fits = Q(services__contains=[need]) | Q(accepted__gt=0)
    return fits | Q(type__in=YOUTH_SERVICES) if minor else fits


def _best_first(need, minor) -> tuple:
    def first(condition, otherwise=1):
        return Case(When(condition, then=Value(0)), default=Value(otherwise), output_field=IntegerField())

    young = [first(Q(type__in=YOUTH_SERVICES))] if minor else []
    not_unsafe = first(Q(mark__isnull=True) | ~Q(mark=FeltSafe.NO))
    worked = first(Q(accepted__gt=0, mark=FeltSafe.YES))
    return (*young, not_unsafe, worked, "-accepted", first(Q(services__contains=[need])), "refused", "name_key", "id")
