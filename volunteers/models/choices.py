"""Answers offered about volunteers, activities and what is paid back (DOMAIN.md 5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """From candidate to leaving. Whoever left may come back."""

    CANDIDATE = "candidate", pgettext_lazy("volunteer", "candidate")
    ACTIVE = "active", pgettext_lazy("volunteer", "active")
    PAUSED = "paused", pgettext_lazy("volunteer", "pausing")
    LEFT = "left", pgettext_lazy("volunteer", "left")
    DECLINED = "declined", pgettext_lazy("volunteer", "not taken on")


HERE = (State.ACTIVE, State.PAUSED)


class NoteProof(TextChoices):
    """How the information note was given: the house must be able to prove it."""

    SIGNED = "signed", _("signed on paper")
    MAIL = "mail", _("sent by e-mail")
    POST = "post", _("sent by post")
    AGREEMENT = "agreement", _("part of the signed agreement")


class Skill(TextChoices):
    WELCOME = "welcome", _("Welcoming people")
    COOKING = "cooking", _("Cooking")
    SORTING = "sorting", _("Sorting and stock")
    ANIMATION = "animation", _("Leading a group")
    SPEAKING = "speaking", _("Speaking in public")
    TEACHING = "teaching", _("Teaching, languages")
    SPORT = "sport", _("Sport")
    ARTS = "arts", _("Arts and culture")
    DRIVING = "driving", _("Driving")
    HANDIWORK = "handiwork", _("Handiwork")
    FIRST_AID = "first_aid", _("First aid")
    ADMIN = "admin", _("Office work")


class Availability(TextChoices):
    WEEK_DAY = "week_day", _("Weekdays, in the day")
    WEEK_EVENING = "week_evening", _("Weekdays, in the evening")
    # With a context: the day of the week that Django writes begins small in French.
    SATURDAY = "saturday", pgettext_lazy("availability", "Saturday")
    SUNDAY = "sunday", pgettext_lazy("availability", "Sunday")
    HOLIDAYS = "holidays", _("School holidays")


class ExtractModel(TextChoices):
    """Of the criminal record. 596.2 only for roles with minors."""

    ORDINARY = "595", _("595, ordinary")
    REGULATED = "596.1", _("596.1, regulated activities")
    MINORS = "596.2", _("596.2, with minors")


class ExtractResult(TextChoices):
    OK = "ok", pgettext_lazy("criminal record", "in order")
    NOT_OK = "not_ok", pgettext_lazy("criminal record", "not in order")


class Kind(TextChoices):
    CULTURAL = "cultural", _("Social and cultural")
    SHOP = "shop", _("Internal shop")
    AWARENESS = "awareness", _("Awareness")
    TRAINING = "training", pgettext_lazy("activity", "Training")
    MEETING = "meeting", pgettext_lazy("activity", "Meeting")


class Level(TextChoices):
    """Whom an awareness action is addressed to."""

    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    COMMUNITY = "community", pgettext_lazy("level of government", "Community")
    FEDERAL = "federal", _("Federal")
    EU = "eu", _("European Union")


class Rhythm(TextChoices):
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month, on that day of the month")


class Seat(TextChoices):
    """Where a sign-up stands."""

    PLACE = "place", pgettext_lazy("sign-up", "has a place")
    WAITING = "waiting", pgettext_lazy("sign-up", "on the waiting list")
    GIVEN_BACK = "given_back", pgettext_lazy("sign-up", "given back")


class Attended(TextChoices):
    YES = "yes", pgettext_lazy("attendance", "was there")
    EXCUSED = "excused", pgettext_lazy("attendance", "excused")
    NO = "no", pgettext_lazy("attendance", "did not come")


class Cost(TextChoices):
    """What is paid back: a flat rate, real costs against receipts, or kilometres."""

    FLAT = "flat", _("flat rate")
    REAL = "real", _("real costs")
    TRAVEL = "travel", _("kilometres")


class Vehicle(TextChoices):
    CAR = "car", _("car")
    BIKE = "bike", _("bicycle")


class Category(TextChoices):
    """What the internal shop keeps."""

    CLOTHES = "clothes", pgettext_lazy("shop", "Clothes")
    SHOES = "shoes", pgettext_lazy("shop", "Shoes")
    HYGIENE = "hygiene", pgettext_lazy("shop", "Hygiene")
    BEDDING = "bedding", pgettext_lazy("shop", "Bedding")
    HOUSEHOLD = "household", pgettext_lazy("shop", "Household")
    FOOD = "food", pgettext_lazy("shop", "Food")
    SCHOOL = "school", pgettext_lazy("shop", "School and office")
    OTHER = "other", pgettext_lazy("shop", "Other things")


class EntryKind(TextChoices):
    """A line of the shop's book."""

    GIFT = "gift", pgettext_lazy("shop", "gift")
    HAND_OUT = "hand_out", pgettext_lazy("shop", "basket")
    COUNT = "count", pgettext_lazy("shop", "count")


class MovementKind(TextChoices):
    """What moved pieces of one size."""

    GIFT = "gift", pgettext_lazy("shop", "came in")
    HAND_OUT = "hand_out", pgettext_lazy("shop", "handed out")
    COUNT = "count", pgettext_lazy("shop", "counted")
    UNDO = "undo", pgettext_lazy("shop", "taken back")
