"""A call that nobody answered in time, and a promise to call back that has passed: told once each.

To the worker in charge, else to the coordinators; nobody to whom the file is closed. A round may come twice, side by
side or late: rule 8 gives each recipient each alert once, and a round gives what those of the last days did not. An
attempt to reach the person takes the alert off every list.
"""

from datetime import timedelta
from itertools import chain

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import AsylumFile, ContactAttempt, MinorFollowUp, Request, RiskFlag
from intake.models.choices import PROMISING, UNDECIDED
from intake.operations.contacting import promise_of
from intake.parameters import ANSWER_HOURS, CATCH_UP_DAYS
from intake.registry import CALL_BACK_MISSED, UNANSWERED
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.people.models import Person
from refuge.people.registry import with_stand_ins

ANSWERING = frozenset({Role.COORDINATOR, Role.EDUCATOR, Role.PSYCHOLOGIST})

declare(
    Kind(
        UNANSWERED,
        _("A call has waited %(hours)d hours for an answer"),
        ANSWERING,
        tone="late",
        icon="phone-missed",
    )
)
declare(
    Kind(
        CALL_BACK_MISSED, _("The time of a promised call back has passed"), ANSWERING, tone="late", icon="phone-missed"
    )
)


def name_requests(user, ids):
    """What a request is called in a list of alerts: the chosen name, else its reference."""
    requests = Request.objects.visible_to(user).filter(pk__in=ids)
    return requests.values_list("pk", Coalesce("person__chosen_name", "reference"))


def name_attempts(user, ids):
    attempts = ContactAttempt.objects.visible_to(user).filter(pk__in=ids)
    return attempts.values_list("pk", Coalesce("request__person__chosen_name", "request__reference"))


subjects["intake.request"] = name_requests
subjects["intake.contactattempt"] = name_attempts


def subjects_of(person) -> list:
    """What of intake alerts can be about, of this person."""
    requests = list(Request.objects.filter(person=person).only("pk"))
    promises = ContactAttempt.objects.filter(request__person=person, call_back_at__isnull=False).only("pk")
    cared = [model.objects.filter(person=person).only("pk") for model in (RiskFlag, MinorFollowUp, AsylumFile)]
    return [*requests, *promises, *chain.from_iterable(cared)]


def tell_of_late_calls(now=None) -> int:
    """Give every alert that is due; returns how many were new."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    hours, since = value_of(ANSWER_HOURS.code, today), now - timedelta(days=value_of(CATCH_UP_DAYS.code, today))
    patience = timedelta(hours=hours)
    coordinators = list(User.objects.with_role(Role.COORDINATOR))
    alive = Request.objects.filter(person__death_noted_at__isnull=True)
    unanswered = alive.unanswered().filter(received_at__range=(since - patience, now - patience))
    promised = alive.filter(state__in=PROMISING, call_back_due__range=(since, now))
    told = [_tell_unanswered(each, hours, coordinators) for each in _with_team(unanswered)]
    return sum(told + [_tell_missed(each, coordinators) for each in _with_team(promised)])


def _with_team(requests):
    return requests.select_related("worker", "person").defer("story", "assessment", "call_back")


@operation
def _tell_unanswered(request, hours, coordinators) -> int:
    if not _still(request, state__in=UNDECIDED, answered_at__isnull=True):
        return 0
    due_on = timezone.localdate(request.received_at + timedelta(hours=hours))
    return _tell(UNANSWERED, request, request, due_on, coordinators, {"hours": hours})


@operation
def _tell_missed(request, coordinators) -> int:
    if not _still(request, call_back_due=request.call_back_due):
        return 0
    due_on = timezone.localdate(request.call_back_due)
    return _tell(CALL_BACK_MISSED, request, promise_of(request), due_on, coordinators, {})


def _tell(kind, request, subject, due_on, coordinators, params) -> int:
    url = reverse("intake:detail", args=[request.reference])
    recipients = _team_of(request, coordinators)
    return len(notify(kind=kind, subject=subject, recipients=recipients, url=url, due_on=due_on, params=params))


def _still(request, **as_it_was) -> bool:
    """Whether nothing has happened since the round began; held so until the alert is given."""
    dead = Person.objects.filter(death_noted_at__isnull=False)
    same = Request.objects.filter(pk=request.pk, **as_it_was).exclude(person__in=dead)
    return same.select_for_update(no_key=True).exists()


def _team_of(request, coordinators) -> list[User]:
    """The worker in charge and who stands in for them, if they still may open it, else the coordinators who may."""
    closed_to = set()
    if request.person:
        closed_to = set(request.person.closures.filter(reopened_at__isnull=True).values_list("user", flat=True))
    in_charge = [user for user in with_stand_ins(request.worker) if user.is_active]
    opening = [user for user in in_charge if Request.objects.visible_to(user).filter(pk=request.pk).exists()]
    return opening or [user for user in coordinators if user.pk not in closed_to]
