"""The words of the asylum procedure (DOMAIN.md 3.2), in the order of its steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StepKind(models.IntegerChoices):
    """The steps by their number: how far somebody is, is the step with the highest number of the last day."""

    ANNOUNCED = 1, _("Application made at the Immigration Office")
    REGISTERED = 2, _("Registration, fingerprints, screening")
    LODGED = 3, _("Application lodged")
    PLACE = 4, _("Reception place: code 207")
    CARD = 5, _("Orange card")
    OFFICE_INTERVIEW = 6, _("Interview at the Immigration Office and CGRS questionnaire")
    RESPONSIBILITY = 7, _("Which state is responsible (Dublin)")
    INTERVIEW = 8, _("Personal interview at the CGRS")
    REMARKS = 9, _("Remarks on the notes of the interview")
    DECISION = 10, _("Decision of the CGRS")
    APPEAL = 11, _("Appeal at the CALL")
    JUDGMENT = 12, _("Hearing and judgment of the CALL")
    CASSATION = 13, _("Appeal in cassation at the Council of State")
    PROTECTED = 14, _("Protection granted: residence card")
    TRANSITION = 15, _("Transition: out of reception")
    REFUSED = 16, _("Final refusal, order to leave (annex 13quinquies)")
    SUBSEQUENT = 17, _("Subsequent application")
    OTHER_ROUTE = 18, _("Another way to stay")


class StepResult(models.TextChoices):
    """What came out of a step. Which results belong to which step stands in RESULTS."""

    ANNEX_26 = "annex_26", _("Annex 26 (first application)")
    ANNEX_26QUINQUIES = "annex_26quinquies", _("Annex 26quinquies (subsequent application)")
    ANNEX_25 = "annex_25", _("Annex 25 (at the border)")
    PLACE = "place", _("Place assigned (207)")
    NO_SHOW = "no_show", _("207 “no show”")
    LIFTED = "lifted", _("Code 207 lifted")
    WAITING = "waiting", _("On the waiting list, no place")
    BELGIUM = "belgium", _("Belgium is responsible")
    OTHER_STATE = "other_state", _("Another state is responsible (annex 26quater)")
    REFUGEE = "refugee", _("Recognised refugee")
    SUBSIDIARY = "subsidiary", _("Subsidiary protection")
    REFUSAL = "refusal", pgettext_lazy("asylum decision", "Refusal")
    INADMISSIBLE = "inadmissible", pgettext_lazy("asylum decision", "Inadmissible")
    UNFOUNDED = "unfounded", pgettext_lazy("asylum decision", "Manifestly unfounded")
    ENDED = "ended", pgettext_lazy("asylum decision", "Closed")
    EXCLUDED = "excluded", pgettext_lazy("asylum decision", "Excluded")
    WITHDRAWN = "withdrawn", pgettext_lazy("asylum decision", "Withdrawn")
    CONFIRMED = "confirmed", pgettext_lazy("judgment", "Confirmed")
    REFORMED = "reformed", pgettext_lazy("judgment", "Reformed")
    ANNULLED = "annulled", pgettext_lazy("judgment", "Annulled")
    REJECTED = "rejected", pgettext_lazy("judgment", "Rejected")
    HUMANITARIAN = "9bis", _("Humanitarian (9bis)")
    MEDICAL = "9ter", _("Medical (9ter)")
    TRAFFICKING = "trafficking", _("Victim of trafficking")
    FAMILY = "family", _("Family reunification")


RESULTS = {
    StepKind.LODGED: (StepResult.ANNEX_26, StepResult.ANNEX_26QUINQUIES, StepResult.ANNEX_25),
    StepKind.PLACE: (StepResult.PLACE, StepResult.NO_SHOW, StepResult.LIFTED, StepResult.WAITING),
    StepKind.RESPONSIBILITY: (StepResult.BELGIUM, StepResult.OTHER_STATE),
    StepKind.DECISION: (
        StepResult.REFUGEE, StepResult.SUBSIDIARY, StepResult.REFUSAL, StepResult.INADMISSIBLE, StepResult.UNFOUNDED,
        StepResult.ENDED, StepResult.EXCLUDED, StepResult.WITHDRAWN,
    ),
    StepKind.JUDGMENT: (StepResult.CONFIRMED, StepResult.REFORMED, StepResult.ANNULLED),
    StepKind.CASSATION: (StepResult.REJECTED, StepResult.ANNULLED),
    StepKind.PROTECTED: (StepResult.REFUGEE, StepResult.SUBSIDIARY),
    StepKind.OTHER_ROUTE: (
        StepResult.HUMANITARIAN, StepResult.MEDICAL, StepResult.TRAFFICKING, StepResult.FAMILY,
    ),
}  # fmt: skip


class DeadlineKind(models.TextChoices):
    """What has to be done within so many days of a letter."""

    ANNOUNCE = "announce", _("Go to the Immigration Office")
    CARD = "card", _("Go to the municipality for the orange card")
    TRANSFER = "transfer", _("Appeal against a transfer (annex 26quater)")
    ABSENCE = "absence", _("Justify an absence from the interview")
    REMARKS = "remarks", _("Send remarks on the notes of the interview")
    APPEAL = "appeal", _("Appeal to the CALL")
    CASSATION = "cassation", _("Appeal in cassation")
    LEAVE_PLACE = "leave_place", _("Leave the reception place")
    LEAVE = "leave", _("Leave the territory (annex 13quinquies)")
    OTHER = "other", _("Another deadline of a letter")


# After which step which deadlines are to be thought of.
AFTER = {
    StepKind.RESPONSIBILITY: (DeadlineKind.TRANSFER,),
    StepKind.DECISION: (DeadlineKind.APPEAL,),
    StepKind.JUDGMENT: (DeadlineKind.CASSATION,),
    StepKind.PROTECTED: (DeadlineKind.LEAVE_PLACE,),
    StepKind.REFUSED: (DeadlineKind.LEAVE,),
}
# Against these there is nothing to appeal.
IN_FAVOUR = frozenset({StepResult.BELGIUM, StepResult.REFUGEE, StepResult.REFORMED, StepResult.ANNULLED})


class Counting(models.TextChoices):
    """How the days of a letter are counted."""

    CALENDAR = "calendar", _("Calendar days")
    WORKING = "working", _("Working days")


class Ending(models.TextChoices):
    """What became of a deadline."""

    MET = "met", pgettext_lazy("deadline", "Kept")
    MISSED = "missed", pgettext_lazy("deadline", "Missed")
    VOID = "void", pgettext_lazy("deadline", "No longer applies")


class AsylumOutcome(models.TextChoices):
    """How a procedure ended."""

    REFUGEE = "refugee", _("Recognised refugee")
    SUBSIDIARY = "subsidiary", _("Subsidiary protection")
    OTHER_STAY = "other_stay", _("Another right to stay")
    REFUSED = "refused", _("Refused for good")
    WITHDRAWN = "withdrawn", _("Application withdrawn")
    TRANSFERRED = "transferred", _("Transferred to another state")
    ELSEWHERE = "elsewhere", _("Followed by another service")
    UNKNOWN = "unknown", _("Not known: contact lost")
