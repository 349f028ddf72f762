"""The pages of requests over many, in an empty, migrated database:
`HTTPS=false MFA_REQUIRED=false python -m benchmarks.requests 50000`.

Prints queries and milliseconds of each page with 50 requests and with the number given, and the plans of the lists.
"""

import os
import statistics
import sys
import time
from datetime import timedelta

import django

BATCH = 5_000
TIMES = 9
FEW = 50


def fill(first: int, last: int, by) -> None:
    """Requests `first` to `last`, five minutes apart: of ten four are open, one waits, the others are decided."""
    for start in range(first, last, BATCH):
        _batch(range(start, min(start + BATCH, last)), by)


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
            reference=f"R-{year}-{n:06}", person=person, received_at=now - timedelta(minutes=5 * n), received_by=by,
            urgency=("tonight", "48h", "week", "prevention")[n % 4], story="Put out on Saturday.",
            answered_at=None if n % 10 < 2 else now - timedelta(minutes=5 * n - 2),
        )
        for n, person in zip(numbers, people, strict=True)
    ]  # fmt: skip
    Request.objects.bulk_create(requests)
    decided = [request for n, request in zip(numbers, requests, strict=True) if n % 10 > 3]
    for place, request in enumerate(decided):
        outcome = "waiting" if place % 6 == 0 else "followed"
        request.decision = Decision(request=request, outcome=outcome, reason="Case by case.", decided_by=by)
        request.state = outcome
    Decision.objects.bulk_create(request.decision for request in decided)
    Request.objects.bulk_update(decided, ["decision", "state"], batch_size=1_000)


def measure(client, path) -> tuple[int, float]:
    """Queries and the median of some milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    assert response.status_code == 200, path  # noqa: S101 a page that fails is no measurement
    taken = []
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

    if Request.objects.exists():
        sys.exit("This database holds requests already: measure in an empty one.")
    settings.ALLOWED_HOSTS = ["*"]
    by = User.objects.create_user("bench@refuge.example", name="Bench")
    RoleGrant.objects.create(user=by, role="coordinator")
    client, told = Client(), []
    client.force_login(by)
    for first, last in ((0, FEW), (FEW, number)):
        fill(first, last, by)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE intake_request, intake_decision, people_person")
        told.append([measure(client, path) for path in paths()])
    for path, few, many in zip(paths(), *told, strict=True):
        print(f"{path[:24]:24} {few[0]:3} queries {few[1]:7.1f} ms   {many[0]:3} queries {many[1]:7.1f} ms")
    print(explain(by))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
