"""The words of housing: programmes, where an occupancy stands, where somebody goes and how they leave."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models.choices import Ethos


class Programme(models.TextChoices):
    EMERGENCY = "emergency", _("Emergency")
    POST = "post", _("Post-shelter")


class Status(models.TextChoices):
    """Where an occupancy stands. Offered and promised are plans, arrived and ended are facts."""

    OFFERED = "offered", _("Offered")
    PROMISED = "promised", _("Promised")
    ARRIVED = "arrived", _("Arrived")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")


COMING = (Status.OFFERED, Status.PROMISED)
AGREED = (Status.OFFERED, Status.PROMISED, Status.ARRIVED)
FACTS = (Status.ARRIVED, Status.ENDED)


class Cancelled(models.TextChoices):
    """Why a plan did not become a stay."""

    WITHDRAWN = "withdrawn", _("Withdrawn by the team")
    DECLINED = "declined", _("Declined by the person")
    AGE = "age", _("A corrected age")
    NEVER = "never", _("Did not take place")
    KEPT = "kept", _("Kept by a move")


class Destination(models.TextChoices):
    """Where somebody lives right after leaving (DOMAIN.md 2)."""

    OWN_RENT = "own_rent_private", _("Private rental (own lease)")
    AIS = "ais_svk", _("Social rental agency (AIS/SVK)")
    SOCIAL_HOUSING = "social_housing", _("Social housing")
    FLATSHARE = "flatshare", _("Flat share or co-housing")
    STUDENT_ROOM = "student_room", _("Student room")
    POST_SHELTER_HERE = "post_shelter_here", _("Post-shelter space of the Refuge")
    TRANSIT = "transit", _("Transit housing")
    SUPPORTED = "supported", _("Supported housing, Housing First")
    FAMILY = "family_stable", _("Back with family (lasting, safe)")
    PARTNER_FRIENDS = "partner_friends_stable", _("With partner or friends (lasting)")
    FRIENDS_TEMPORARY = "friends_temp", _("With friends or family (for now)")
    RECEPTION_HOME = "maison_accueil", _("Another reception home")
    EMERGENCY = "emergency", _("Emergency shelter")
    ASYLUM_CENTRE = "asylum_centre", _("Asylum reception")
    WOMENS_REFUGE = "women_refuge", _("Refuge from domestic violence")
    YOUTH_CARE = "youth_care", _("Youth-care accommodation")
    HOSPITAL = "hospital", _("Hospital")
    PSYCHIATRY = "psychiatry", _("Psychiatric hospital")
    PRISON = "prison", _("Prison or closed centre")
    NON_CONVENTIONAL = "non_conventional", _("Squat or other makeshift place")
    STREET = "street", _("Street, public space")
    ABROAD = "abroad", _("Left Belgium")
    DECEASED = "deceased", _("Deceased")
    UNKNOWN = "unknown", _("Unknown, left without news")


class DestinationGroup(models.TextChoices):
    """What a destination means for the person, as reports count it."""

    STABLE = "P", _("Lasting")
    TEMPORARY = "T", _("Temporary but safe")
    UNSAFE = "N", _("Back to homelessness")
    OTHER = "X", _("Unknown or other")


GROUPS = {
    DestinationGroup.STABLE: (
        Destination.OWN_RENT, Destination.AIS, Destination.SOCIAL_HOUSING, Destination.FLATSHARE,
        Destination.STUDENT_ROOM, Destination.SUPPORTED, Destination.FAMILY, Destination.PARTNER_FRIENDS,
    ),
    DestinationGroup.TEMPORARY: (
        Destination.POST_SHELTER_HERE, Destination.TRANSIT, Destination.RECEPTION_HOME, Destination.ASYLUM_CENTRE,
        Destination.WOMENS_REFUGE, Destination.YOUTH_CARE, Destination.HOSPITAL, Destination.PSYCHIATRY,
    ),
    DestinationGroup.UNSAFE: (
        Destination.FRIENDS_TEMPORARY, Destination.EMERGENCY, Destination.PRISON, Destination.NON_CONVENTIONAL,
        Destination.STREET,
    ),
    DestinationGroup.OTHER: (Destination.ABROAD, Destination.DECEASED, Destination.UNKNOWN),
}  # fmt: skip


# Living situation by ETHOS Light that a destination stands for (DOMAIN.md 2): proposed, not imposed.
ETHOS_OF = dict.fromkeys(GROUPS[DestinationGroup.STABLE], Ethos.HOUSED) | {
    Destination.POST_SHELTER_HERE: Ethos.HOMELESS_CENTRE,
    Destination.TRANSIT: Ethos.HOMELESS_CENTRE,
    Destination.RECEPTION_HOME: Ethos.HOMELESS_CENTRE,
    Destination.WOMENS_REFUGE: Ethos.HOMELESS_CENTRE,
    Destination.YOUTH_CARE: Ethos.HOMELESS_CENTRE,
    # ETHOS Light has no category of its own for the reception of applicants.
    Destination.ASYLUM_CENTRE: Ethos.HOMELESS_CENTRE,
    Destination.FRIENDS_TEMPORARY: Ethos.HOSTED,
    Destination.EMERGENCY: Ethos.EMERGENCY,
    Destination.HOSPITAL: Ethos.INSTITUTION,
    Destination.PSYCHIATRY: Ethos.INSTITUTION,
    Destination.PRISON: Ethos.INSTITUTION,
    Destination.NON_CONVENTIONAL: Ethos.UNCONVENTIONAL,
    Destination.STREET: Ethos.ROUGH,
    Destination.ABROAD: Ethos.HOUSED,
    Destination.DECEASED: Ethos.NOT_ASKED,
    Destination.UNKNOWN: Ethos.UNKNOWN,
}
# Where somebody slept the night before, who comes from the house's other programme.
ETHOS_HERE = {Programme.EMERGENCY: Ethos.EMERGENCY, Programme.POST: Ethos.HOMELESS_CENTRE}


class ExitType(models.TextChoices):
    ACHIEVED = "achieved", _("Planned, project achieved")
    MAXIMUM = "maximum", _("Planned, longest stay reached")
    REFERRAL = "referral", _("Referred elsewhere")
    OWN = "own", _("Own decision")
    ABANDONED = "abandoned", _("Did not come back")
    EXCLUSION = "exclusion", _("Exclusion")
    SAFETY = "safety", _("Moved for safety")
    ARREST_HOSPITAL = "arrest_hospital", _("Arrest or hospital")
    DEATH = "death", _("Death")
    UNKNOWN = "unknown", _("Unknown")


class Initiator(models.TextChoices):
    PERSON = "person", _("The young person")
    TEAM = "team", _("The team")
    BOTH = "both", _("Both")
    THIRD = "third", _("A third party")


class NextStep(models.TextChoices):
    """What is to happen after an extension was refused."""

    LEAVE = "leave", _("Leaves on the agreed day, with what is ready")
    POST_SHELTER = "post_shelter", _("A post-shelter space is looked for")
    PARTNER = "partner", _("Another house or partner is asked")
    ASK_AGAIN = "ask_again", _("Ask again once something is there")
    TALK = "talk", _("Talk it over together, with management")
    # Refused before the house noted a next step; chosen nowhere.
    NOT_NOTED = "not_noted", _("None was noted")
