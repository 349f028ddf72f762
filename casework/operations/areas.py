"""Life areas: gone through with the young person, corrected for some hours, then done again."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Area, Level, LifeMeasurement, Moment
from casework.operations.plans import check_not_to_come
from casework.parameters import AMEND_HOURS
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.people.death import check_alive
from refuge.people.models import Person


@operation
def measure_areas(*, person, moment, levels, by, comment="", held_on=None) -> LifeMeasurement:
    """Note where the person stands in each area gone through (`levels`, {area: 1 to 5}).

    What stands for this moment is corrected by whoever noted it, for some hours (a parameter); after that, and by
    others, it is replaced: it stays in the file and comes back when the new one is removed. ValidationError for an
    empty one, or a level that is none.
    """
    person = _locked(person)
    check_not_to_come(held_on, "held_on")
    said = {"levels": _checked(levels), "comment": comment.strip(), "held_on": held_on or timezone.localdate()}
    standing = LifeMeasurement.objects.standing().filter(person=person, moment=moment).first()
    if standing and may_correct(standing, by):
        for name, value in said.items():
            setattr(standing, name, value)
        standing.save(update_fields=list(said))
    else:
        if standing:
            _set_removed(standing, timezone.now())
        standing = LifeMeasurement.objects.create(person=person, moment=moment, noted_by=by, replaces=standing, **said)
    compare_again(person)
    standing.refresh_from_db(fields=["compared", "gained"])
    return standing


def may_correct(measurement, user) -> bool:
    """Whether `user` still changes it in place. One query."""
    until = measurement.noted_at + timedelta(hours=value_of(AMEND_HOURS.code, timezone.localdate()))
    return measurement.noted_by_id == user.pk and timezone.now() < until


@operation
def remove_measurement(*, measurement, by) -> LifeMeasurement:
    """Entered by mistake: the one that it replaced stands again, else the moment is to be gone through."""
    person = _locked(measurement.person)
    measurement = LifeMeasurement.objects.get(pk=measurement.pk)
    if not measurement.removed_at:
        _set_removed(measurement, timezone.now())
        if measurement.replaces:
            _set_removed(measurement.replaces, None)
        compare_again(person)
    return measurement


@operation
def restore_measurement(*, measurement, by) -> LifeMeasurement:
    """Undo `remove_measurement`. RuleBroken if the moment was gone through again since."""
    person = _locked(measurement.person)
    measurement = LifeMeasurement.objects.get(pk=measurement.pk)
    if measurement.removed_at:
        if measurement.replaces and not measurement.replaces.removed_at:
            _set_removed(measurement.replaces, timezone.now())
        _set_removed(measurement, None)
        compare_again(person)
    return measurement


def compare_again(*people) -> None:
    """Work out anew, for all that stands in these files, what was measured twice and what has become better."""
    for person in people:
        standing = list(LifeMeasurement.objects.standing().filter(person=person))
        entry = next((each.levels for each in standing if each.moment == Moment.ENTRY), {})
        for each in standing:
            _compare(each, {} if each.moment == Moment.ENTRY else entry)


def _compare(measurement, entry) -> None:
    both = [area for area in Area.values if area in entry and area in measurement.levels]
    gained = [area for area in both if measurement.levels[area] > entry[area]]
    if (measurement.compared, measurement.gained) != (both, gained):
        measurement.compared, measurement.gained = both, gained
        measurement.save(update_fields=["compared", "gained"])


def _checked(levels) -> dict:
    wrong = set(levels) - set(Area.values) or {level for level in levels.values() if level not in Level.values}
    if wrong or not levels:
        raise ValidationError(_("Go through one area at least."), code="empty")
    return {area: levels[area] for area in Area.values if area in levels}


def _locked(person) -> Person:
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    check_alive(person)
    return person


def _set_removed(measurement, moment) -> None:
    measurement.removed_at = moment
    measurement.save(update_fields=["removed_at"])
