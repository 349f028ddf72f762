"""What intake reminds of, each day anew: a flag to look at again, a contact with a minor, an eighteenth birthday, an
agreement that ends. A run may come twice, side by side or late: rule 8 gives each recipient each alert once, and a run
gives what the runs of the last days (parameter `intake.remind_days`) did not."""

from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from intake.models import AsylumFile, MinorFollowUp, Request, RiskFlag
from intake.models.choices import UNDECIDED
from intake.parameters import AGREEMENT_DAYS, REMIND_DAYS
from refuge.access import allows
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of

ANSWERING = frozenset({Role.COORDINATOR})


def _agreement(params: dict) -> str:
    days = params["days"]
    if not days:
        return gettext("A reception agreement ends today")
    text = ngettext("A reception agreement ends in %(days)d day", "A reception agreement ends in %(days)d days", days)
    return text % {"days": days}


FLAG_REVIEW = declare(
    Kind("intake.flag_review", _("A risk flag waits to be looked at again"), ANSWERING, tone="late", icon="flag")
)
MINOR_CONTACT = declare(
    Kind("intake.minor_contact", _("The next contact with somebody under 18 is overdue"), ANSWERING, tone="late",
         icon="shield-alert")
)  # fmt: skip
TURNED_18 = declare(
    Kind("intake.turned_18", _("Somebody has turned 18: their request may be reopened"), ANSWERING, tone="accent",
         icon="cake")
)  # fmt: skip
AGREEMENT_ENDS = declare(Kind("intake.agreement_ends", _agreement, ANSWERING, tone="soon", icon="calendar-clock"))


def _named(model):
    """The chosen names behind rows of `model`, for who may read those files."""
    return lambda user, ids: model.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "person__chosen_name")


for each in (RiskFlag, MinorFollowUp, AsylumFile):
    subjects[each._meta.label_lower] = _named(each)
subjects.setdefault(Request._meta.label_lower, _named(Request))


def send_reminders(today: date | None = None) -> int:
    """Give every reminder that is due on `today`; returns how many were new."""
    today = today or timezone.localdate()
    since = today - timedelta(days=value_of(REMIND_DAYS.code, today))
    coordinators = list(User.objects.with_role(Role.COORDINATOR))
    flags = (
        _of_the_living(RiskFlag.objects.overdue(today)).filter(review_on__gte=since).select_related("person__worker")
    )
    contacts = (
        _of_the_living(MinorFollowUp.objects.overdue(today))
        .filter(next_on__gte=since)
        .select_related("person", "worker")
    )
    told = sum(_tell(FLAG_REVIEW, each, coordinators, each.review_on, _file(each)) for each in flags)
    told += sum(_tell(MINOR_CONTACT, each, coordinators, each.next_on, _file(each)) for each in contacts)
    grown = _of_the_living(turned_18(since, today)).select_related(
        "person__worker", "person__minor_follow_up__worker", "worker"
    )
    told += sum(_tell_birthday(each, coordinators) for each in grown)
    return told + _tell_agreements(coordinators, since, today)


def _of_the_living(records):
    return records.filter(person__death_noted_at__isnull=True)


def turned_18(since, today):
    """The last request of each person who was under 18 with it and has turned 18 since, decided but not with a space.
    A request that is open needs no reopening."""
    last = Request.objects.filter(person=OuterRef("person")).order_by("-received_at", "-id").values("pk")[:1]
    grown = Request.objects.filter(person__adult_from__range=(since, today), pk=Subquery(last))
    grown = grown.exclude(state__in=[*UNDECIDED, "accommodated"])
    return grown.filter(decision__decided_at__date__lt=F("person__adult_from"))


def is_of_a_minor(request) -> bool:
    """Whether somebody under 18 was decided about, who is 18 by now: a request to propose anew."""
    if request.decision is None or not request.person_id or request.state == "accommodated":
        return False
    adult_from = request.person.adult_from
    decided_on = timezone.localdate(request.decision.decided_at)
    return bool(adult_from) and decided_on < adult_from <= timezone.localdate()


def _tell_birthday(request, coordinators) -> int:
    follow_up = getattr(request.person, "minor_follow_up", None)
    also = [request.worker, follow_up and follow_up.worker]
    url = reverse("intake:detail", args=[request.reference])
    return _tell(TURNED_18, request, [*coordinators, *also], request.person.adult_from, url)


def _tell_agreements(coordinators, since, today) -> int:
    """Each under the day on which it was due; a missed one is given late, but not once the agreement is over."""
    lead_days = sorted(value_of(AGREEMENT_DAYS.code, today))
    files = _of_the_living(AsylumFile.objects).filter(
        agreement_ends_on__range=(today, today + timedelta(days=lead_days[-1]))
    )
    told = 0
    for file in files.select_related("person__worker"):
        left = (file.agreement_ends_on - today).days
        days = next(each for each in lead_days if each >= left)
        due_on = file.agreement_ends_on - timedelta(days=days)
        if due_on >= since:
            told += _tell(AGREEMENT_ENDS, file, coordinators, due_on, _file(file), params={"days": days})
    return told


@operation
def _tell(kind, record, recipients, due_on, url, params=None) -> int:
    """Tell the coordinators and whoever has the person in hand, as far as they may read it."""
    also = [record.person.worker, getattr(record, "worker", None)]
    told = {who.pk: who for who in [*recipients, *also] if who and _may_read(who, record)}
    return len(notify(kind=kind, subject=record, recipients=told.values(), url=url, due_on=due_on, params=params))


def _may_read(user, record) -> bool:
    return allows(user, "intake.view_request") and type(record).objects.visible_to(user).filter(pk=record.pk).exists()


def _file(record) -> str:
    return reverse("people:person", args=[record.person.reference])
