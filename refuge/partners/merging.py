"""What becomes of referrals when two files become one, and two again."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge import violations
from refuge.partners.models import Referral
from refuge.people.merging import MergeRule, add_merge_rule, clashes
from refuge.people.models import OutsideContact

violations.say(
    "partners_outside_of_the_file", gettext_lazy("A referral goes by a contact of the same file under “Who knows”.")
)


def two_open_referrals(joining):
    """Nobody is referred twice to one organisation for one need."""
    if joining.parting:
        return
    own = Referral.objects.filter(person=joining.kept).open().values_list("organisation", "need")
    known = set(own)
    for each in Referral.objects.filter(person=joining.absorbed).open().select_related("organisation"):
        if (each.organisation_id, each.need) in known:
            words = {"organisation": each.organisation, "need": each.get_need_display()}
            yield _("Both files have an open referral to %(organisation)s (%(need)s): withdraw one of them.") % words


def contact_leaves(joining):
    """A letter goes by the answers of its own file; what was answered since is not copied to somebody else's."""
    if not joining.parting:
        return
    stay = Referral.objects.filter(person=joining.kept).exclude(pk__in=joining.going[Referral._meta.label_lower])
    leaving = joining.going[OutsideContact._meta.label_lower]
    for each in stay.filter(outside__in=leaving).select_related("organisation"):
        words = _("The referral to %(organisation)s, made since, goes by a contact that leaves with the other file.")
        yield words % {"organisation": each.organisation}


clashes.extend([two_open_referrals, contact_leaves])
add_merge_rule(MergeRule(Referral, gettext_lazy("Referrals"), "partners.view_referral", names=("outside",)))
