"""Who has which keys, for the pages that show it."""

from django.conf import settings

from housing.models import KeyLoan
from refuge.questions import SOME_PEOPLE, as_some_people, read

# As many sets as a page of the list has; which, is filled in when the question is asked.
SOME_SETS = SOME_PEOPLE[: settings.PAGE_SIZE]


def loans_for(user):
    """Loans with whoever `user` may know, for a page that shows them."""
    loans = KeyLoan.objects.with_known(user)
    return loans.select_related("stay__person", "colleague", "handed_by", "key_set__unit", "key_set__space")


def loans_out(user, sets) -> dict:
    """{id of the set: its loan that is not over}, of the sets of one page. One query."""
    some = as_some_people([each.pk for each in sets])
    loans = read("housing.keys.out", user, lambda: held_for(user).filter(key_set__in=SOME_SETS), stand_ins=some)
    return {loan.key_set_id: loan for loan in loans}


def loans_late(user) -> list[KeyLoan]:
    """Sets still with somebody whose stay is over, the longest first. One query."""
    return read("housing.keys.late", user, lambda: _late(user))


def _late(user):
    places = ("key_set__number", "key_set__unit__name", "key_set__space__code")
    loans = held_for(user, *places, "stay__departed_on").select_related("key_set__unit", "key_set__space")
    return loans.after_departure().order_by("stay__departed_on", "pk")


def held_for(user, *more):
    """Of who holds them a row shows the name: a person and a colleague have many columns more."""
    loans = KeyLoan.objects.with_known(user).out().select_related("stay__person", "colleague")
    who = ("colleague__name", "stay__person__chosen_name")
    return loans.only("key_set", "stay", "colleague", "out_on", "lost_on", *who, *more)
