"""Search over many people: `python -m benchmarks search [--people 100000]`, in a house of its own."""

import random
import statistics
import time

from demo.words import PEOPLE

COMMON = [name for name, *_rest in PEOPLE]
SYLLABLES = [a + b for a in "bcdfgjklmnprstvz" for b in ("a", "e", "i", "o", "ou", "an", "é")]
BATCH = 5_000
TEXTS = ("Salomé", "salomee", "Noor", "moh", "za", "Quentin Fleur", "0470 00 04 21", "P-2026-00042", "42")
TIMES = 15


def made_up(chance) -> str:
    """Four in ten share one of the common names."""
    if chance.random() < 0.4:
        return chance.choice(COMMON)
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))).capitalize()


def fill(number: int, by) -> None:
    """People with a chosen name, a legal name of two words and a phone number each."""
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


def median_of(user, text: str) -> tuple[float, int]:
    """Milliseconds of the whole of find() with all its queries, and how many it found."""
    from refuge.people.search import find

    hits, taken = find(user, text, limit=5), []
    for _ in range(TIMES):
        began = time.perf_counter()
        find(user, text, limit=5)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), len(hits)


def explain(text: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT person_id FROM people_personname "
            "WHERE folded %%> (SELECT refuge_fold(%s)) OR sound = (SELECT refuge_sound(%s))",
            [text, text],
        )
        return "\n".join(row[0] for row in cursor.fetchall())


def lines(number: int) -> list[str]:
    """Markdown lines, in the database at hand, which must hold nobody."""
    from django.db import connection

    from refuge.accounts.models import RoleGrant, User

    by = User.objects.create_user("bench@refuge.example", name="Bench")
    RoleGrant.objects.create(user=by, role="coordinator")
    fill(number, by)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE people_person, people_personname, people_channel")
    rows = [(text, *median_of(by, text)) for text in TEXTS]
    table = [f"| {text} | {taken:.0f} | {hits} |" for text, taken, hits in rows]
    return ["| Searched | ms | hits |", "| --- | --: | --: |", *table, "", "```", explain("salome"), "```"]
