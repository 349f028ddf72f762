"""Stays as rows without names, and the nights of those whom Fedasil placed here, by file number."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models import Occupancy, Stay
from intake.models import AsylumFile
from refuge.exports import Column, Rows, Statement, declare, row_exports


def stays(period):
    """Stays that began in the period or were under way in it."""
    there = Q(departed_on__isnull=True) | Q(departed_on__gte=period.first)
    for stay in Stay.objects.filter(there, arrived_on__lt=period.end).order_by("arrived_on", "pk"):
        until = stay.departed_on or min(period.nights_end, timezone.localdate() + timedelta(days=1))
        yield (
            stay.person_id,
            [
                stay.get_programme_display(),
                f"{stay.arrived_on:%Y-%m}",
                f"{stay.departed_on:%Y-%m}" if stay.departed_on else "",
                max((until - stay.arrived_on).days, 0),
                stay.get_destination_display(),
                stay.get_exit_type_display(),
            ],
        )


def reserved_nights(first, end):
    """{person: nights held in a space reserved for asylum seekers, from `first` to the day before `end`}."""
    today = timezone.localdate()
    held = (
        Occupancy.objects.facts()
        .filter(space__reserved_asylum=True, starts_on__lt=end)
        .filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=first), Q(ended_on__isnull=True) | Q(ended_on__gt=F("starts_on"))
        )
    )
    nights = {}
    for person, starts, ended in held.values_list("person", "starts_on", "ended_on"):
        until = min(end, ended or today + timedelta(days=1))
        nights[person] = nights.get(person, 0) + max((until - max(first, starts)).days, 0)
    return {person: number for person, number in nights.items() if number}


def nights_by_number(first, end) -> dict[str, int]:
    nights = reserved_nights(first, end)
    found = {}
    for file in AsylumFile.objects.filter(person__in=nights):
        if file.sp_number:
            found[file.sp_number] = found.get(file.sp_number, 0) + nights[file.person_id]
    return found


def with_a_file(numbers: set[str]) -> set[str]:
    """Those of the numbers that a file has, or had before another: one that was mistyped is taken back, one of a file
    that was erased is told no more."""
    index = AsylumFile._meta.get_field("sp_index").index
    by_index = {index(number): number for number in numbers}
    files = AsylumFile.objects.filter(sp_index__isnull=False, events__sp_index__in=by_index)
    return {by_index[bytes(each)] for each in files.values_list("events__sp_index", flat=True).distinct()}


def without_number(first, end) -> int:
    nights = reserved_nights(first, end)
    numbered = {file.person_id for file in AsylumFile.objects.filter(person__in=nights) if file.sp_number}
    return len(nights.keys() - numbered)


row_exports.add(
    Rows(
        "stays",
        _("Stays"),
        (
            Column(_("Programme")),
            Column(_("Month of arrival")),
            Column(_("Month of departure")),
            Column(_("Nights"), tells=False),
            Column(_("Destination")),
            Column(_("Way of leaving")),
        ),
        stays,
        order=20,
    )
)
declare(Statement("fedasil", _("Nights by file number"), "Fedasil", nights_by_number, without_number, with_a_file))
