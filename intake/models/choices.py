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


# What each degree of urgency means, shown beside it: two people deciding alone come to the same one.
URGENCY_MEANS = {
    Urgency.TONIGHT: _("no safe place to sleep this night, or in danger now"),
    Urgency.TWO_DAYS: _("a place for a night or two, which then ends or is not safe"),
    Urgency.WEEK: _("must leave soon, or lives where it gets worse"),
    Urgency.PREVENTION: _("has a place and fears a rupture: support so that it does not come to that"),
}


class PlaceOfStay(models.TextChoices):
    """Where somebody lived or slept last; the house takes people from all of Belgium."""

    NOT_ASKED = "", _("Not asked")
    BRUSSELS = "brussels", _("Brussels")
    FLANDERS = "flanders", _("Flanders")
    WALLONIA = "wallonia", _("Wallonia")
    ABROAD = "abroad", _("Abroad")


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


class Perpetrator(models.TextChoices):
    """Who did it, as their relation to the person (DOMAIN.md 7.2)."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    SIBLING = "sibling", _("Brother or sister")
    FAMILY = "family", _("Wider family")
    PARTNER = "partner", _("Partner")
    PEER = "peer", _("Somebody of the same age or another resident")
    STAFF = "staff", _("Somebody working there")
    UNKNOWN = "unknown", _("Unknown")


class Complaint(models.TextChoices):
    """Whether the police was told."""

    NOT_ASKED = "", _("Not asked")
    FILED = "filed", pgettext_lazy("complaint", "Filed")
    NOT_FILED = "not_filed", _("Not filed")
    WISHES = "wishes", _("Wishes to file one")


class NeedDomain(models.TextChoices):
    """Where help is needed: the domains of a support plan."""

    ADMINISTRATIVE = "administrative", pgettext_lazy("support plan", "Administrative")
    LEGAL = "legal", pgettext_lazy("support plan", "Legal")
    SOCIAL = "social", pgettext_lazy("support plan", "Social")
    PHYSICAL = "physical", pgettext_lazy("support plan", "Physical health")
    MENTAL = "mental", pgettext_lazy("support plan", "Mental health")
    HOUSING = "housing", pgettext_lazy("support plan", "Housing")
    WORK = "work", pgettext_lazy("support plan", "Work")
    TRAINING = "training", pgettext_lazy("support plan", "Training and education")
    SOCIAL_LIFE = "social_life", pgettext_lazy("support plan", "Social life")


class NeedLevel(models.TextChoices):
    """Empty as long as nobody asked."""

    NONE = "none", pgettext_lazy("need", "None")
    SOME = "some", pgettext_lazy("need", "Some")
    URGENT = "urgent", pgettext_lazy("need", "Urgent")


class RefusalReason(models.TextChoices):
    """Why a request did not lead to help here (DOMAIN.md 8, indicator 12)."""

    NO_PLACE = "no_place", _("No space free")
    OUT_OF_AGE = "out_of_age", _("Outside the usual ages")
    MINOR = "minor", _("Under 18")
    OUTSIDE_REMIT = "outside_remit", _("Outside our remit")
    TOO_HEAVY = "too_heavy", _("Needs more support than the team can give")
    SAFETY = "safety", _("Safety of this person or of the others")
    OTHER_SOLUTION = "other_solution", _("Another solution was found")
    WITHDREW = "withdrew", _("Withdrew the request")
    LOST_CONTACT = "lost_contact", _("Contact lost")
    UNRECORDED = "unrecorded", _("Not recorded")


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
# What the outcome alone says about the reason, and what is chosen when declining.
REASON_OF = {State.WITHDRAWN: RefusalReason.WITHDREW, State.UNREACHABLE: RefusalReason.LOST_CONTACT}
WHY_DECLINED = tuple(
    reason for reason in RefusalReason if reason not in (*REASON_OF.values(), RefusalReason.UNRECORDED)
)
