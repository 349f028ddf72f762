"""Papers of a follow-up: checked as every document, and sealed in the row under the room's ring."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.models import FollowUpFile
from casework.psychology.operations.locking import locked
from refuge.documents.content import check
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def add_file(*, followup, file, by, title="") -> FollowUpFile:
    """Check `file` (name, size, read()) and keep it. ValidationError beside the file that is not what it says."""
    try:
        checked = check(file)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    followup = locked(followup)
    check_alive(followup.person)
    name = title.strip() or PurePath(checked.name).stem
    about = {"title": name, "name": checked.name, "content_type": str(checked.content_type)}
    return FollowUpFile.objects.create(
        followup=followup, about=about, content=checked.data, size=len(checked.data), added_by=by
    )


@operation
def remove_file(*, file, by) -> FollowUpFile:
    """Take it off the follow-up; `restore_file` puts it back."""
    return _set_removed(file, timezone.now())


@operation
def restore_file(*, file, by) -> FollowUpFile:
    return _set_removed(file, None)


def _set_removed(file, moment) -> FollowUpFile:
    locked(file.followup)
    file = FollowUpFile.objects.defer("content").select_for_update(of=("self",)).get(pk=file.pk)
    file.removed_at = moment
    file.save(update_fields=["removed_at"])
    return file
