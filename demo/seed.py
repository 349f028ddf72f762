"""A shelter of any size with a past of any length, for benchmarks and trials: what `manage.py seed` makes."""

from django.db import connection
from django.utils import timezone

from demo.accounts import ACCOUNTS, build_accounts
from demo.moments import Moments
from demo.past.calls import MINOR
from demo.past.chance import Chance
from demo.past.evenings import note_evenings
from demo.past.names import made_up
from demo.past.rows import Rows
from demo.past.simulation import A_YEAR, Past, Place
from demo.past.team import Team
from demo.present import furnish
from housing.models import Programme, ServicePeriod, Site, Space, Unit
from refuge.accounts.models import Role, User
from refuge.people.models import Person

SEED = 2018
REQUESTS_A_SPACE = 10  # in a year
SPACES_A_WORKER = 30
MOST_WORKERS = 20  # of a role
FLATS_A_SITE = 2


def is_empty() -> bool:
    """Whether nobody has an account, a file or a space here."""
    return not any(model.objects.exists() for model in (User, Person, Space))


def seed(spaces: int, years: int) -> dict[str, int]:
    """Fill an empty database with so many spaces and years up to today; what was made, counted, by name.

    Written batch by batch, each in a transaction of its own: stopped half-way, what was written stays.
    """
    chance = Chance(SEED)
    staff = build_accounts([*ACCOUNTS, *_colleagues(spaces, chance)])
    first = -round(years * A_YEAR)
    rows = Rows(timezone.localdate(), by=staff["coordinator"])
    team = Team(_of(staff, "coordinator"), _of(staff, "educator"), staff["management"], chance)
    places = [Place(space, space.programme, ready=first) for space in _open(spaces, rows.day(first), chance)]
    past = Past(rows, team, chance, places, first, yearly=spaces * REQUESTS_A_SPACE)
    past.run(0)
    note_evenings(rows, _of(staff, "educator"), Chance(SEED), first, spaces)
    past.desk.take(-1, kind=MINOR)  # somebody under 18 whose call is still to be decided
    past.promise()
    past.finish()
    furnish(spaces, staff, Chance(SEED), Moments(timezone.localtime()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return rows.counted({"accounts": len(staff), "spaces": len(places)})


def _colleagues(spaces, chance) -> list:
    """Further coordinators and educators, as many as so many spaces need."""
    numbers = range(2, min(spaces // SPACES_A_WORKER, MOST_WORKERS) + 1)
    return [
        (f"{role.value}{number}", f"{made_up(chance)['chosen_name']} {number}", [role])
        for role in (Role.COORDINATOR, Role.EDUCATOR)
        for number in numbers
    ]


def _of(staff, role) -> list:
    return [user for key, user in staff.items() if key.rstrip("0123456789") == role]


def _open(number, opened, chance) -> list[Space]:
    """Flats of five spaces (two, where there are few), every third for post-shelter; in service from a day on."""
    size = 5 if number >= 15 else 2
    flats = -(-number // size)
    sites = [
        Site(id=chance.id(), alias=f"Site {each + 1}", address=f"Rue inventée {each + 1}, 1000 Bruxelles")
        for each in range(-(-flats // FLATS_A_SITE))
    ]
    units = [Unit(id=chance.id(), site=sites[flat // FLATS_A_SITE], name=f"Flat {flat + 1}") for flat in range(flats)]
    spaces = [
        Space(
            id=chance.id(),
            unit=units[each // size],
            code=f"{each // size + 1}-{each % size + 1}",
            programme=Programme.POST if each // size % 3 == 2 else Programme.EMERGENCY,
            reserved_asylum=each % 15 == 2,
            step_free=each % 15 == 0,
        )
        for each in range(number)
    ]
    for rows in (sites, units, spaces):
        type(rows[0]).objects.bulk_create(rows)
    ServicePeriod.objects.bulk_create(ServicePeriod(id=chance.id(), space=space, starts_on=opened) for space in spaces)
    return spaces
