"""Search over many people: `python -m benchmarks.search 100000` in an empty database. Prints milliseconds and plans.

Fills the database with made-up people, so it refuses one that holds anybody.
"""

import os
import random
import statistics
import sys
import time

import django

from demo.words import PEOPLE

COMMON = [name for name, *_rest in PEOPLE]
SYLLABLES = [a + b for a in "bcdfgjklmnprstvz" for b in ("a", "e", "i", "o", "ou", "an", "é")]
BATCH = 5_000


def made_up(chance) -> str:
    """Four in ten share one of the common names."""
    if chance.random() < 0.4:
        return chance.choice(COMMON)
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))).capitalize()


def fill(number: int, by) -> None:
    from django.utils import timezone

    from refuge.people.models import Channel, Person

    chance, year = random.Random(7), timezone.localdate().year  # noqa: S311 made-up names, no secret
    for start in range(0, number, BATCH):
        people = [
            Person(
                reference=f"P-{year - n % 8}-{n:05}",
                chosen_name=made_up(chance),
                legal_name=f"{made_up(chance)} {made_up(chance)}",
                birth_year=year - chance.randrange(18, 26),
                created_by=by,
            )
            for n in range(start, min(start + BATCH, number))
        ]
        Person.objects.bulk_create(people)
        Channel.objects.bulk_create(
            Channel(person=person, kind="phone", value=f"+3247{start + n:07}", created_by=by)
            for n, person in enumerate(people)
        )


def measure(user, text: str, times: int = 15) -> tuple[float, int]:
    from refuge.people.search import find

    hits, taken = find(user, text, limit=5), []
    for _ in range(times):
        began = time.perf_counter()
        find(user, text, limit=5)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), len(hits)


def explain(text: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT person_id FROM people_personname "
            "WHERE folded %%> refuge_fold(%s) OR sound = refuge_sound(%s)",
            [text, text],
        )
        return "\n".join(row[0] for row in cursor.fetchall())


def main(number: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")
    django.setup()
    from django.db import connection

    from refuge.accounts.models import RoleGrant, User
    from refuge.people.models import Person

    if Person.objects.exists():
        sys.exit("This database holds people already: measure in an empty one.")
    by = User.objects.create_user("bench@refuge.example", name="Bench")
    RoleGrant.objects.create(user=by, role="coordinator")
    fill(number, by)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE people_person, people_personname, people_channel")
    for text in ("Salomé", "salomee", "Noor", "moh", "za", "Quentin Fleur", "0470 00 04 21", "P-2026-00042", "42"):
        taken, hits = measure(by, text)
        print(f"{text!r:18} {taken:7.1f} ms  {hits} hits")
    print(explain("salome"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
