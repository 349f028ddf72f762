"""The house agreement: what a resident signs; and the house rules it was made with, version by version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models.stay import Stay, of_visible_stay
from refuge.access import allows
from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.records import Record


class PaperLanguage(models.TextChoices):
    FR = "fr", "Français"
    NL = "nl", "Nederlands"
    EN = "en", "English"


class HouseRulesQuerySet(models.QuerySet):
    def on(self, day):
        """The version that holds on a day; None before there was one."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


@tracked()
class HouseRules(Record):
    """One version of the house rules, in three languages. It never changes: another wording is another version."""

    valid_from = models.DateField(
        _("valid from"), unique=True,
        error_messages={"unique": _("There is already a version from this day on.")},
    )  # fmt: skip
    text_fr = models.TextField(_("in French"))
    text_nl = models.TextField(_("in Dutch"))
    text_en = models.TextField(_("in English"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = HouseRulesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_rules_in_three_languages",
                condition=Q(text_fr__regex=r"\S", text_nl__regex=r"\S", text_en__regex=r"\S"),
                violation_error_message=_("House rules are written in all three languages."),
            )
        ]

    def __str__(self):
        return f"{self.valid_from}"

    def text(self, language) -> str:
        return getattr(self, f"text_{language}")


class SignedHow(models.TextChoices):
    DRAWN = "drawn", _("signed on screen")
    TYPED = "typed", _("name typed on screen")
    PAPER = "paper", _("signed on paper")


class HouseAgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not allows(user, "housing.view_agreement"):
            return self.none()
        return self.filter(of_visible_stay(user))

    def standing(self):
        return self.filter(withdrawn_at__isnull=True)


@tracked()
class HouseAgreement(Record):
    """What was put before the resident, word for word (`text`), and whether they signed it. Drawn from that for good:
    a name changed later, or new house rules, do not change what was signed."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="agreements")
    rules = models.ForeignKey(HouseRules, models.PROTECT, related_name="agreements")
    language = models.CharField(_("language"), max_length=2, choices=PaperLanguage.choices)
    text = EncryptedJSONField()
    # Why the legal name stands in it; empty where it does not.
    legal_name_reason = EncryptedTextField(_("why the legal name is needed"))
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_how = models.CharField(max_length=5, choices=SignedHow.choices, blank=True)
    signed_name = EncryptedTextField(_("name as typed"))
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = HouseAgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="housing_agreement_stands_once",
                fields=["stay"],
                condition=Q(signed_on__isnull=True, withdrawn_at__isnull=True),
                violation_error_message=_("An agreement is prepared already, and waits for its signature."),
            ),
            models.CheckConstraint(
                name="housing_agreement_signed_whole",
                condition=Q(signed_on__isnull=True, signed_how="", witness__isnull=True)
                | (Q(signed_on__isnull=False, witness__isnull=False) & ~Q(signed_how="")),
                violation_error_message=_("A signature has a day, a way and a witness."),
            ),
            models.CheckConstraint(
                name="housing_agreement_says_something",
                condition=Q(text__isnull=False),
                violation_error_message=_("An agreement has a text."),
            ),
        ]

    def __str__(self):
        return f"{self.prepared_at:%Y-%m-%d}"

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None
