"""Sites, units and spaces; the days they are in service; closures."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import Occupancy, ServicePeriod, Site, Space, SpaceClosure, Unit
from housing.operations.locking import GONE, lock, refuse_for
from refuge.operations import operation


@operation
def open_site(*, alias, by, address="") -> Site:
    """A new house. Its address is kept encrypted and stands in no list."""
    return _checked(Site(alias=alias, address=address))


@operation
def change_site(*, site, alias, by, address=None) -> Site:
    """Another name in use; another address unless None."""
    site.alias = alias
    if address is not None:
        site.address = address
    return _checked(site)


@operation
def open_unit(*, site, name, by) -> Unit:
    return _checked(Unit(site=site, name=name))


@operation
def change_unit(*, unit, site, name, by) -> Unit:
    """Correct its name, or the site that it stands on; its spaces, stays and repairs go with it."""
    unit.site, unit.name = site, name.strip()
    return _checked(unit)


@operation
def open_space(*, unit, code, programme, by, in_service_from=None, reserved_asylum=False, step_free=False) -> Space:
    """A new space, in service from a day, or not yet."""
    space = _checked(
        Space(unit=unit, code=code, programme=programme, reserved_asylum=reserved_asylum, step_free=step_free)
    )
    if in_service_from:
        put_in_service(space=space, starts_on=in_service_from, by=by)
    return space


@operation
def change_space(*, space, by, **facts) -> Space:
    """Correct code or traits. The programme stays as it is while anybody is or was in the space."""
    lock(spaces=[space])
    if facts.get("programme", space.programme) != space.programme and space.occupancies.exists():
        message = _("Stays were counted in this programme: take the space out of service and open another one.")
        raise ValidationError({"programme": ValidationError(message, code="programme_in_use")})
    for field, value in facts.items():
        setattr(space, field, value)
    return _checked(space)


@operation
def put_in_service(*, space, starts_on, by, ends_on=None) -> ServicePeriod:
    lock(spaces=[space])
    return _checked(ServicePeriod(space=space, starts_on=starts_on, ends_on=ends_on))


@operation
def end_service(*, space, on, by) -> ServicePeriod:
    """Out of service from a day on; who is to sleep there from then on must move first, and is named."""
    lock(spaces=[space])
    running = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    period = space.service_periods.filter(running).first()
    if period is None:
        raise ValidationError({"on": ValidationError(_("The space is not in service on that day."), code="no_service")})
    refuse_for(_in_the_way(space, on, None), by, _("Must move first: %(who)s."), "in_the_way")
    period.ends_on = on
    period.save()
    return period


@operation
def close_space(*, space, starts_on, reason, by, ends_on=None) -> SpaceClosure:
    """Close a space, until a day or until reopened; who is to sleep there must move first, and is named."""
    lock(spaces=[space])
    refuse_for(_in_the_way(space, starts_on, ends_on), by, _("Must move first: %(who)s."), "in_the_way")
    return _checked(
        SpaceClosure(space=space, starts_on=starts_on, ends_on=ends_on, reason=reason.strip(), closed_by=by)
    )


@operation
def reopen_space(*, closure, on, by) -> SpaceClosure | None:
    """Open again on a day, earlier than planned. Opened before it began, the closure never was: it is removed, and None
    comes back. Days on which the space was closed stay so: what has begun before today is only ever cut short."""
    lock(spaces=[closure.space_id])
    closure = SpaceClosure.objects.filter(pk=closure.pk).first()
    if closure is None:
        raise ValidationError(GONE, code="gone")
    if closure.ends_on and on >= closure.ends_on:
        raise ValidationError(_("The space is open again by then."), code="open_by_then")
    if on <= closure.starts_on:
        _check_not_past(closure)
        closure.delete()
        return None
    closure.ends_on = on
    closure.save()
    return closure


@operation
def undo_reopening(*, closure, by, ends_on=None) -> SpaceClosure:
    """Closed again as before; refused when the space was given to somebody since, or stood open for a day."""
    lock(spaces=[closure.space_id])
    closure = (
        SpaceClosure.objects.select_related("space").filter(pk=closure.pk, ends_on__gte=timezone.localdate()).first()
    )
    if closure is None or (ends_on and ends_on < closure.ends_on):
        raise ValidationError(GONE, code="gone")
    refuse_for(_in_the_way(closure.space, closure.starts_on, ends_on), by, _("Must move first: %(who)s."), "in_the_way")
    closure.ends_on = ends_on
    closure.save()
    return closure


def removed_closure(pk) -> SpaceClosure | None:
    """A closure that never was, as the history knows it; not saved."""
    events = SpaceClosure._meta.get_field("events").related_model.objects
    was = events.select_related("space").filter(pgh_obj_id=pk, pgh_label="delete").order_by("-pgh_id").first()
    if was is None:
        return None
    fields = {field.attname: getattr(was, field.attname) for field in SpaceClosure._meta.concrete_fields}
    return SpaceClosure(**fields)


@operation
def undo_removal(*, closure, by) -> SpaceClosure:
    """A `removed_closure` is there again, its days and its repair as before; refused when the space was given to
    somebody since, or the days are over."""
    lock(spaces=[closure.space_id])
    is_over = closure.ends_on and closure.ends_on <= timezone.localdate()
    if is_over or SpaceClosure.objects.filter(pk=closure.pk).exists():
        raise ValidationError(GONE, code="gone")
    in_the_way = _in_the_way(closure.space, closure.starts_on, closure.ends_on)
    refuse_for(in_the_way, by, _("Must move first: %(who)s."), "in_the_way")
    closure.save(force_insert=True)
    return closure


def _check_not_past(closure) -> None:
    if closure.starts_on < timezone.localdate():
        message = _("The space was closed already: open it again from today.")
        raise ValidationError(message, code="was_closed")


def _in_the_way(space, start, end):
    """Whoever agreed nights stand in the range, and whoever is there beyond their date if it begins by today."""
    agreed = Q(pk__in=Occupancy.objects.agreed_over(start, end).values("pk"))
    today = timezone.localdate()
    if start <= today and (end is None or end > today):
        agreed |= Q(pk__in=Occupancy.objects.current().values("pk"))
    return space.occupancies.filter(agreed)


def _checked(record):
    """Saved, with the messages of its fields and unique names beside the fields they concern."""
    record.full_clean(validate_constraints=False)
    record.save()
    return record
