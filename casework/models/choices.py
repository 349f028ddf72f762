"""The words casework chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanKind(models.TextChoices):
    """Upstream support is a plan without a stay."""

    RESIDENTIAL = "residential", _("During a stay")
    UPSTREAM = "upstream", _("Without a stay")


class Domain(models.TextChoices):
    """The nine domains of a support plan."""

    ADMINISTRATIVE = "administrative", pgettext_lazy("support plan", "Administrative")
    LEGAL = "legal", pgettext_lazy("support plan", "Legal")
    SOCIAL = "social", pgettext_lazy("support plan", "Social")
    PHYSICAL = "physical", pgettext_lazy("support plan", "Physical health")
    MENTAL = "mental", pgettext_lazy("support plan", "Mental health")
    HOUSING = "housing", pgettext_lazy("support plan", "Housing")
    WORK = "work", pgettext_lazy("support plan", "Work")
    TRAINING = "training", pgettext_lazy("support plan", "Training and education")
    SOCIAL_LIFE = "social_life", pgettext_lazy("support plan", "Social life")


class GoalState(models.TextChoices):
    OPEN = "open", _("In progress")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")


class NoteKind(models.TextChoices):
    TALK = "talk", _("Talk")
    CALL = "call", _("Phone call")
    ACCOMPANIED = "accompanied", _("Accompaniment")
    WRITTEN = "written", _("Letter or message")
    MEETING = "meeting", _("Meeting with a partner")
    OBSERVED = "observed", _("Observation")


class Audience(models.TextChoices):
    """Who reads a note."""

    TEAM = "team", _("The team")
    WORKER = "worker", _("Only me and the worker in charge")


class AppointmentKind(models.TextChoices):
    TALK = "talk", _("Talk")
    ACCOMPANIED = "accompanied", _("Accompaniment")
    MEETING = "meeting", _("Meeting with a partner")
    ALONE = "alone", _("Goes there alone")
    TEAM = "team", pgettext_lazy("appointment", "Of the team")


class Attendance(models.TextChoices):
    """What became of an appointment."""

    PLANNED = "planned", pgettext_lazy("appointment", "Planned")
    ATTENDED = "attended", pgettext_lazy("appointment", "Attended")
    MISSED = "missed", pgettext_lazy("appointment", "Missed")
    EXCUSED = "excused", pgettext_lazy("appointment", "Excused")
    CANCELLED = "cancelled", pgettext_lazy("appointment", "Cancelled")


class ReviewKind(models.TextChoices):
    """When a plan is looked over together. How many weeks after its opening is a parameter."""

    FIRST = "first", pgettext_lazy("review of a plan", "First review")
    SECOND = "second", pgettext_lazy("review of a plan", "Second review")
    EXIT = "exit", pgettext_lazy("review of a plan", "Review at the exit")
