"""The house agreement: rules written, an agreement prepared, signed, taken back."""

import base64
import binascii

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.agreement import agreement_of
from housing.models import HouseAgreement, HouseRules
from housing.models.agreement import SignedHow
from housing.operations.locking import GONE, lock_stay, not_in_future
from refuge.documents.models import Document
from refuge.documents.operations import add_document, remove_document
from refuge.operations import operation
from refuge.people.death import check_alive

DATA_URL = "data:image/png;base64,"
LARGEST_SIGNATURE = 300_000


@operation
def write_rules(*, valid_from, text_fr, text_nl, text_en, by) -> HouseRules:
    """A new version of the house rules, from today or a later day on. Earlier ones stay with what was signed."""
    if valid_from < timezone.localdate():
        message = _("House rules begin today at the earliest.")
        raise ValidationError({"valid_from": ValidationError(message, code="past")})
    rules = HouseRules(valid_from=valid_from, text_fr=text_fr, text_nl=text_nl, text_en=text_en, written_by=by)
    rules.full_clean(validate_constraints=False)
    rules.save(force_insert=True)
    return rules


@operation
def withdraw_rules(*, rules, by) -> None:
    """A version that nobody has been asked to sign yet is taken away."""
    if rules.agreements.exists():
        raise ValidationError(_("Agreements were made with this version: it stays."), code="in_use")
    rules.delete()


@operation
def prepare_agreement(*, stay, language, by, legal_name_reason="") -> HouseAgreement:
    """Put together what the resident signs, with the rules that hold today, and keep it word for word. The chosen name
    stands in it; the legal one beside it only with a reason."""
    stay = lock_stay(stay)
    check_alive(stay.person)
    rules = HouseRules.objects.on(timezone.localdate())
    if rules is None:
        raise ValidationError(_("Management writes the house rules first."), code="no_rules")
    if not stay.is_open:
        raise ValidationError(_("This stay is over."), code="departed")
    reason = legal_name_reason.strip()
    if reason and not stay.person.legal_name:
        message = _("No legal name is on the file.")
        raise ValidationError({"legal_name_reason": ValidationError(message, code="no_legal_name")})
    agreement = HouseAgreement(stay=stay, rules=rules, language=language, prepared_by=by)
    agreement.legal_name_reason = reason
    agreement.text = agreement_of(stay, rules, language, with_legal_name=bool(reason))
    agreement.save(force_insert=True)
    return agreement


@operation
def withdraw_agreement(*, agreement, by) -> HouseAgreement:
    """Not to be signed: prepared by mistake, or to be prepared anew. What is signed stays."""
    agreement = _locked(agreement)
    if agreement.is_signed:
        raise ValidationError(_("This agreement is signed already."), code="signed")
    agreement.withdrawn_at = timezone.now()
    agreement.save()
    return agreement


@operation
def sign_on_screen(*, agreement, by, signature="", name="") -> HouseAgreement:
    """Signed today before `by`: drawn (a PNG as the page's canvas gives it, kept sealed), or the name typed, which is
    the way for whoever does not draw."""
    agreement = _to_sign(agreement)
    drawn, typed = signature.strip(), name.strip()
    if not drawn and not typed:
        message = _("Draw a signature, or type the name and tick the box.")
        raise ValidationError({"signature": ValidationError(message, code="not_signed")})
    if drawn:
        add_document(file=_picture(drawn), kind="housing", title=_("Signature"), subject=agreement, by=by)
    agreement.signed_how = SignedHow.DRAWN if drawn else SignedHow.TYPED
    agreement.signed_name = typed
    return _signed(agreement, timezone.localdate(), by)


@operation
def sign_on_paper(*, agreement, on, by, scan=None) -> HouseAgreement:
    """Signed on paper on a day; the scan, if there is one, is kept sealed with it."""
    agreement = _to_sign(agreement)
    not_in_future(on)
    if scan:
        try:
            add_document(file=scan, kind="housing", title=_("House agreement, signed"), subject=agreement, by=by)
        except ValidationError as error:
            raise ValidationError({"scan": error.error_dict["file"]}) from error
    agreement.signed_how = SignedHow.PAPER
    return _signed(agreement, on, by)


@operation
def unsign_agreement(*, agreement, by) -> HouseAgreement:
    """Noted as signed by mistake: it waits for its signature again, and what was drawn or scanned is taken off."""
    agreement = _locked(agreement)
    for document in Document.objects.kept().of_record(agreement):
        remove_document(document=document, by=by)
    agreement.signed_on, agreement.signed_how, agreement.signed_name, agreement.witness = None, "", "", None
    agreement.save()
    return agreement


def _signed(agreement, on, by) -> HouseAgreement:
    agreement.signed_on, agreement.witness = on, by
    agreement.save()
    return agreement


def _to_sign(agreement) -> HouseAgreement:
    agreement = _locked(agreement)
    check_alive(agreement.stay.person)
    if agreement.is_signed or agreement.withdrawn_at:
        raise ValidationError(GONE, code="gone")
    return agreement


def _locked(agreement) -> HouseAgreement:
    agreements = HouseAgreement.objects.select_related("stay__person")
    return agreements.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)


def _picture(drawn) -> ContentFile:
    """The PNG in a data: address."""
    try:
        if not drawn.startswith(DATA_URL) or len(drawn) > LARGEST_SIGNATURE:
            raise ValueError
        return ContentFile(base64.b64decode(drawn.removeprefix(DATA_URL), validate=True), name="signature.png")
    except (ValueError, binascii.Error) as error:
        message = _("This signature cannot be read: draw it once more.")
        raise ValidationError({"signature": ValidationError(message, code="unreadable")}) from error
