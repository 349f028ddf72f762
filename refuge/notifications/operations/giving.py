"""Giving an alert to people, and taking it off when what it told of is done."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from refuge.accounts.models import RoleGrant
from refuge.notifications.models import Alert, AlertPreference, Delivery
from refuge.notifications.parameters import DIGEST_HOUR
from refuge.notifications.registry import kinds
from refuge.operations import operation
from refuge.parameters.registry import value_of


@operation
def notify(*, kind, subject, recipients, url, due_on=None, params=None, by=None) -> list[Alert]:
    """Give each active recipient but `by` this alert, once; the answer is those given now. Whoever switched the kind
    off, and has no role that must answer it, is not told.

    `subject` is a record or (label, uuid). `params` fill the kind's title: numbers and days, nothing personal. The
    e-mail is written into the outbox of the same transaction: it goes out if, and only if, that commits.
    """
    declared = kinds[kind.code if hasattr(kind, "code") else kind]
    label, subject_id = _named(subject)
    people = sorted({who.pk: who for who in recipients if who.is_active and who != by}.values(), key=lambda who: who.pk)
    wishes = _wishes(declared, people)
    alerts = [
        Alert(
            kind=declared.code,
            subject_label=label,
            subject_id=subject_id,
            recipient=who,
            due_on=due_on or timezone.localdate(),
            params=params or {},
            url=url,
        )
        for who in people
        if who.pk not in wishes or declared.code not in wishes[who.pk].off
    ]
    given = _insert_new(alerts)
    _fill_outbox(declared, given, wishes)
    return given


@operation
def resolve(*, subject, kinds=None, due_before=None, by=None) -> int:
    """Take every open alert about `subject` (of those kinds, due before that day, if given) off everybody's list;
    e-mails of it that still wait are not sent. Returns how many."""
    alerts = Alert.objects.open().about(*_named(subject))
    if kinds is not None:
        alerts = alerts.filter(kind__in=[getattr(kind, "code", kind) for kind in kinds])
    if due_before:
        alerts = alerts.filter(due_on__lt=due_before)
    return alerts.update(resolved_at=timezone.now())


@operation
def unresolve(*, subject, since, kinds=None, by=None) -> int:
    """Put back the alerts about `subject` (of those kinds, if given) that were open at the moment `since` and taken
    off from then on: the step that took them off is taken back. No e-mail goes out twice; one that was dropped goes out
    after all. Returns how many."""
    alerts = Alert.objects.about(*_named(subject)).filter(created_at__lte=since, resolved_at__gte=since)
    if kinds is not None:
        alerts = alerts.filter(kind__in=[getattr(kind, "code", kind) for kind in kinds])
    return _put_back(alerts)


@operation
def tell_anew(*, kind, subject, due_on=None, by=None) -> int:
    """Put back the alerts of this kind and day (today unless told) that were taken off: what they told of is so again,
    and `notify` gives each once. E-mails as with `unresolve`. Returns how many."""
    alerts = Alert.objects.about(*_named(subject)).filter(kind=kind.code, due_on=due_on or timezone.localdate())
    return _put_back(alerts.filter(resolved_at__isnull=False))


def _put_back(alerts) -> int:
    put_back = [alert.pk for alert in alerts.only("pk")]
    dropped = Delivery.objects.filter(alert__in=put_back, state=Delivery.State.DROPPED)
    dropped.update(state=Delivery.State.WAITING, settled_at=None)
    return Alert.objects.filter(pk__in=put_back).update(resolved_at=None)


def _named(subject) -> tuple:
    return subject if isinstance(subject, tuple) else (subject._meta.label_lower, subject.pk)


def _insert_new(alerts) -> list[Alert]:
    """Those that nobody had given before. Two at once: the second waits for the first, and gives nothing."""
    Alert.objects.bulk_create(alerts, ignore_conflicts=True)
    new = set(Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).values_list("pk", flat=True))
    return [alert for alert in alerts if alert.pk in new]


def _fill_outbox(kind, alerts, wishes) -> None:
    from refuge.notifications.tasks import wake

    if not alerts:
        return
    later = {alert.recipient_id for alert in alerts if kind.digest or _wishes_digest(wishes, alert)}
    digest_at = next_digest() if later else None
    Delivery.objects.bulk_create(
        Delivery(alert=alert, digest=True, next_try_at=digest_at)
        if alert.recipient_id in later
        else Delivery(alert=alert)
        for alert in alerts
    )
    transaction.on_commit(wake)


def _wishes_digest(wishes, alert) -> bool:
    return alert.recipient_id in wishes and wishes[alert.recipient_id].digest


def _wishes(kind, people) -> dict:
    """{user id: how they want to be told}, of those who said so and have no role that must answer this kind."""
    wishes = {each.user_id: each for each in AlertPreference.objects.filter(user__in=people)}
    if not wishes:
        return wishes
    answering = RoleGrant.objects.current().filter(user__in=wishes, role__in=kind.answerable_by)
    for user_id in answering.values_list("user", flat=True):
        wishes.pop(user_id, None)
    return wishes


def next_digest(now=None) -> datetime:
    """The next moment at which digests go out."""
    now = timezone.localtime(now)
    hour = value_of(DIGEST_HOUR.code, now.date())
    today = datetime.combine(now.date(), time(hour), tzinfo=now.tzinfo)
    return today if now < today else datetime.combine(now.date() + timedelta(days=1), time(hour), tzinfo=now.tzinfo)
