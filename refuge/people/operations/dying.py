"""A death, noted once: the file is read-only from then on."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.history import because
from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.operations.changing import change
from refuge.people.operations.file import locked
from refuge.people.registry import alert_subjects


@operation
def record_death(*, person, source: str, by, died_on=None):
    """Note that the person has died, who told us (`source`), and the day if it is known.

    The file and what hangs on it can then be read and no longer changed, except for a departure; open alerts about it
    are taken off, and no new ones are made. Refused without a source, for a day to come, and when it is noted already.
    """
    person = locked(person)
    check_alive(person)
    if died_on and died_on > timezone.localdate():
        raise ValidationError({"died_on": ValidationError(_("This day is still to come."), code="future")})
    if not source.strip():
        raise ValidationError({"source": ValidationError(_("Write who told us."), code="required")})
    values = {"death_source": source, "died_on": died_on, "death_noted_at": timezone.now(), "death_noted_by_id": by.pk}
    with because("death"):
        change(person, values)
        for subject in _subjects(person):
            resolve(subject=subject, by=by)
    return person


@operation
def undo_death(*, person, by):
    """It was noted by mistake: the file is a file again, and the alerts that were open then are back."""
    person = locked(person)
    noted_at = person.death_noted_at
    if noted_at is None:
        return person
    with because("correction"):
        change(person, {"death_source": "", "died_on": None, "death_noted_at": None, "death_noted_by_id": None})
        for subject in _subjects(person):
            unresolve(subject=subject, since=noted_at, by=by)
    return person


def _subjects(person) -> list:
    """What alerts can be about, of this person: the file, and what the apps say hangs on it."""
    return [person, *(subject for subjects in alert_subjects for subject in subjects(person))]
