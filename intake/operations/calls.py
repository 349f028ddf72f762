"""A call is noted, joined to a file, or taken back."""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Request
from intake.models.choices import State
from intake.models.mail import Told
from intake.operations.locking import locked, locked_open
from intake.parameters import UNDO_MINUTES
from intake.registry import check_parting
from refuge.operations import operation
from refuge.parameters.operations import next_references
from refuge.parameters.registry import value_of
from refuge.people import operations as people
from refuge.people import phones
from refuge.people.age import age_text
from refuge.people.death import check_alive
from refuge.people.models import Channel


@operation
def log_call(*, by, person=None, chosen_name="", pronouns="", age=None, together_with=None, **facts) -> Request:
    """Note a call for help (`facts` are fields of Request) and give it a reference.

    It is about `person`, or opens a file for `chosen_name`, or stays anonymous. `age`, as `parse_age` gives it, and
    how to call back safely go to the file; an age that the file knows already stays. `together_with` is another
    request of the same call: a couple, siblings.
    """
    check_alive(person)
    opens_file = bool(chosen_name and not person)
    if opens_file:
        person = people.register_person(chosen_name=chosen_name, pronouns=pronouns, by=by, **(age or {}))
    elif person and age and not age_text(person):
        people.change_identity(person=person, by=by, **age)
    request = Request(person=person, opened_file=opens_file, received_by=by, **facts)
    request.call_back_due = request.call_back_by
    _check_received(request)
    request.call = _shared_call(together_with)
    request.reference = next_references("R", timezone.localdate(request.received_at).year)[0]
    request.clean_fields(exclude=["person", "received_by"])
    request.save(force_insert=True)
    _keep_call_back(request, by)
    return request


@operation
def attach_person(*, request, person, by) -> Request:
    """Join an anonymous call to a file; how to call back goes there too,
    unless it is that of a service. A call that has its file keeps it."""
    request = locked(request)
    if request.person_id and request.person_id != person.pk:
        raise ValidationError(_("This call already belongs to a file."), code="has_a_file")
    check_parting(request)
    check_alive(person)
    request.person = person
    request.save(update_fields=["person"])
    _keep_call_back(request, by)
    return request


@operation
def detach_person(*, request, by) -> Request:
    """Part a call from the file it was joined to by mistake, until it is decided; the number it brought goes too."""
    request = locked_open(request)
    check_alive(request.person)
    check_parting(request)
    _take_call_back_off(request, by)
    request.person, request.opened_file = None, False
    request.save(update_fields=["person", "opened_file"])
    return request


@operation
def undo_log_call(*, request, by) -> None:
    """Remove a call noted by mistake, and the file it opened: by its author, soon after, while nothing hangs on it."""
    request = locked(request)
    check_alive(request.person)
    _check_undo(request, by)
    person = request.person if request.opened_file else None
    request.delete()
    if person:
        person.delete()


def _check_received(request) -> None:
    request.received_at = request.received_at or timezone.now()
    if request.received_at > timezone.now() + timedelta(minutes=1):
        message = _("A call cannot come from the future.")
        raise ValidationError({"received_at": ValidationError(message, code="future")})


def _shared_call(other):
    """The mark that the requests of one call share, given to the first of them when the second comes."""
    if other is None:
        return None
    other = locked(other)
    if not other.call:
        other.call = uuid.uuid4()
        other.save(update_fields=["call"])
    return other.call


def _keep_call_back(request, by) -> None:
    """Put the way to call back on the file; a number it knows already only learns what is safe now."""
    if not (request.person and request.call_back) or _is_of_the_service(request):
        return
    safe = {f"may_{use}": "yes" for use in request.call_back_uses}
    known = _channels_of(request)
    if known:
        people.change_channel(channel=known[0], by=by, **safe)
    else:
        kind, value = _kind_and_value(request.call_back)
        people.add_channel(person=request.person, kind=kind, value=value, by=by, **safe)


def _take_call_back_off(request, by) -> None:
    """Unless this call opened the file, what came onto it since the call goes; what was there before stays."""
    if request.person and not request.opened_file and not _is_of_the_service(request):
        for channel in _channels_of(request):
            if channel.created_at >= request.logged_at:
                people.remove_channel(channel=channel, by=by)


def _is_of_the_service(request) -> bool:
    """Whether the call was filed from an e-mail while the young person had not agreed: who can be reached under the
    number is the service, whatever is agreed later."""
    mail = getattr(request, "mail", None)
    filed = mail and mail.events.filter(request=request).order_by("pgh_created_at", "pgh_id").first()
    return bool(filed) and filed.person_agrees != Told.YES


def _channels_of(request) -> list:
    """The channels of the file that hold the same number or address as the call."""
    kind, value = _kind_and_value(request.call_back)
    return [each for each in request.person.channels.current().filter(kind=kind) if each.value == value]


def _kind_and_value(text: str) -> tuple[str, str]:
    """What a channel keeps of what the caller said: a number, an e-mail address, or the words as they are."""
    value = phones.normalised_or_none(text)
    if value is None:
        return Channel.Kind.OTHER, text
    return (Channel.Kind.EMAIL if "@" in value else Channel.Kind.PHONE), value


def _check_undo(request, by) -> None:
    minutes = value_of(UNDO_MINUTES.code, timezone.localdate())
    if request.received_by_id != by.pk:
        raise ValidationError(_("Only who noted the call can undo it."), code="not_author")
    if timezone.now() - request.logged_at > timedelta(minutes=minutes):
        message = _("A call can be undone within %(minutes)s minutes. It can still be decided as withdrawn.")
        raise ValidationError(message, code="too_late", params={"minutes": minutes})
    hangs_on_it = any(rows.exists() for _name, rows in _rows_of(request))
    if request.state != State.NEW or hangs_on_it or not _file_is_bare(request):
        message = _("Work has begun on this request, so it cannot be undone. It can still be decided as withdrawn.")
        raise ValidationError(message, code="work_has_begun")


def _file_is_bare(request) -> bool:
    """Whether the file that this call opened holds nothing but what the call brought."""
    if not request.opened_file:
        return True
    if request.person.events.count() > 1:
        return False
    brought = {
        "names": Q(current=True),
        "channels": Q(pk__in=_brought_channel(request)),
        "requests": Q(pk=request.pk),
    }
    nothing = Q(pk__in=[])
    return not any(rows.exclude(brought.get(name, nothing)).exists() for name, rows in _rows_of(request.person))


def _brought_channel(request) -> list:
    """The channel that the call put on its file, unless somebody has changed it since."""
    own = [each for each in _channels_of(request) if each.created_by_id == request.received_by_id]
    return [each.pk for each in own[:1] if each.events.count() == 1]


def _rows_of(record):
    """All that points at a record, history apart: (name, rows)."""
    for relation in record._meta.related_objects:
        model = relation.related_model
        if not hasattr(model, "pgh_tracked_model"):
            yield relation.name, model._default_manager.filter(**{relation.field.name: record})
