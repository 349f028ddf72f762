"""All figures of a year over a large house: `python -m benchmarks figures [--requests 200000] [--write]`."""

import time
from dataclasses import dataclass
from uuid import uuid4

# Copies of what is there, as often as it takes: other ids, other numbers, the same facts. No figure reads what is
# encrypted in a request, which a copy could not open.
COPY = """
    CREATE TEMP TABLE copies ON COMMIT DROP AS
    SELECT request.id AS old, gen_random_uuid() AS new, request.decision_id AS old_decision,
           CASE WHEN request.decision_id IS NOT NULL THEN gen_random_uuid() END AS new_decision,
           row_number() OVER () AS number
    FROM intake_request AS request LIMIT %(number)s;
    INSERT INTO intake_request ({request})
    SELECT {request_values} FROM copies JOIN intake_request AS request ON request.id = copies.old;
    INSERT INTO intake_decision ({decision})
    SELECT {decision_values} FROM copies JOIN intake_decision AS decision ON decision.id = copies.old_decision;
    UPDATE intake_request AS request SET decision_id = copies.new_decision, state = decision.outcome
    FROM copies JOIN intake_decision AS decision ON decision.id = copies.new_decision WHERE request.id = copies.new;
"""
BATCH = 50_000
CHANGED = {
    "request": {
        "id": "copies.new",
        "decision_id": "NULL",
        "state": "'new'",
        "reference": "%(mark)s || copies.number",
        "call": "NULL",
    },
    "decision": {"id": "copies.new_decision", "request_id": "copies.new"},
}


@dataclass(frozen=True)
class Timed:
    code: str
    milliseconds: float
    queries: int


def columns(model, name: str) -> tuple[str, str]:
    """The table's columns, and what a copy holds in them."""
    names = [field.column for field in model._meta.concrete_fields if not field.generated]
    quoted = [f'"{each}"' for each in names]
    values = [CHANGED[name].get(each, f'{name}."{each}"') for each in names]
    return ", ".join(quoted), ", ".join(values)


def multiply(wanted: int) -> None:
    """Copy requests with their decisions until there are so many."""
    from django.db import connection, transaction

    from intake.models import Decision, Request

    request, request_values = columns(Request, "request")
    decision, decision_values = columns(Decision, "decision")
    sql = COPY.format(
        request=request, request_values=request_values, decision=decision, decision_values=decision_values
    )
    turn = 0
    while (missing := wanted - Request.objects.count()) > 0:
        turn += 1
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            for table in ("intake_request", "intake_decision"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # no figure reads the history
            for statement in filter(str.strip, sql.split(";")):
                cursor.execute(statement, {"number": min(missing, BATCH), "mark": f"B{uuid4().hex[:6]}-{turn}-"})
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("intake_request", "intake_decision"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE intake_request, intake_decision")


def timed(indicator, period) -> Timed:
    """The figure and all its parts, as the page asks for them; what others have asked for is known."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reports.figures import indicator_data

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        indicator_data(indicator, period)
    return Timed(indicator.code, (time.perf_counter() - began) * 1000, len(asked))


def lines(requests: int) -> list[str]:
    """Markdown lines, in the database at hand."""
    from django.utils import timezone

    from housing.models import Stay
    from intake.models import Request
    from refuge import indicators
    from refuge.indicators import Period

    multiply(requests)
    year = timezone.localdate().year - 1
    for _warm in range(2):
        period = Period.year(year)
        found = [timed(each, period) for each in indicators.declared()]
    whole = sum(each.milliseconds for each in found) / 1000
    asked = sum(each.queries for each in found)
    slowest = sorted(found, key=lambda each: -each.milliseconds)[:12]
    numbers = f"{Request.objects.count():,} requests, {Stay.objects.count():,} stays"
    return [
        f"All {len(found)} indicators of {year} with their parts, over {numbers}: **{whole:.2f} s**, {asked} queries. "
        "The goal is 5 s. The slowest:",
        "",
        "| Indicator | ms | queries |",
        "| --- | --: | --: |",
        *(f"| {each.code} | {each.milliseconds:.0f} | {each.queries} |" for each in slowest),
    ]
