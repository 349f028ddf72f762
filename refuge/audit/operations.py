"""Writing the access log."""

from refuge.audit.models import Opening


def log_opening(request, subject, what=Opening.What.VIEW, detail="") -> None:
    """Note that the signed-in person opened `subject`, or had something hidden in it shown (`what="reveal"`).

    Called once per page or fragment of a young person's file. `detail` is a field's or panel's name, never a value.
    """
    # One statement is whole as it is: @operation would only add two round trips to every page.
    Opening.objects.create(
        user=request.user,
        subject_label=subject._meta.label_lower,
        subject_id=subject.pk,
        what=what,
        detail=detail,
        page=request.path[:200],
    )


def log_openings(request, subjects, detail="") -> None:
    """Note that a list named several files to the signed-in person: one row a file, in one statement."""
    Opening.objects.bulk_create(
        Opening(
            user=request.user,
            subject_label=subject._meta.label_lower,
            subject_id=subject.pk,
            detail=detail,
            page=request.path[:200],
        )
        for subject in {subject.pk: subject for subject in subjects}.values()
    )
