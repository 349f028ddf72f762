"""What stands in the way when two files with stays become one, or one becomes two again."""

from itertools import product

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.models import EarlierCare, Occupancy, Status, Stay
from housing.models.choices import AGREED, FACTS
from housing.models.situation import NO_PLACE
from refuge.people.merging import MergeRule, add_merge_rule, clashes

VIEW, CARE = "housing.view_stay", "housing.view_earlier_care"


def two_stays(joining):
    """Nobody has two stays in the same days: of two open stays one began by mistake."""
    if joining.parting:
        return
    for first, second in product(
        *(list(Stay.objects.filter(person=each)) for each in (joining.kept, joining.absorbed))
    ):
        if _overlap(first.arrived_on, first.departed_on, second.arrived_on, second.departed_on):
            days = {"first": _days(first.arrived_on, first.departed_on)}
            days |= {"second": _days(second.arrived_on, second.departed_on)}
            yield _("Both files have a stay in the same days: %(first)s and %(second)s.") % days


def two_spaces(joining):
    """Nobody has two spaces agreed on one night."""
    if joining.parting:
        return
    agreed = [
        list(Occupancy.objects.filter(person=each, status__in=AGREED).select_related("space"))
        for each in (joining.kept, joining.absorbed)
    ]
    for first, second in product(*agreed):
        both_there = first.status in FACTS and second.status in FACTS  # the stays say it already
        if not both_there and _overlap(first.starts_on, first.agreed_until, second.starts_on, second.agreed_until):
            spaces = {"first": _space(first), "second": _space(second)}
            yield _("Both files have a space agreed on one night: %(first)s and %(second)s.") % spaces


def nights_under_age(joining):
    """Rule 3: the age that a file will have makes no night one under 18. Marked nights move once they are over."""
    early = Q() if joining.adult_from is None else Q(starts_on__lt=joining.adult_from)
    nights = Occupancy.objects.exclude(status=Status.CANCELLED).filter(early).select_related("space")
    own = nights.filter(person=joining.kept, under_age=False)
    if joining.parting:
        own = own.filter(created_at__gt=joining.since).exclude(pk__in=joining.going[Occupancy._meta.label_lower])
        words = _("Since the merge a space was given that the age of before does not allow: %(space)s.")
    else:
        own |= nights.filter(person=joining.absorbed).exclude(status=Status.ENDED, under_age=True)
        words = _("With this age a space would be given before the age of 18: %(space)s. Correct the age first.")
    for night in own:
        yield words % {"space": _space(night)}


def _overlap(start, end, other_start, other_end) -> bool:
    """Half-open; None is not over yet. A stay of no night overlaps nothing."""
    if start == end or other_start == other_end:
        return False
    return (other_end is None or start < other_end) and (end is None or other_start < end)


def _days(start, end) -> str:
    first, last = (formats.date_format(day, "SHORT_DATE_FORMAT") if day else "…" for day in (start, end))
    return f"{first} – {last}"


def _space(occupancy) -> str:
    code = occupancy.space.code if occupancy.space else "?"
    return f"{code}, {_days(occupancy.starts_on, occupancy.ended_on or occupancy.agreed_until)}"


def stays_of(person):
    """What alerts can be about, of this person."""
    return Stay.objects.filter(person=person)


def two_rows_of_care(kept, absorbed) -> list:
    """Each file has its own row, and one person one row."""
    first, second = (EarlierCare.objects.filter(person=each).first() for each in (kept, absorbed))
    return [(first, second)] if first and second else []


def all_care(first, second) -> dict:
    """Every place that either file knows; that there was none is believed only where neither knows one."""
    told = {*first.places, *second.places}
    return {"places": sorted(told - set(NO_PLACE)) or first.places}


clashes.extend([two_stays, two_spaces, nights_under_age])
add_merge_rule(
    MergeRule(Stay, gettext_lazy("Stays"), VIEW, follows=("request",)),
    MergeRule(EarlierCare, gettext_lazy("Earlier care"), CARE, doubles=two_rows_of_care, join=all_care),
    MergeRule(Occupancy, gettext_lazy("Spaces"), VIEW, follows=("stay", "request")),
)
