"""Which stays began and ended by a move within the house, and who was there on a night."""

from django.db.models import Exists, OuterRef, Q

from housing.models import Stay
from housing.models.choices import Destination


def moved_on() -> Q:
    """Stays that ended by moving to the other programme of the house: no departure. An old register may know where
    somebody went, and not the stay that followed."""
    following = Stay.objects.filter(person=OuterRef("person"), arrived_on=OuterRef("departed_on"))
    return Q(destination=Destination.POST_SHELTER_HERE) | Exists(following.exclude(programme=OuterRef("programme")))


def moved_in() -> Q:
    """Stays that began by moving from the other programme, on the day on which that stay ended: no arrival."""
    earlier = Stay.objects.filter(person=OuterRef("person"), departed_on=OuterRef("arrived_on"))
    return Q(Exists(earlier.exclude(programme=OuterRef("programme"))))


def there_on(night) -> Q:
    """Stays that hold the night from that day to the next."""
    return Q(arrived_on__lte=night) & (Q(departed_on__isnull=True) | Q(departed_on__gt=night))
