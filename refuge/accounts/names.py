"""Names of colleagues beside what they did."""

from refuge.accounts.models import User
from refuge.questions import SOME_PEOPLE, as_some_people, ask

FEW = 25


def names_of(ids) -> dict:
    """{id: name} of colleagues. One query, and one more for each hundred."""
    ids, names = [*ids], {}
    for start in range(0, len(ids), len(SOME_PEOPLE)):
        some = ids[start : start + len(SOME_PEOPLE)]
        most = FEW if len(some) <= FEW else len(SOME_PEOPLE)
        names |= dict(ask("accounts.names", None, lambda most=most: _named(most), most, stand_ins=as_some_people(some)))
    return names


def _named(most):
    return User.objects.filter(pk__in=SOME_PEOPLE[:most]).values_list("pk", "name")
