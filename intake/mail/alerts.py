"""An e-mail that nobody files is told to the coordinators, once, after so many hours (`intake.mail_waiting_hours`)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.mail.parameters import WAITING_HOURS
from intake.models import IncomingMail
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify, resolve, unresolve
from refuge.notifications.registry import Kind, declare, worded_subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.questions import SOME_PEOPLE, as_some_people, ask

WAITS = declare(
    Kind(
        "intake.mail_waits",
        _("An e-mail about a young person waits to be filed"),
        frozenset({Role.COORDINATOR}),
        icon="mail",
    )
)


def name_mails(user, ids) -> dict:
    """Nobody is named: whom the letter is about is not known before somebody has read it."""
    found = ask("alerts.mails", user, lambda: _some_of(user), stand_ins=as_some_people(ids))
    return {pk: gettext("E-mail") for (pk,) in found}


def _some_of(user):
    return IncomingMail.objects.visible_to(user).filter(pk__in=SOME_PEOPLE).values_list("pk")


worded_subjects["intake.incomingmail"] = name_mails


def tell(now=None) -> int:
    """Give what is due; how many alerts were new. Run twice, late or side by side, each is given once."""
    now = now or timezone.now()
    hours = value_of(WAITING_HOURS.code, timezone.localdate(now))
    waiting = IncomingMail.objects.to_file().filter(added_at__lte=now - timedelta(hours=hours))
    coordinators = list(User.objects.with_role(Role.COORDINATOR))
    return sum(_tell(pk, coordinators) for pk in waiting.values_list("pk", flat=True))


@operation
def _tell(pk, coordinators) -> int:
    """Of one e-mail, if it still waits."""
    mail = IncomingMail.objects.to_file().select_for_update().filter(pk=pk).first()
    if mail is None:
        return 0
    url, due_on = reverse("intake:mail", args=[pk]), timezone.localdate(mail.added_at)
    return len(notify(kind=WAITS, subject=mail, recipients=coordinators, url=url, due_on=due_on))


def end(mail) -> None:
    resolve(subject=mail, kinds=[WAITS])


def begin_again(mail, since) -> None:
    unresolve(subject=mail, since=since, kinds=[WAITS])
