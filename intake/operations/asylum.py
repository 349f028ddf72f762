"""What is known of an applicant's reception."""

from intake.models import AsylumFile
from intake.models.asylum import bare
from intake.reminders import AGREEMENT_ENDS
from refuge.notifications.operations import resolve
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.operations.changing import check
from refuge.people.operations.file import locked

FIELDS = (
    "centre", "referred_by", "incidents", "account", "sp_number", "badge_number", "agreed_with", "agreed_on",
    "agreement_ends_on",
)  # fmt: skip


@operation
def keep_asylum_file(*, person, by, **facts) -> AsylumFile:
    """Write what is known (`facts`: fields of FIELDS). A number is kept bare, so that it is found however it is
    written. With another end of the agreement, reminders of the former one are done with."""
    person = locked(person)
    check_alive(person)
    file = AsylumFile.objects.filter(person=person).first() or AsylumFile(person=person)
    ends_before = file.agreement_ends_on
    for name in FIELDS:
        if name in facts:
            value = facts[name]
            setattr(file, name, bare(value) if name.endswith("number") else value)
    check(file, facts)
    file.save()
    if file.agreement_ends_on != ends_before:
        resolve(subject=file, kinds=[AGREEMENT_ENDS])
    return file
