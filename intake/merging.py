"""What becomes of requests, risk flags, the follow-up of a minor and the asylum file when two files become one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import AsylumFile, Inquiry, MinorFollowUp, Request, RiskFlag
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
    """The graver level, and the earlier day to look again."""
    return {
        "level": max(first.level, second.level, key=LEVELS.index),
        "review_on": max(first.since, min(first.review_on, second.review_on)),
    }


def both_followed(kept, absorbed) -> list:
    followed = {each.person_id: each for each in MinorFollowUp.objects.filter(person__in=(kept, absorbed))}
    return [(followed[kept.pk], followed[absorbed.pk])] if len(followed) == 2 else []


def sooner(first, second) -> dict:
    return {"next_on": min(first.next_on, second.next_on)}


def asylum_files(kept, absorbed) -> list:
    found = {file.person_id: file for file in AsylumFile.objects.filter(person__in=(kept, absorbed))}
    return [(found[kept.pk], found[absorbed.pk])] if len(found) == 2 else []


def completed(first, second) -> dict:
    """What the kept file does not know, from the other; an agreement is taken whole."""
    taken = {name: getattr(first, name) or getattr(second, name) for name in TOLD}
    source = first if first.agreed_on else second
    return taken | {name: getattr(source, name) for name in AGREEMENT}


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
clashes.append(two_numbers)
