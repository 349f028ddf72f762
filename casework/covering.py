"""Who stands in for whom today, and who is told of what concerns a file."""

from casework.models import Cover
from refuge.access import allows
from refuge.accounts.models import User
from refuge.people.models import Person
from refuge.people.registry import with_stand_ins


def stand_ins_of(users) -> list[User]:
    """Who stands in for one of `users` today."""
    covers = Cover.objects.current().filter(away__in=users).select_related("colleague")
    return [cover.colleague for cover in covers]


def told(person, *users) -> list[User]:
    """`users` and whoever stands in for them today, without those who cannot open the file. None is nobody's file."""
    asked = {user.pk: user for user in with_stand_ins(*users)}
    return [user for user in asked.values() if user.is_active and can_open(user, person)]


def can_open(user, person) -> bool:
    """Whether `user` works with files, and this one is open to them."""
    if not allows(user, "casework.view_plan"):
        return False
    return person is None or Person.objects.visible_to(user).filter(pk=person.pk).exists()
