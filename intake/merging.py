"""What becomes of requests, risk flags, the follow-up of a minor and the asylum file when two files become one."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import AsylumFile, Inquiry, MinorFollowUp, Request, RiskFlag
from refuge.people.joining import both
from refuge.people.merging import MergeRule, add_merge_rule, clashes

LEVELS = list(RiskFlag.Level)
TOLD = ("centre", "referred_by", "incidents", "account", "sp_number", "badge_number")
AGREEMENT = ("agreed_with", "agreed_on", "agreement_ends_on")


def same_flags(kept, absorbed) -> list:
    """Pairs of open flags for one risk."""
    own = {flag.kind: flag for flag in RiskFlag.objects.standing().filter(person=kept)}
    others = RiskFlag.objects.standing().filter(person=absorbed)
    return [(own[flag.kind], flag) for flag in others if flag.kind in own]


def graver(first, second) -> dict:
    """The graver level, the earlier day to look again, and what was seen on either side."""
    return {
        "level": max(first.level, second.level, key=LEVELS.index),
        "review_on": max(first.since, min(first.review_on, second.review_on)),
        "note": both(first.note, second.note, "\n"),
    }


def both_followed(kept, absorbed) -> list:
    followed = {each.person_id: each for each in MinorFollowUp.objects.filter(person__in=(kept, absorbed))}
    return [(followed[kept.pk], followed[absorbed.pk])] if len(followed) == 2 else []


def sooner(first, second) -> dict:
    """The kept file's worker, the earlier day, and what was agreed on either side."""
    return {"next_on": min(first.next_on, second.next_on), "note": both(first.note, second.note, "\n")}


def asylum_files(kept, absorbed) -> list:
    found = {file.person_id: file for file in AsylumFile.objects.filter(person__in=(kept, absorbed))}
    return [(found[kept.pk], found[absorbed.pk])] if len(found) == 2 else []


def completed(first, second) -> dict:
    """What the kept file does not know, from the other; of two agreements the one that ends last is taken whole."""
    taken = {name: getattr(first, name) or getattr(second, name) for name in TOLD}
    source = max(first, second, key=_lasts_until)
    return taken | {name: getattr(source, name) for name in AGREEMENT}


def _lasts_until(file):
    """Without an end an agreement runs on; without an agreement there is nothing to last."""
    return (file.agreement_ends_on or date.max) if file.agreed_on else date.min


def in_hands_kept_out(joining):
    """Nobody has a request, or a minor to keep in touch with, in a file that they cannot open."""
    people = [joining.kept, joining.absorbed]
    if joining.parting:
        return
    if Request.objects.open().filter(person__in=people, worker__in=joining.closed_to).exists():
        yield _("An open request is given to a colleague who cannot open the merged file: give it to somebody else.")
    followed = {each.person_id: each for each in MinorFollowUp.objects.filter(person__in=people)}
    stays = followed.get(joining.kept.pk) or followed.get(joining.absorbed.pk)
    if stays and stays.worker_id in joining.closed_to:
        yield _("The colleague who keeps in touch cannot open the merged file: name somebody else.")


def two_numbers(joining):
    """Which of two file numbers is right is for somebody to say, not for a merge."""
    for first, second in [] if joining.parting else asylum_files(joining.kept, joining.absorbed):
        for name in ("sp_number", "badge_number"):
            if getattr(first, name) and getattr(second, name) and getattr(first, name) != getattr(second, name):
                yield _("The asylum data of both files have different numbers: correct one of them first.")


add_merge_rule(
    MergeRule(Request, gettext_lazy("Requests"), "intake.view_request"),
    MergeRule(Inquiry, gettext_lazy("Inquiries"), "intake.view_inquiry"),
    MergeRule(RiskFlag, gettext_lazy("Risk flags"), "intake.view_flags", doubles=same_flags, join=graver),
    MergeRule(MinorFollowUp, doubles=both_followed, join=sooner),
    MergeRule(
        AsylumFile,
        gettext_lazy("Asylum"),
        "intake.view_asylum",
        doubles=asylum_files,
        join=completed,
    ),
)
clashes.extend([two_numbers, in_hands_kept_out])
