"""From the name of a database rule to the sentence a person reads beside the form.

A model's constraint carries its own `violation_error_message`. A trigger's rule is named here by the app that
declares it: `violations.say("people_adult", _("…"))`.
"""

import logging
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)
_said: dict[str, str] = {}

BUSY = _("Somebody else changed this at the same moment. Please try once more.")
UNKNOWN = _("This breaks a rule of the shelter's records, so nothing was saved.")


class RuleBroken(ValidationError):
    """A rule that stands in the database said no. `code` is the rule's name; nothing was written."""


def say(rule: str, message) -> None:
    """Use `message` when the database refuses with the constraint or trigger named `rule`."""
    _said[rule] = message


def said(rule: str):
    """The message of a rule that stands on more than one table."""
    return _said[rule]


@cache
def _constraint_messages() -> dict[str, str]:
    return {
        constraint.name: constraint.violation_error_message
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }


def rule_broken(error) -> RuleBroken:
    """The RuleBroken for a database `error`, in the reader's language, without the values it carries."""
    rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "unknown"
    message = _said.get(rule) or _constraint_messages().get(rule)
    if not message:
        log.error("A database rule without a message was broken: %s", rule)
    return RuleBroken(message or UNKNOWN, code=rule)
