"""Follow-ups made ready for the eye. What is sealed is opened here, for who may read it."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from casework.models import FollowUp, FollowUpFile, FollowUpFlag, FollowUpSession, Score, SessionAddition, StandIn
from casework.models.psychology import Tool
from casework.psychology import scoring
from refuge.accounts.models import User
from refuge.questions import SOME_PEOPLE, SOMEBODY, as_some_people, ask

FEW = 25  # as many as a short list has
DETAILS = FollowUpSession._meta.get_field("details")
# What a follow-up is made of, with the path to it.
TABLES = (
    (FollowUp, "pk"),
    (StandIn, "followup"),
    (FollowUpSession, "followup"),
    (SessionAddition, "session__followup"),
    (Score, "followup"),
    (FollowUpFlag, "followup"),
    (FollowUpFile, "followup"),
)


@dataclass
class FollowUpRow:
    """One follow-up in a list: what is due in it, each as words and a tone."""

    followup: FollowUp
    is_stood_in_for: bool
    last_on: date | None
    next_on: date | None
    due: list = field(default_factory=list)

    @property
    def drafted_at(self):
        return self.followup.drafted_at


def rows_of(user, followups) -> list[FollowUpRow]:
    """Of no more follow-ups than a list shows. One query more: the circumstances of each one's last session."""
    followups = list(followups)
    last = as_some_people([each.last_id for each in followups if each.last_id])
    most = FEW if len(last) <= FEW else len(SOME_PEOPLE)
    told = ask("casework.last_sessions", None, lambda: _circumstances(most), most, stand_ins=last) if last else []
    next_ons = {pk: _next_in(DETAILS.unseal_of(pk, details)) for pk, details in told}
    return [_row(user, each, next_ons.get(each.last_id)) for each in followups]


def _circumstances(most):
    return FollowUpSession.objects.filter(pk__in=SOME_PEOPLE[:most]).values_list("pk", "details")


def _row(user, followup, next_on) -> FollowUpRow:
    is_stood_in_for = followup.psychologist_id != user.pk
    return FollowUpRow(followup, is_stood_in_for, followup.last_on, next_on, due_of(followup, next_on))


def next_of(session) -> date | None:
    """The day of the next session as the last one agreed it."""
    return _next_in(session.facts) if session else None


def _next_in(facts) -> date | None:
    day = (facts or {}).get("next_on")
    return date.fromisoformat(day) if day else None


def due_of(followup, next_on) -> list[tuple]:
    """(words, tone) of what is to be done; `followup` comes from `with_due`."""
    today, due = timezone.localdate(), []
    if followup.checks_missing:
        due.append((_("safety check missing"), "late"))
    if followup.review_on and followup.review_on <= today:
        due.append((_("review due"), "late"))
    if followup.drafted_at:
        due.append((_("note not signed"), "soon"))
    if next_on == today:
        due.append((_("session today"), "accent"))
    return due


@dataclass
class Curve:
    """The scores of one questionnaire, the oldest first."""

    tool: str
    label: str
    scores: list
    highest: int

    @property
    def last(self):
        return self.scores[-1]

    @property
    def change(self) -> str:
        """Against the one before, in words; "" for the first."""
        if len(self.scores) < 2:
            return ""
        change = self.last.total - self.scores[-2].total
        if not change:
            return _("as before")
        points = ngettext("%(number)s point", "%(number)s points", abs(change)) % {"number": abs(change)}
        return _("%(points)s more") % {"points": points} if change > 0 else _("%(points)s less") % {"points": points}


def curves_of(scores) -> list[Curve]:
    """A curve for each questionnaire that was filled in."""
    by_tool: dict = {}
    for score in sorted(scores, key=lambda each: (each.taken_on, each.recorded_at)):
        by_tool.setdefault(score.tool, []).append(score)
    return [
        Curve(str(tool), tool.label, by_tool[tool], scoring.questionnaire(tool).highest)
        for tool in Tool
        if tool in by_tool
    ]


def history_of(followup, limit=30) -> list[dict]:
    """Who wrote and when, the newest first: of each change the sort of record, and no value. Two queries."""
    rows = ask(
        "casework.followup_history", None, lambda: _changes_in_somebody(limit), limit, stand_ins={SOMEBODY: followup.pk}
    )
    rows = [(at, label, sort, (user or "").strip('"')) for at, label, sort, user in rows]
    names = dict(User.objects.filter(pk__in={user for *_rest, user in rows if user}).values_list("pk", "name"))
    names = {str(pk): name for pk, name in names.items()}
    words = {"insert": _("added"), "update": _("changed"), "delete": _("removed")}
    sorts = (
        _("follow-up"), _("stand-in"), pgettext("record", "session"), _("addition"), _("questionnaire"), _("risk"),
        _("paper"),
    )  # fmt: skip
    return [
        {"at": at, "what": words.get(label, label), "sort": sorts[sort], "who": names.get(user, "")}
        for at, label, sort, user in rows
    ]


def _changes_in_somebody(limit):
    """Of one follow-up; the sort by its number in TABLES, since words depend on the reader's language."""
    shares = []
    for sort, (model, path) in enumerate(TABLES):
        events = model._meta.get_field("events").related_model.objects
        ids = model._base_manager.filter(**{path: SOMEBODY}).values("pk")
        user = Cast(F("pgh_context__metadata__user"), CharField())
        share = events.filter(pgh_obj_id__in=ids).order_by().annotate(sort=Value(sort), user=user)
        shares.append(share.values_list("pgh_created_at", "pgh_label", "sort", "user"))
    return shares[0].union(*shares[1:], all=True).order_by("-pgh_created_at")[:limit]
