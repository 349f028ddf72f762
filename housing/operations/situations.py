"""What somebody lives on and does, on arrival and at departure; and where they were in care before."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import Destination, EarlierCare, Situation
from housing.models.situation import NO_PLACE, At, Care, Income, Occupation
from housing.operations.locking import lock_stay
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.operations.file import locked as locked_file

# Who died or left without news told nobody how they live: what the form proposed is then not their word.
TOLD_NOTHING = (Destination.DECEASED, Destination.UNKNOWN)


@operation
def note_situation(*, stay, moment, by, income="", occupation="") -> Situation | None:
    """What is so at one moment of the stay, in the place of what was noted before. Both empty takes the row away:
    nobody asked. That of a departure is refused while the stay goes on."""
    stay = lock_stay(stay)
    check_alive(stay.person)
    if moment == At.EXIT and stay.is_open:
        raise ValidationError(_("What is so at departure is noted once the person has left."), code="not_left")
    return keep_situation(stay, moment, income, occupation, by)


@operation
def set_earlier_care(*, person, places, by) -> EarlierCare | None:
    """Where somebody was before, of `Care`, in the place of what was noted before; nothing is nobody asked. Refused:
    none of them, or no answer, together with a place."""
    person = locked_file(person)
    check_alive(person)
    if set(places) - set(Care.values):
        raise ValidationError({"places": ValidationError(_("Choose from the list."), code="invalid")})
    if len(places) > 1 and set(NO_PLACE) & set(places):
        message = _("“None of these” and “prefers not to say” stand alone.")
        raise ValidationError({"places": ValidationError(message, code="alone")})
    noted = EarlierCare.objects.filter(person=person).first()
    if not places:
        if noted:
            noted.delete()
        return None
    noted = noted or EarlierCare(person=person)
    noted.places, noted.noted_by, noted.noted_at = sorted(places), by, timezone.now()
    noted.save()
    return noted


def keep_situation(stay, moment, income, occupation, by) -> Situation | None:
    """The row of a stay that is locked."""
    if income not in Income.values or occupation not in Occupation.values:
        raise ValidationError(_("This answer is not one of the list."), code="invalid")
    noted = Situation.objects.filter(stay=stay, moment=moment).first()
    if not (income or occupation):
        if noted:
            noted.delete()
        return None
    noted = noted or Situation(stay=stay, moment=moment)
    noted.income, noted.occupation = income, occupation
    noted.noted_by, noted.noted_at = by, timezone.now()
    noted.save()
    return noted


def keep_at_departure(stay, income, occupation, by) -> None:
    """As the form of the departure told it."""
    if (income or occupation) and stay.destination not in TOLD_NOTHING:
        keep_situation(stay, At.EXIT, income, occupation, by)


def forget_departure(stay) -> None:
    """With the departure, what was so at it."""
    Situation.objects.filter(stay=stay, moment=At.EXIT).delete()
