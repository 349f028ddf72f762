"""How every operation begins: lock, then look. And how it says who is in the way."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.models import Occupancy, SpaceClosure, Status, Stay
from housing.models.choices import Cancelled
from housing.models.rules import NOT_CLOSED
from refuge.people.names import names_of
from refuge.questions import SOME_PEOPLE
from refuge.ui.words import initials

DESCRIBED = ("space__code", "person", "status", "starts_on", "agreed_until")
GONE = gettext_lazy("This has changed in the meantime. Look at the page again.")


def lock(*, spaces=(), people=()) -> None:
    """Lock the rows of spaces (records or ids), then of people, each in id order: so nobody waits for each other.

    Without it the exclusion constraints alone hold, but 40 people after one space end in deadlocks for minutes.
    """
    with connection.cursor() as cursor:
        for table, records in (("housing_space", spaces), ("people_person", people)):
            ids = [getattr(record, "pk", record) for record in records if record]
            if ids:
                cursor.execute(
                    f"SELECT FROM {table} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                    [ids],
                )


def lock_stay(stay, *, spaces=()) -> Stay:
    """Lock the stay's space and person (and other `spaces`); the stay as it is now."""
    held = stay.occupancies.filter(status=Status.ARRIVED).values_list("space", flat=True)
    lock(spaces=[*held, *spaces], people=[stay.person_id])
    return Stay.objects.select_for_update(of=("self",)).select_related("person").get(pk=stay.pk)


def lock_open_stay(stay, *, spaces=(), away=False) -> tuple[Stay, Occupancy | None]:
    """The same and the occupancy that goes on; refused when the person has left or moved in the meantime. With `away`
    also the stay of somebody who is away from a space that was freed: they have none."""
    before = list(stay.occupancies.filter(status=Status.ARRIVED).values_list("pk", flat=True))
    stay = lock_stay(stay, spaces=spaces)
    current = stay.occupancies.select_related("space").filter(status=Status.ARRIVED).first()
    same = [current.pk] == before if current else away and not before and stay.absences.without_space().exists()
    if not stay.is_open or not same:
        raise ValidationError(GONE, code="gone")
    return stay, current


def check_adult(person, night) -> None:
    """Refuse a further night, from `night` on, to whoever is not certainly 18 by then."""
    if not person.adult_from or person.adult_from > night:
        message = _("No further night before the age of 18, nor while the age is unknown.")
        raise ValidationError(message, code="housing_given_to_adults")


def check_about(request, person) -> None:
    """A request leads to a space for the person it is about, and nobody else."""
    if request and request.person_id != person.pk:
        raise ValidationError(_("This request is about somebody else."), code="other_person")


def not_in_future(day, field="on") -> None:
    if day > timezone.localdate():
        message = _("This has not happened yet: give today or a day before.")
        raise ValidationError({field: ValidationError(message, code="future")})


def check_nobody_there(space, by, *, ignoring=()) -> None:
    """Refuse while somebody is in the space, whatever was agreed with them."""
    there = Occupancy.objects.filter(space=space, status=Status.ARRIVED).exclude(pk__in=[each.pk for each in ignoring])
    refuse_for(there, by, _("Still there: %(who)s."), "still_there")


def check_not_agreed(space, start, end, by, *, ignoring=()) -> None:
    """Refuse what was already agreed with somebody else, and name it."""
    agreed = Occupancy.objects.filter(space=space).agreed_over(start, end)
    if ignoring:
        agreed = agreed.exclude(pk__in=[each.pk for each in ignoring])
    refuse_for(agreed, by, _("Must move first: %(who)s."), "in_the_way")


def closed_over(space, start, end):
    """The closures of a space on one of the nights from `start` on, up to but not `end`; of no night there are none."""
    until = Q(ends_on__isnull=True) | Q(ends_on__gt=start)
    found = SpaceClosure.objects.filter(until, space=space, starts_on__lt=end)
    return found.order_by("starts_on") if start < end else found.none()


def check_open(space, start, end) -> None:
    """Refuse nights on which the space is closed, and name the days: the database would, without them."""
    closure = closed_over(space, start, end).first()
    if closure is None:
        return
    message = _("%(space)s is closed from %(start)s until further notice.")
    if closure.ends_on:
        message = _("%(space)s is closed from %(start)s and open again on %(end)s.")
    params = {"space": space.code, "start": short(closure.starts_on), "end": short(closure.ends_on)}
    raise ValidationError({"space": ValidationError(message, code=NOT_CLOSED, params=params)})


def refuse_for(occupancies, by, message, code) -> None:
    """Raise with the people and dates of `occupancies`, as far as `by` may know them, by initials for who reads in
    discreet mode; nothing if there are none."""
    found = list(occupancies.order_by("starts_on").values(*DESCRIBED))
    if found:
        people = list({row["person"] for row in found})
        names = names_of(by, people[: len(SOME_PEOPLE)])
        if by and by.discreet:  # A refusal is plain text: no style reaches a name in it.
            names = {pk: initials(name) for pk, name in names.items()}
        raise ValidationError(message, code=code, params={"who": "; ".join(described(row, names) for row in found)})


def use_up(plans) -> None:
    """A promise of the very space somebody goes into is kept by it: the plan itself goes."""
    for plan in plans:
        plan.status = Status.CANCELLED
        plan.cancelled_because = Cancelled.KEPT
        plan.save(update_fields=["status", "cancelled_because"])


def described(row, names) -> str:
    """As in: A2, Salomé (arrived, from one day to another)."""
    return _("%(space)s, %(name)s (%(status)s, %(start)s – %(end)s)") % {
        "space": row["space__code"] or "?",
        "name": names.get(row["person"]) or _("somebody"),
        "status": Status(row["status"]).label.lower(),
        "start": short(row["starts_on"]),
        "end": short(row["agreed_until"]),
    }


def short(day) -> str:
    return day and formats.date_format(day, "SHORT_DATE_FORMAT")
