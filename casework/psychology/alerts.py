"""What beat tells of this room, without its key: a review that is due, and a safety check that was not recorded.

An alert goes by plain days alone, and its words name nobody and nothing. The psychologist is told that a review is due;
the team is told to ask the psychologist, and not why.
"""

from datetime import date, timedelta

from django.db.models import Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.covering import told
from casework.models import FollowUp, FollowUpFlag, Score, StandIn
from refuge.access import allows
from refuge.accounts.models import Role, User
from refuge.notifications.models import Alert
from refuge.notifications.operations import notify, resolve, unresolve
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.people.models import of_open_file

REVIEW = declare(
    Kind(
        "casework.followup_review", _("A review of a follow-up is due"), frozenset({Role.PSYCHOLOGIST}), icon="flag"
    )
)  # fmt: skip
ASK = declare(
    Kind(
        "casework.ask_psychologist", _("Ask the psychologist"), frozenset({Role.COORDINATOR}), icon="message-circle"
    )
)  # fmt: skip


def name_flags(user, ids):
    """No name: an alert of this room says no more than that something is due."""
    flags = FollowUpFlag.objects.visible_to(user).filter(pk__in=ids)
    return flags.annotate(nothing=Value("")).values_list("pk", "nothing")


def name_scores(user, ids):
    """About whom the psychologist is to be asked, for who may know that a follow-up exists."""
    scores = Score.objects.filter(of_open_file(user, "followup__person"), pk__in=ids)
    if not allows(user, "casework.psychology_exists"):
        scores = scores.none()
    return scores.values_list("pk", "followup__person__chosen_name")


SUCCESSION = declare(
    Kind(
        "casework.succession", _("A successor for follow-ups waits for a second person"),
        frozenset({Role.MANAGEMENT, Role.COORDINATOR}), icon="users",
    )
)  # fmt: skip
ORPHANED = declare(
    Kind(
        "casework.followups_left", _("Follow-ups are without a psychologist"), frozenset({Role.MANAGEMENT}),
        icon="user-x",
    )
)  # fmt: skip


subjects["casework.followupflag"] = name_flags
subjects["casework.score"] = name_scores


def tell(today: date | None = None, now=None) -> int:
    """Give every alert that is due; how many were new. Run twice, late or side by side it gives each once."""
    today, now = today or timezone.localdate(), now or timezone.now()
    alive = {"followup__person__death_noted_at__isnull": True, "followup__closed_on__isnull": True}
    flags = FollowUpFlag.objects.standing().filter(review_on__lte=today, **alive).order_by("pk")
    scores = Score.objects.filter(signed_at__isnull=True, check_by__lt=now, **alive).order_by("pk")
    given = sum(_tell_of_review(pk) for pk in flags.values_list("pk", flat=True))
    given += sum(_ask(pk) for pk in scores.values_list("pk", flat=True))
    return given + _tell_of_those_left(today)


@operation
def _tell_of_review(pk) -> int:
    flags = FollowUpFlag.objects.standing().select_for_update(of=("self",), no_key=True).defer("content")
    flag = flags.select_related("followup__psychologist").filter(pk=pk).first()
    if flag is None:
        return 0
    given = notify(
        kind=REVIEW, subject=flag, recipients=_holders(flag.followup), due_on=flag.review_on,
        url=reverse("casework:followup", args=[flag.followup_id]),
    )  # fmt: skip
    return len(given)


def _holders(followup) -> list[User]:
    here = User.objects.with_role(Role.PSYCHOLOGIST)
    stands_in = StandIn.objects.current().filter(followup=followup).values("user")
    return list(here.filter(pk=followup.psychologist_id).union(here.filter(pk__in=stands_in)))


@operation
def _ask(pk) -> int:
    scores = Score.objects.select_for_update(of=("self",), no_key=True).defer("content", "safety")
    score = scores.select_related("followup__person__worker").filter(pk=pk, signed_at__isnull=True).first()
    if score is None:
        return 0
    person = score.followup.person
    team = User.objects.with_role(Role.COORDINATOR, Role.EDUCATOR)
    given = notify(
        kind=ASK, subject=score, recipients=told(person, *team, person.worker, score.followup.psychologist),
        due_on=timezone.localdate(score.check_by), url=reverse("people:person", args=[person.reference]),
    )  # fmt: skip
    return len(given)


@operation
def _tell_of_those_left(today) -> int:
    """Once a week, as long as nobody holds the follow-ups of a colleague who is gone."""
    week = today - timedelta(days=today.weekday())
    gone = User.objects.filter(pk__in=FollowUp.objects.orphaned().values("psychologist")).order_by("pk")
    management, url = User.objects.with_role(Role.MANAGEMENT), reverse("casework:succession")
    return sum(len(notify(kind=ORPHANED, subject=each, recipients=management, url=url, due_on=week)) for each in gone)


def ask_second_person(succession) -> None:
    """Whoever may confirm, but for who proposed it and who takes over."""
    may = User.objects.with_role(Role.MANAGEMENT, Role.COORDINATOR)
    may = may.exclude(pk__in=[succession.proposed_by_id, succession.successor_id])
    notify(kind=SUCCESSION, subject=succession, recipients=may, url=reverse("casework:succession"))


def end_succession(succession) -> None:
    resolve(subject=succession, kinds=[SUCCESSION])


def end_those_left(user) -> None:
    resolve(subject=user, kinds=[ORPHANED])


def end_review(flag) -> None:
    resolve(subject=flag, kinds=[REVIEW])


def end_reviews(followup) -> None:
    """The follow-up is closed."""
    for flag in followup.flags.standing().only("pk"):
        end_review(flag)


def begin_again(flag, since) -> None:
    unresolve(subject=flag, since=since, kinds=[REVIEW])


def end_asking(score) -> None:
    resolve(subject=score, kinds=[ASK])


def pass_on(followup) -> None:
    """Somebody else is in charge: what is due is told to them by the next run, and off the list of who was."""
    flags = list(followup.flags.standing().values_list("pk", flat=True))
    mine = Alert.objects.open().filter(kind=REVIEW.code, subject_id__in=flags)
    holders = [user.pk for user in _holders(followup)]
    mine.exclude(recipient__in=holders).update(resolved_at=timezone.now())


def subjects_of(person) -> list:
    """What of this room alerts can be about, of this person."""
    flags = FollowUpFlag.objects.filter(followup__person=person).only("pk")
    return [*flags, *Score.objects.filter(followup__person=person).only("pk")]
