"""Each resident's exit made ready for the eye: where to, by which day, how sure, and what stands in the way."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone

from housing.models import ExitBlocker, ExitPlan, Stay
from housing.models.exits import Blocker, Chance
from housing.words import end_chip, soon_days

TONES = {Chance.SURE: "well", Chance.LIKELY: "calm", Chance.OPEN: "soon", Chance.UNLIKELY: "late"}


@dataclass(frozen=True)
class ExitRow:
    """One resident. `leaves` is the planned day, else the agreed one; `needs_more_time`: planned after the agreed day,
    and nobody has asked for an extension yet."""

    stay: Stay
    plan: ExitPlan | None
    leaves: date
    chip: tuple
    number: int
    length: int
    blockers: list
    needs_more_time: bool
    leaves_sooner: bool
    is_late: bool

    @property
    def filled(self) -> int:
        return min(self.number, self.length)

    @property
    def chance_tone(self) -> str:
        return TONES.get(self.plan.chance, "plain") if self.plan else "plain"

    @property
    def bar_tone(self) -> str:
        return "late" if self.is_late else self.chip[1].replace("plain", "")


# What a row of the board shows: a stay and a person have many columns more, most of them sealed.
SHOWN = (
    "programme", "clock_from", "agreed_until", "person__chosen_name", "person__pronouns", "exit_plan__destination",
    "exit_plan__leaves_on", "exit_plan__chance",
)  # fmt: skip


def with_exit(stays):
    """The stays, each with its plan and with `blocking`, the kinds of what stands in the way."""
    return stays.select_related("exit_plan").annotate(blocking=ArraySubquery(_blocking().values("kind")))


def _blocking():
    return ExitBlocker.objects.open().filter(stay=OuterRef("pk")).order_by("noted_at")


def stays_leaving(user):
    """The open stays that `user` may read, each with its plan, what blocks it, its space, and the day of leaving."""
    stays = Stay.objects.visible_to(user).open().select_related("person").with_space().with_extension_asked()
    leaves = Coalesce("exit_plan__leaves_on", "agreed_until")
    return with_exit(stays).annotate(leaves=leaves).alias(is_blocked=Exists(_blocking()))


def plan_of(stay) -> ExitPlan | None:
    return getattr(stay, "exit_plan", None)


def rows_of(stays) -> list[ExitRow]:
    today, soon = timezone.localdate(), soon_days()
    return [row_of(stay, today, soon) for stay in stays]


def row_of(stay, today, soon) -> ExitRow:
    plan = plan_of(stay)
    later = bool(plan and plan.leaves_on and plan.leaves_on > stay.agreed_until)
    return ExitRow(
        stay=stay,
        plan=plan,
        leaves=stay.leaves,
        chip=end_chip(stay.agreed_until, today, soon),
        number=max((today - stay.clock_from).days + 1, 1),
        length=max((stay.agreed_until - stay.clock_from).days, 1),
        blockers=[Blocker(kind).label for kind in stay.blocking],
        needs_more_time=later and not stay.extension_asked,
        leaves_sooner=bool(plan and plan.leaves_on and plan.leaves_on < stay.agreed_until),
        is_late=stay.agreed_until < today,
    )
