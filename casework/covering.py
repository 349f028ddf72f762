"""Who stands in for whom today, and who is told of what concerns a file."""

from casework.models import Cover
from refuge.access import allows
from refuge.accounts.models import User
from refuge.people.models import Person


def stood_in_for(user, day=None) -> list:
    """The ids of colleagues for whom `user` stands in on a day. One query."""
    return list(Cover.objects.current(day).filter(colleague=user).values_list("away", flat=True))


def told(person, *users) -> list[User]:
    """`users` and whoever stands in for them today, without those who cannot open the file. None is nobody's file."""
    asked = {user.pk: user for user in users if user is not None}
    covers = Cover.objects.current().filter(away__in=asked).select_related("colleague")
    asked |= {cover.colleague_id: cover.colleague for cover in covers}
    return [user for user in asked.values() if user.is_active and can_open(user, person)]


def can_open(user, person) -> bool:
    """Whether `user` works with files, and this one is open to them."""
    if not allows(user, "casework.view_plan"):
        return False
    return person is None or Person.objects.visible_to(user).filter(pk=person.pk).exists()
