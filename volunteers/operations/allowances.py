"""What is paid back: reckoned, checked against the Act, paid, taken off. The volunteer's row is held meanwhile, so that
two amounts entered at once are both counted."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.operations import operation
from refuge.people.operations.changing import change, check
from volunteers.ceilings import Limits, Line, standing, travel_cents
from volunteers.models import Allowance, Cost
from volunteers.operations.locking import locked
from volunteers.parameters import rate_of
from volunteers.words import euros

CEILINGS = {
    "day": _("With it %(sum)s are paid for this day: more than the ceiling of the day, %(ceiling)s."),
    "year": _("With it %(sum)s are paid for this year: more than the ceiling of the year, %(ceiling)s."),
}
WHAT_FOLLOWS = _(
    "If it is passed, the whole amount of the year becomes pay, with contributions and tax, unless all real costs can "
    "be proved. Tick “Enter it all the same” if it was paid nevertheless."
)
NEVER = {
    "mixed": _("A flat rate and real costs cannot be mixed in one year: choose one of them for this volunteer."),
    "kilometres": _("Beside a flat rate, no more kilometres than the Act allows in a year can be paid back."),
}


@operation
def add_allowance(
    *, volunteer, day, cost, by, cents=None, vehicle="", metres=None, is_elsewhere=False, all_the_same=False
) -> Allowance:
    """Enter an amount for a day, of kilometres by the rate of that day. Refused where it mixes what cannot be mixed;
    before a ceiling is passed, code "ceiling" on `all_the_same`, unless that is said. What another organisation paid is
    a fact: it mixes nothing here, but a ceiling that it passes is asked about like any other."""
    if day > timezone.localdate():
        raise ValidationError({"day": ValidationError(_("This day is still to come."), code="future")})
    locked(volunteer)
    amount = travel_cents(metres or 0, rate_of(vehicle, day)) if cost == Cost.TRAVEL and cents is None else cents
    if cost == Cost.TRAVEL and not (metres and vehicle):
        message = _("Of kilometres, say how many and by what.")
        raise ValidationError({"kilometres": ValidationError(message, code="no_kilometres")})
    if not amount:
        raise ValidationError({"euros": ValidationError(_("An amount is above zero."), code="no_amount")})
    _check(volunteer, Line(day, cost, amount, metres or 0), all_the_same, is_elsewhere)
    allowance = Allowance(
        volunteer=volunteer, day=day, cost=cost, cents=amount, vehicle=vehicle if cost == Cost.TRAVEL else "",
        metres=metres if cost == Cost.TRAVEL else None, is_elsewhere=is_elsewhere, created_by=by,
    )  # fmt: skip
    check(allowance, ["day", "cost", "cents", "vehicle", "metres"])
    allowance.save(force_insert=True)
    return allowance


@operation
def remove_allowance(*, allowance, by) -> Allowance:
    """Take an amount off that was entered by mistake. Refused once it is paid."""
    allowance = locked(allowance)
    if allowance.paid_on:
        raise ValidationError(_("It is paid. Take the payment back first."), code="paid")
    change(allowance, {"removed_at": timezone.now()})
    return allowance


@operation
def restore_allowance(*, allowance, by) -> Allowance:
    """Put it back, also past a ceiling: that was asked when it was entered. Refused where it would mix a flat rate and
    real costs, or bring too many kilometres beside a flat rate."""
    volunteer = locked(allowance.volunteer)
    allowance = locked(allowance)
    if allowance.removed_at:
        line = Line(allowance.day, allowance.cost, allowance.cents, allowance.metres or 0)
        _check(volunteer, line, True, allowance.is_elsewhere)
    change(allowance, {"removed_at": None})
    return allowance


@operation
def pay(*, allowances, paid_on, by) -> int:
    """These amounts were paid on that day; how many were still to pay."""
    rows = Allowance.objects.to_pay().select_for_update(no_key=True).filter(pk__in=[each.pk for each in allowances])
    return sum(change(each, {"paid_on": paid_on}) for each in rows.order_by("id"))


@operation
def take_payment_back(*, paid_on, by) -> int:
    """The payment of that day was not made: its amounts are to pay again."""
    rows = Allowance.objects.current().select_for_update(no_key=True).filter(paid_on=paid_on)
    return sum(change(each, {"paid_on": None}) for each in rows.order_by("id"))


def _check(volunteer, line: Line, all_the_same: bool, is_elsewhere: bool) -> None:
    """What the new line adds to the year's problems; those that stood before it are no reason to refuse it."""
    entered = Allowance.objects.of_year(line.day.year).filter(volunteer=volunteer)
    lines = [Line(*row) for row in entered.values_list("day", "cost", "cents", "metres")]
    limits = Limits.of(line.day.year)
    before, after = standing(lines, limits), standing([*lines, line], limits)
    new = set(after.problems) - set(before.problems)
    for code, message in () if is_elsewhere else NEVER.items():
        if code in new:
            raise ValidationError({"cost": ValidationError(message, code=code)})
    passed = _passed(after, line) if line.cost == Cost.FLAT else []
    if passed and not all_the_same:
        messages = [ValidationError(CEILINGS[code], code="ceiling", params=words) for code, words in passed]
        raise ValidationError({"all_the_same": [*messages, ValidationError(WHAT_FOLLOWS, code="ceiling")]})


def _passed(after, line: Line) -> list[tuple[str, dict]]:
    """The ceilings that are passed with the line, each with its words."""
    of_day = after.of_days[line.day]
    sums = {"day": (of_day, after.limits.day), "year": (after.flat, after.limits.year)}
    over = {"day": of_day > after.limits.day, "year": after.flat > after.limits.year}
    return [(code, {"sum": euros(of), "ceiling": euros(ceiling)}) for code, (of, ceiling) in sums.items() if over[code]]
