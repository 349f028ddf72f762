"""The words of the directory: what an organisation is, what it offers, and where a referral stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationType(models.TextChoices):
    """Youth services first: those of the Communities in Brussels (DOMAIN.md 4.5)."""

    SAJ = "saj", _("SAJ (youth care, French-speaking)")
    OCJ = "ocj", _("OCJ (youth care, Dutch-speaking)")
    SDJ = "sdj", _("SDJ (rights of young people)")
    SPJ = "spj", _("SPJ (youth protection)")
    YOUTH = "youth", _("Other youth service (AMO, JAC)")
    CPAS = "cpas", _("CPAS")
    LEGAL = "legal", _("Legal aid")
    HEALTH = "health", _("Health")
    MENTAL = "mental", _("Mental health")
    HOUSING = "housing", _("Housing")
    SHELTER = "shelter", _("Shelter or reception home")
    ASYLUM = "asylum", _("Asylum and migration")
    LGBTQI = "lgbtqi", _("LGBTQI+ association")
    SCHOOL = "school", _("School or training")
    WORK = "work", _("Work")
    SOCIAL = "social", _("Other social service")
    OTHER = "other", _("Other")


# They take young people under 18, and may be told of nobody else.
FOR_MINORS_ONLY = (OrganisationType.SAJ, OrganisationType.OCJ, OrganisationType.SDJ, OrganisationType.SPJ)
YOUTH_SERVICES = (*FOR_MINORS_ONLY, OrganisationType.YOUTH)


class Need(models.TextChoices):
    """What a young person needs, and a service offers."""

    SHELTER = "shelter", _("A place to sleep")
    YOUTH_CARE = "youth_care", _("Youth care")
    ADMINISTRATIVE = "administrative", pgettext_lazy("need", "Papers")
    INCOME = "income", _("Income and social rights")
    LEGAL = "legal", pgettext_lazy("need", "Legal help")
    ASYLUM = "asylum", _("Asylum")
    HEALTH = "health", pgettext_lazy("need", "Physical health")
    MENTAL = "mental", pgettext_lazy("need", "Mental health")
    HOUSING = "housing", pgettext_lazy("need", "Lasting housing")
    WORK = "work", pgettext_lazy("need", "Work")
    TRAINING = "training", pgettext_lazy("need", "Training and education")
    COMMUNITY = "community", _("Meeting others")
    OTHER = "other", pgettext_lazy("need", "Other")


class FeltSafe(models.TextChoices):
    YES = "yes", _("Felt safe")
    MIXED = "mixed", _("Mixed")
    NO = "no", _("Did not feel safe")


class Status(models.TextChoices):
    """Where a referral stands. Held back is no state of its own: it is what a prepared one is while a question about
    what the organisation may know has no answer."""

    PREPARED = "prepared", pgettext_lazy("referral", "prepared")
    SENT = "sent", pgettext_lazy("referral", "sent, no answer yet")
    ACCEPTED = "accepted", pgettext_lazy("referral", "accepted")
    REFUSED = "refused", pgettext_lazy("referral", "refused")
    NO_ANSWER = "no_answer", pgettext_lazy("referral", "no answer came")
    WITHDRAWN = "withdrawn", pgettext_lazy("referral", "withdrawn")


ANSWERS = (Status.ACCEPTED, Status.REFUSED, Status.NO_ANSWER)
OPEN = (Status.PREPARED, Status.SENT)


class Fact(models.TextChoices):
    """What of the file a letter can tell, each ticked by the writer and each only where it may be said."""

    AGE = "age", _("Age")
    BIRTH = "birth", _("Birth date")
    LANGUAGES = "languages", _("Languages")
    RESIDENCE = "residence", _("Residence status")
    REFUGE = "refuge", _("Being supported by the Refuge")
    ORIENTATION = "orientation", _("Orientation")
    GENDER = "gender", _("Gender identity")


# What only those who read orientation and gender identity in the file read in a letter.
INTIMATE = {Fact.ORIENTATION, Fact.GENDER}

LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("en", _("English"))]
