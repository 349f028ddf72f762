"""The words of a call for help: who calls, how, from where, how pressing it is, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    WALK_IN = "walk_in", _("In person")
    PARTNER = "partner", _("Partner")
    ONLINE = "online", _("Online")
    OTHER = "other", _("Other")


class Caller(models.TextChoices):
    SELF = "self", _("The person")
    PARTNER = "partner", _("A partner organisation")
    SERVICE = "service", _("Another service")
    RELATIVE = "relative", _("Somebody close")
    ANONYMOUS = "anonymous", _("Anonymous")


class Answer(models.TextChoices):
    """An answer given on the phone; empty as long as nobody asked."""

    NOT_ASKED = "", _("Not asked")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


class Use(models.TextChoices):
    """What the caller said is safe when calling back."""

    CALL = "call", _("Call")
    VOICEMAIL = "voicemail", _("Voicemail")
    TEXT = "text", _("Text message")
    NAME_REFUGE = "name_refuge", _("Name the Refuge")


class Ethos(models.TextChoices):
    """Living situation by ETHOS Light (DOMAIN.md 1.2), with the Belgian addition 7; empty: not asked."""

    NOT_ASKED = "", _("Not asked")
    ROUGH = "1", _("In public space")
    EMERGENCY = "2", _("In emergency accommodation")
    HOMELESS_CENTRE = "3", _("In accommodation for homeless people")
    INSTITUTION = "4", _("Leaving an institution")
    UNCONVENTIONAL = "5", _("In a squat, a car or another makeshift place")
    HOSTED = "6", _("With friends or family for now")
    EVICTION = "7", _("Threatened with eviction")
    HOUSED = "0", _("Housed")
    UNKNOWN = "9", _("Unknown")


# What the call form offers, as asked on the phone; the assessment makes it precise.
SLEEPS_TONIGHT = (
    (Ethos.ROUGH, _("Street")),
    (Ethos.HOSTED, _("With friends")),
    (Ethos.HOUSED, _("At home with family")),
    (Ethos.HOMELESS_CENTRE, _("A centre")),
    (Ethos.UNKNOWN, _("Elsewhere")),
)


class Urgency(models.TextChoices):
    TONIGHT = "tonight", pgettext_lazy("urgency", "Tonight")
    TWO_DAYS = "48h", _("48 hours")
    WEEK = "week", _("This week")
    PREVENTION = "prevention", _("Prevention")


class Need(models.TextChoices):
    ACCOMMODATION = "accommodation", _("A place to sleep")
    SUPPORT = "support", _("Support")
    LISTENING = "listening", _("Somebody to talk to")
    PAPERS = "papers", _("Papers and rights")
    INFORMATION = "information", _("Information")


class Reason(models.TextChoices):
    """Why somebody had to leave or fears to (DOMAIN.md 7.2). Several may hold."""

    REJECTION = "rejection", _("Family rejection after coming out")
    OUTING = "outing", _("Outed by somebody else")
    PUT_OUT = "put_out", _("Put out of the home")
    FEAR = "fear", _("Fear of a rupture")
    PSYCHOLOGICAL = "psychological", _("Psychological violence")
    PHYSICAL = "physical", _("Physical violence")
    SEXUAL = "sexual", _("Sexual violence")
    CONTROL = "control", _("Control, confinement, papers or phone taken away")
    FORCED_MARRIAGE = "forced_marriage", _("Forced marriage or forced return, or the threat of it")
    HONOUR = "honour", _("Honour-related threats")
    CONVERSION = "conversion", _("Conversion practices")
    RELIGIOUS = "religious", _("Religious pressure")
    PARTNER = "partner", _("Violence by a partner")
    TRAFFICKING = "trafficking", _("Trafficking, sexual or labour exploitation")
    RECEPTION_CENTRE = "reception_centre", _("LGBTQI+-phobia in a reception centre")
    OTHER_SHELTER = "other_shelter", _("LGBTQI+-phobia in another shelter")
    SCHOOL = "school", _("LGBTQI+-phobia at school or in a student room")
    WORK = "work", _("LGBTQI+-phobia at work")
    NEIGHBOURS = "neighbours", _("LGBTQI+-phobia by a landlord or neighbours")
    COUNTRY = "country", _("Persecution in the country of origin")
    TRANSITION = "transition", _("Rejection because of a transition")
    YOUTH_CARE = "youth_care", _("End of youth care")
    ECONOMIC = "economic", _("Money or eviction, unrelated to identity")
    OTHER = "other", _("Other reason")
    UNSAID = "unsaid", _("Prefers not to say")


class State(models.TextChoices):
    """Where a request stands. Beyond the first two, its state is its decision's outcome."""

    NEW = "new", _("New")
    ASSESSING = "assessing", _("Being assessed")
    ACCOMMODATED = "accommodated", _("Accommodated")
    WAITING = "waiting", _("On the waiting list")
    FOLLOWED = "followed", _("Supported without accommodation")
    REFERRED = "referred", _("Referred")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNREACHABLE = "unreachable", _("Unreachable")


UNDECIDED = (State.NEW, State.ASSESSING)
OUTCOMES = tuple(state for state in State if state not in UNDECIDED)
# As long as it stands here, a promise to call back is to be kept.
PROMISING = (*UNDECIDED, State.WAITING, State.FOLLOWED)
# Outcomes that give somebody a space, now or later: closed to minors and while the age is unknown.
GIVES_A_SPACE = (State.ACCOMMODATED, State.WAITING)
