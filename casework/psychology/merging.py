"""A follow-up moves with its person, whoever merges two files, and nobody is told."""

from django.utils.translation import gettext as _

from casework.models import FollowUp
from refuge.people.merging import MergeRule, add_merge_rule, clashes


def two_open_follow_ups(joining):
    """One open follow-up a person. That there are two may be known; nothing else is said."""
    people = [joining.kept, joining.absorbed]
    if not joining.parting and FollowUp.objects.open().filter(person__in=people).count() > 1:
        yield _("A psychologist follows the person in both files: ask them to close one of the two first.")


clashes.append(two_open_follow_ups)
add_merge_rule(MergeRule(FollowUp))
