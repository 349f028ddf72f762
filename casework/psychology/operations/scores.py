"""A questionnaire is recorded; what it asks for at once is a safety check."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Score
from casework.operations.plans import check_not_to_come
from casework.psychology import alerts, scoring
from casework.psychology.operations.locking import locked_open, refused
from casework.psychology.parameters import CHECK_HOURS
from refuge.operations import operation
from refuge.parameters.registry import value_of


@operation
def record_score(*, followup, tool, answers, by, comment="", taken_on=None, check="") -> Score:
    """Store the answers. Signed at once, unless one asks for a safety check and `check` says nothing: then the score
    stays open, no note is signed and the follow-up is not closed until `record_check`.

    ValidationError for answers that the questionnaire does not have.
    """
    followup = locked_open(followup)
    check_not_to_come(taken_on, "taken_on")
    try:
        scoring.total(tool, answers)
    except ValueError as error:
        message = _("Give an answer to each question, within its range.")
        raise ValidationError(message, code="answers") from error
    now = timezone.now()
    score = Score(
        followup=followup, taken_on=taken_on or timezone.localdate(), recorded_by=by, recorded_at=now,
        check_by=now + timedelta(hours=value_of(CHECK_HOURS.code, timezone.localdate())),
    )  # fmt: skip
    score.content = {"tool": str(tool), "answers": list(answers), "comment": comment.strip()}
    if check.strip() or not score.asks_for_check:
        _sign(score, check, by)
    score.save(force_insert=True)
    return score


@operation
def record_check(*, score, check, by) -> Score:
    """What the safety check showed and what was agreed: the score is signed with it, and the team is asked no more."""
    followup = locked_open(score.followup)
    score = followup.scores.select_for_update(of=("self",)).get(pk=score.pk)
    if score.signed_at:
        return score
    if not check.strip():
        raise refused("check", _("Write what was asked, answered and agreed."), "empty")
    _sign(score, check, by)
    score.save(update_fields=["safety", "signed_at", "signed_by"])
    alerts.end_asking(score)
    return score


def _sign(score, check, by) -> None:
    score.safety = {"asked": score.asks_for_check, "text": check.strip()}
    score.signed_at, score.signed_by = timezone.now(), by
