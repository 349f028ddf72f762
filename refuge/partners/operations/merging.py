"""Two entries of one organisation made one, and parted again by the ledger of what moved."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.operations import operation
from refuge.partners.models import Agreement, Contact, Meeting, Merge, Organisation, Referral, SafetyMark
from refuge.partners.registry import hanging
from refuge.people.operations.changing import change

OWN = {
    "contacts": (Contact, "organisation"),
    "agreements": (Agreement, "organisation"),
    "meetings": (Meeting, "organisation"),
    "marks": (SafetyMark, "organisation"),
    "referrals": (Referral, "organisation"),
}


def moving() -> dict[str, tuple[type, str]]:
    """{name in the ledger: (model, foreign key)} of all that hangs on an organisation, the apps' rows too."""
    return OWN | {f"{model._meta.label_lower}.{name}": (model, name) for model, name in hanging}


@operation
def merge_organisations(*, kept, gone, by) -> Merge:
    """Move everything of `gone` to `kept` and take `gone` out of the directory. What `kept` did not know of itself it
    keeps not knowing: the page of `gone` still tells.

    Refused for one organisation twice, an archived one, and where a rule of a referral would break.
    """
    kept, gone = _locked(kept, gone)
    if kept.archived_at or gone.archived_at:
        raise ValidationError(_("One of the two is out of the directory: put it back first."), code="archived")
    merge = Merge.objects.create(kept=kept, gone=gone, moved={}, merged_by=by)
    merge.moved = {key: _move(*what, gone, kept) for key, what in moving().items()}
    merge.save(update_fields=["moved"])
    change(gone, {"archived_at": timezone.now()})
    return merge


@operation
def part_organisations(*, merge, by) -> Merge:
    """Take a merge back: what moved and is still there returns, what was entered since stays where it is. Refused while
    `kept` has itself gone into another entry: what moved is there by then."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.parted_at:
        raise ValidationError(_("This merge was taken back already."), code="parted")
    kept, gone = _locked(merge.kept, merge.gone)
    later = Merge.objects.standing().filter(gone=kept).select_related("kept").first()
    if later:
        message = _("This entry has gone into %(organisation)s since: part those two first.")
        raise ValidationError(message, code="later_merge", params={"organisation": later.kept})
    for key, ids in merge.moved.items():
        model, name = moving()[key]
        model._base_manager.filter(**{name: kept}, pk__in=ids).update(**{name: gone})
    _follow_contacts(merge.moved["contacts"], kept, gone)
    change(merge, {"parted_at": timezone.now()})
    change(gone, {"archived_at": None})
    return merge


def _follow_contacts(ids, kept, gone) -> None:
    """What an app noted since with somebody who works at `gone` goes with them: a contact is of its organisation."""
    for model, name in hanging:
        if "contact" in {field.name for field in model._meta.local_fields}:
            model._base_manager.filter(**{name: kept}, contact__in=ids).update(**{name: gone})


def _locked(*two) -> list:
    """Both, locked in the order of their ids."""
    if two[0].pk == two[1].pk:
        raise ValidationError(
            {"other": ValidationError(_("Choose another organisation: this is the same one."), code="same")}
        )
    rows = Organisation.objects.select_for_update(no_key=True).filter(pk__in=[each.pk for each in two]).order_by("pk")
    found = {row.pk: row for row in rows}
    return [found[each.pk] for each in two]


def _move(model, name: str, gone, kept) -> list[str]:
    rows = model._base_manager.filter(**{name: gone})
    ids = [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
    rows.filter(pk__in=ids).update(**{name: kept})
    return ids
