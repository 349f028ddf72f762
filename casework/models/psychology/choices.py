"""The choices of the psychologist's room (DOMAIN.md 6). All but attendance are stored sealed."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Attended(models.TextChoices):
    """Stored plain: it is what is counted."""

    ATTENDED = "attended", pgettext_lazy("session", "Held")
    MISSED = "missed", pgettext_lazy("session", "Missed")
    EXCUSED = "excused", pgettext_lazy("session", "Cancelled in time")


class Modality(models.TextChoices):
    ON_SITE = "on_site", pgettext_lazy("session", "On site")
    PHONE = "phone", pgettext_lazy("session", "By phone")
    VIDEO = "video", pgettext_lazy("session", "By video")
    WALK = "walk", pgettext_lazy("session", "While walking")
    HOME = "home", pgettext_lazy("session", "Where they live")


class FlagKind(models.TextChoices):
    SUICIDE = "suicide", pgettext_lazy("risk", "Suicide")
    SELF_HARM = "self_harm", pgettext_lazy("risk", "Self-harm")
    FAMILY = "family", pgettext_lazy("risk", "Violence from family")
    HONOUR = "honour", pgettext_lazy("risk", "Honour-related threat")
    TRAFFICKING = "trafficking", pgettext_lazy("risk", "Trafficking or exploitation")
    SEXUAL = "sexual", pgettext_lazy("risk", "Sexual exploitation")
    SUBSTANCE = "substance", pgettext_lazy("risk", "Substance use")
    OTHER = "other", pgettext_lazy("risk", "Another one")


class FlagLevel(models.TextChoices):
    NONE = "none", pgettext_lazy("risk", "None seen")
    WATCH = "watch", pgettext_lazy("risk", "To watch")
    ACUTE = "acute", pgettext_lazy("risk", "Acute")


class Tool(models.TextChoices):
    WHO5 = "who5", "WHO-5"
    PHQ9 = "phq9", "PHQ-9"
    GAD7 = "gad7", "GAD-7"
