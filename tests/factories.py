"""Records for tests, made as staff make them: through operations."""

from itertools import count

from django.utils import timezone

from intake import operations as intake
from refuge.accounts.models import RoleGrant, User
from refuge.people import operations as people

_numbers = count(1)


def make_user(*roles, **fields) -> User:
    """Somebody who signs in, holding `roles` from today on."""
    number = next(_numbers)
    fields = {"email": f"person{number}@refuge.example", "name": f"Colleague {number}"} | fields
    user = User.objects.create_user(**fields)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


def make_person(*, by=None, **fields):
    """A young person's file, of an adult unless told otherwise."""
    fields = {"chosen_name": "Nour", "pronouns": "iel"} | fields
    if not fields.keys() & {"birth_date", "birth_year", "stated_age"}:
        fields["birth_year"] = 2005
    return people.register_person(by=by or make_user("coordinator"), **fields)


def make_request(*, by=None, **fields):
    """A call for help, anonymous unless `person` or `chosen_name` is given."""
    fields = {"urgency": "48h", "story": "Put out on Saturday."} | fields
    return intake.log_call(by=by or make_user("coordinator"), **fields)


def make_minor(*, by=None, **fields):
    """The file of somebody who is 16, as they said today."""
    return make_person(by=by, **{"stated_age": 16, "stated_on": timezone.localdate()} | fields)
