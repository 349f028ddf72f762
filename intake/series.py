"""Requests over months, quarters or years: one query for each figure, however many steps."""

from refuge.indicators import count_at_once

RECEIVED = """
    SELECT steps.place, {number}
    FROM steps JOIN intake_request AS request
      ON request.received_at >= steps.first_moment AND request.received_at < steps.end_moment
    GROUP BY steps.place
"""
PROCESSED = """
    SELECT steps.place, count(DISTINCT decision.request_id)
    FROM steps JOIN intake_decision AS decision
      ON decision.decided_at >= steps.first_moment AND decision.decided_at < steps.end_moment
    WHERE decision.revoked_at IS NULL
    GROUP BY steps.place
"""

count_at_once("requests_received", RECEIVED.format(number="count(*)"))
count_at_once("requesters", RECEIVED.format(number="count(DISTINCT request.person_id)"))
count_at_once("requests_processed", PROCESSED)
