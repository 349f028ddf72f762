"""What happened to a request, told from the database's own history: who, when, what."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import F, OuterRef, Subquery, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from intake.models import Request
from refuge.accounts.models import User
from refuge.questions import SOMEBODY, read


@dataclass(frozen=True)
class Move:
    at: datetime
    who: str
    what: list


class History:
    """Every version of a request, with the decisions taken on it. One query, however long the story."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def versions(self) -> list:
        """Rows of the event table, oldest first, with the names of who wrote them and of who was in charge."""
        return read("intake.versions", None, _versions_of_some_request, stand_ins={SOMEBODY: self.request.pk})

    @property
    def decisions(self) -> list:
        """Newest first; those taken back or left behind by a reopening among them."""
        taken = {version.decision_id: version.decision for version in self.versions if version.decision_id}
        for decision in taken.values():
            decision.request = self.request
        return list(taken.values())[::-1]

    @property
    def moves(self) -> list[Move]:
        """Newest first."""
        pairs = zip([None, *self.versions], self.versions, strict=False)
        return [Move(now.pgh_created_at, now.who or "", changes(before, now)) for before, now in pairs][::-1]


def _versions_of_some_request():
    author = Cast(KeyTextTransform("user", "pgh_context__metadata"), UUIDField())
    who = User.objects.filter(pk=OuterRef("author")).values("name")
    rows = Request.events.rel.related_model.objects.filter(pgh_obj=SOMEBODY)
    rows = rows.select_related("decision__decided_by").defer("story", "call_back")
    rows = rows.annotate(author=author).annotate(who=Subquery(who), worker_name=F("worker__name"))
    return rows.order_by("pgh_created_at", "pgh_id")


def changes(before, now) -> list[str]:
    """The difference of two versions in words."""
    if before is None:
        return [_("Call noted")]
    told = [say(before, now) for field, say in TOLD.items() if getattr(before, field) != getattr(now, field)]
    return told or [_("Details changed")]


def state(before, now) -> str:
    left = before.decision
    if left is None:
        return now.get_state_display()
    said = _("Decision taken back: %(outcome)s") if left.is_revoked else _("Reopened after: %(outcome)s")
    return said % {"outcome": left.get_outcome_display()}


def worker(before, now) -> str:
    return _("Given to %(name)s") % {"name": now.worker_name} if now.worker_id else _("Given to nobody")


def person(before, now) -> str:
    return _("Joined to a file") if now.person_id else _("Parted from the file")


def urgency(before, now) -> str:
    return _("Urgency: %(urgency)s") % {"urgency": now.get_urgency_display()}


def assessment(before, now) -> str:
    return _("Assessment written")


def call(before, now) -> str:
    return _("Linked to another request of the same call")


TOLD = {
    "state": state,
    "worker_id": worker,
    "person_id": person,
    "urgency": urgency,
    "assessment": assessment,
    "call": call,
}
