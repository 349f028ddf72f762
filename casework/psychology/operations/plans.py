"""The safety plan for the team."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.models import SafetyPlan
from casework.models.psychology.safety_plan import CONDITIONS
from refuge.operations import operation
from refuge.people.models import TeamAlert
from refuge.people.models.contact import Because
from refuge.people.operations import end_team_alert, set_team_alert
from refuge.people.operations.file import locked as locked_file


@operation
def write_safety_plan(*, person, line, text, by, **conditions) -> SafetyPlan:
    """`line` stands above every page of the person, `text` says what the team does. It takes the place of the one
    before. Refused unless all five conditions of shared secrecy are ticked."""
    missing = [name for name in CONDITIONS if not conditions.get(name)]
    if missing:
        message = _("All five conditions are needed: else nothing is shared.")
        raise ValidationError({name: ValidationError(message, code="condition") for name in missing})
    person = locked_file(person)
    standing = SafetyPlan.objects.standing().filter(alert__person=person).select_related("alert__person")
    before = list(standing)
    alert = set_team_alert(person=person, kind=TeamAlert.Kind.SAFETY, text=line, by=by)
    plan = SafetyPlan.objects.create(alert=alert, text=text.strip(), written_by=by, **conditions)
    for each in before:
        end_team_alert(alert=each.alert, because=Because.OVER, by=by)
    return plan


@operation
def end_safety_plan(*, plan, by) -> SafetyPlan:
    """It holds no more. Its line can be put back on the person's page."""
    end_team_alert(alert=plan.alert, because=Because.OVER, by=by)
    return plan
