"""What stands in the way when two files with plans become one."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import Action, Appointment, AsylumTask, AsylumTrack, JournalNote, LifeMeasurement, Plan, RightStep
from casework.models.rights import AT_ENTRY
from casework.operations.areas import compare_again
from refuge.people.merging import MergeRule, add_merge_rule, clashes, moved

STATES, NOTES = "casework.view_states", "casework.read_notes"


def two_open_plans(joining):
    """Rule 6."""
    people = [joining.kept, joining.absorbed]
    if not joining.parting and Plan.objects.open().filter(person__in=people).count() > 1:
        yield _("Both files have an open plan: close one of them first.")


def actions_out_of_sight(joining):
    """Nobody has a step on their list in a file that they cannot open."""
    actions = Action.objects.to_do().filter(goal__plan__person__in=[joining.kept, joining.absorbed])
    if not joining.parting and actions.filter(responsible__in=joining.closed_to).exists():
        yield _("An action is on the list of a colleague who cannot open the merged file: give it to somebody else.")


def appointments_out_of_sight(joining):
    """Nor an appointment."""
    if joining.parting:
        return
    people = [joining.kept, joining.absorbed]
    ahead = Appointment.objects.ahead().filter(person__in=people, starts_at__gte=timezone.now())
    if ahead.of(*joining.closed_to).exists():
        yield _("An appointment is in the agenda of a colleague who cannot open the merged file: move it first.")


def areas_of_one_moment(joining):
    """A moment was gone through once."""
    if joining.parting:
        return
    standing = LifeMeasurement.objects.standing()
    of_absorbed = standing.filter(person=joining.absorbed).values("moment")
    if standing.filter(person=joining.kept, moment__in=of_absorbed).exists():
        yield _("Life areas were noted in both files for the same moment: remove them in one of them first.")


def two_procedures(joining):
    """One asylum procedure is followed at a time."""
    people = [joining.kept, joining.absorbed]
    if not joining.parting and AsylumTrack.objects.open().filter(person__in=people).count() > 1:
        yield _("Both files have an asylum procedure that is followed: close one of them first.")


def tasks_out_of_sight(joining):
    """Nor a task of an asylum procedure."""
    tasks = AsylumTask.objects.to_do().filter(track__person__in=[joining.kept, joining.absorbed])
    if not joining.parting and tasks.filter(responsible__in=joining.closed_to).exists():
        yield _("A task of the asylum procedure is on the list of a colleague who cannot open the merged file.")


def same_entries(kept, absorbed) -> list:
    """What both files say of one right at entry: the kept file's stands."""
    at_entry = RightStep.objects.kept().filter(step__in=AT_ENTRY)
    said = {each.right: each for each in at_entry.filter(person=kept)}
    return [(said[each.right], each) for each in at_entry.filter(person=absorbed) if each.right in said]


clashes.extend([two_open_plans, actions_out_of_sight, appointments_out_of_sight, two_procedures, tasks_out_of_sight])
clashes.append(areas_of_one_moment)
moved.append(compare_again)
add_merge_rule(
    MergeRule(Plan, gettext_lazy("Plans"), STATES),
    MergeRule(JournalNote, gettext_lazy("Journal"), NOTES),
    MergeRule(AsylumTrack, gettext_lazy("Asylum procedures"), "intake.view_asylum"),
    MergeRule(Appointment, gettext_lazy("Appointments"), "casework.view_plan"),
    MergeRule(LifeMeasurement, gettext_lazy("Life areas"), "casework.view_areas"),
    MergeRule(RightStep, gettext_lazy("Rights"), "casework.view_rights", doubles=same_entries),
)
