"""What housing tells people of, each alert exactly once (rule 8).

Every kind stands in a file of its own. Each is given under the day on which it was due, worked out from the records
alone: a run of a day may come twice, side by side, late or not at all, and a run killed half-way is finished by the
next. What is no longer so is taken off the lists by the operation that ended it, or at the latest by the next run.
"""

from datetime import date

from django.utils import timezone

from housing.alerts.after_care import AFTER_CARE, tell_of_after_care
from housing.alerts.closures import CLOSURE_ENDS, tell_of_closures
from housing.alerts.common import subjects_of
from housing.alerts.extensions import EXTENSION_WAITS, remind_of_extensions
from housing.alerts.promises import PROMISE_AT_RISK, tell_of_promises
from housing.alerts.stays import (
    OF_THE_DATE,
    STAY_BEYOND,
    STAY_ENDS,
    UNDER_AGE,
    send_stay_alerts,
    tell_again,
    tell_of_minors,
)

__all__ = [
    "AFTER_CARE",
    "CLOSURE_ENDS",
    "EXTENSION_WAITS",
    "OF_THE_DATE",
    "PROMISE_AT_RISK",
    "STAY_BEYOND",
    "STAY_ENDS",
    "UNDER_AGE",
    "remind_of_extensions",
    "send_all",
    "send_stay_alerts",
    "subjects_of",
    "tell_again",
    "tell_of_after_care",
    "tell_of_closures",
    "tell_of_minors",
    "tell_of_promises",
]


def send_all(today: date | None = None) -> int:
    """Give every alert of stays, extensions, closures, promises and after-care due on `today`; how many were new."""
    today = today or timezone.localdate()
    runs = (send_stay_alerts, remind_of_extensions, tell_of_closures, tell_of_promises, tell_of_after_care)
    return sum(run(today) for run in runs)
