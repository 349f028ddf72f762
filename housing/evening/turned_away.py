"""People turned away tonight, made ready for the eye."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from housing.evening.nights import nights_to_note
from housing.models import TurnedAway
from refuge.questions import read


@dataclass(frozen=True)
class Counted:
    """A night that can still be noted, and its number if there is one."""

    night: date
    row: TurnedAway | None

    @property
    def is_tonight(self) -> bool:
        return self.night == timezone.localdate()


def nights() -> list[Counted]:
    """Tonight last; before noon the night that is ending comes first. One query."""
    which = nights_to_note()
    rows = {row.night: row for row in read("housing.turned_away", None, lambda: _noted(which), *which)}
    return [Counted(night, rows.get(night)) for night in which]


def _noted(nights):
    return TurnedAway.objects.filter(night__in=nights).select_related("noted_by")


def words(row) -> str:
    """What stands there after a number was noted."""
    if row.people == 0:
        return _("Noted: nobody was turned away.")
    message = ngettext(
        "Noted: %(n)d person turned away for lack of a space.",
        "Noted: %(n)d people turned away for lack of a space.",
        row.people,
    )
    return message % {"n": row.people}
