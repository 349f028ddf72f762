"""The pages of requests over many, in a database of its own, empty and migrated:
`HTTPS=false MFA_REQUIRED=false python -m benchmarks.requests 50`, and again with 50000.

Fills up to the number given; prints queries and milliseconds of each page, and the plans of the lists.
"""

import os
import statistics
import sys
import time
from datetime import timedelta

import django

BATCH = 5_000
TIMES = 9
WHO = "bench@refuge.example"


def fill(first: int, last: int, by) -> None:
    """Requests `first` to `last`, an hour apart: some dozens are open or wait, as in a house of thirty spaces."""
    for start in range(first, last, BATCH):
        _batch(range(start, min(start + BATCH, last)), by)


def is_open(number: int) -> bool:
    return number < 30 or 50 <= number < 120


def waits(number: int) -> bool:
    return 30 <= number < 45 or 120 <= number < 160


def _batch(numbers, by) -> None:
    from django.utils import timezone

    from intake.models import Decision, Request
    from refuge.people.models import Person

    now, year = timezone.now(), timezone.localdate().year
    people = [
        Person(reference=f"P-{year}-{n:06}", chosen_name=f"Ami {n}", birth_year=year - 18 - n % 8, created_by=by)
        for n in numbers
    ]
    Person.objects.bulk_create(people)
    requests = [
        Request(
            reference=f"R-{year}-{n:06}", person=person, received_at=now - timedelta(hours=n), received_by=by,
            urgency=("tonight", "48h", "week", "prevention")[n % 4], story="Put out on Saturday.",
            answered_at=None if n % 2 else now - timedelta(hours=n, minutes=-20),
        )
        for n, person in zip(numbers, people, strict=True)
    ]  # fmt: skip
    Request.objects.bulk_create(requests)
    decided = [request for n, request in zip(numbers, requests, strict=True) if not is_open(n)]
    for request in decided:
        outcome = "waiting" if waits(int(request.reference.rpartition("-")[2])) else "followed"
        request.decision = Decision(request=request, outcome=outcome, reason="Case by case.", decided_by=by)
        request.state = outcome
    Decision.objects.bulk_create(request.decision for request in decided)
    Request.objects.bulk_update(decided, ["decision", "state"], batch_size=1_000)


def measure(client, path) -> tuple[int, float]:
    """Queries and the median of some milliseconds."""
    from django.db import connection

    asked, taken = [], []

    def count(execute, sql, *more):
        asked.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(count):
        response = client.get(path)
    assert response.status_code == 200, path  # noqa: S101 a page that fails is no measurement
    for _time in range(TIMES):
        began = time.perf_counter()
        client.get(path)
        taken.append((time.perf_counter() - began) * 1000)
    return len(asked), statistics.median(taken)


def paths() -> list[str]:
    from intake.models import Request

    middle = Request.objects.open().with_place().order_by("place")[Request.objects.open().count() // 2]
    detail = f"/intake/{Request.objects.order_by('received_at').last().reference}/"
    late = "/intake/?late=on"
    return ["/intake/", f"/intake/?after={middle.pk}", late, "/intake/?state=all", "/intake/waiting/", detail, "/"]


def explain(user) -> str:
    from intake.models import Request
    from intake.waiting import waiting_for

    inbox = Request.objects.visible_to(user).for_lists().with_place().open().order_by("place", "pk")[:51]
    waiting = waiting_for(user).order_by("place", "pk")[:51]
    plans = (rows.explain(analyze=True, costs=False, timing=False, summary=False) for rows in (inbox, waiting))
    return "\n\n".join(plans)


def main(number: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from intake.models import Request
    from refuge.accounts.models import RoleGrant, User

    settings.ALLOWED_HOSTS = ["*"]
    by = User.objects.filter(email=WHO).first()
    if by is None:
        if User.objects.exists():
            sys.exit("This database is somebody’s: measure in an empty one.")
        by = User.objects.create_user(WHO, name="Bench")
        RoleGrant.objects.create(user=by, role="coordinator")
    fill(Request.objects.count(), number, by)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE intake_request, intake_decision, people_person")
    client = Client()
    client.force_login(by)
    for path in paths():
        print("{:24} {:3} queries {:7.1f} ms".format(path[:24], *measure(client, path)))
    print(explain(by))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
