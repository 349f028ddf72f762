"""The records of the psychologist's room that are measured; made through operations where the data holds none."""

from functools import cached_property

from django.utils import timezone

from casework.models import FollowUp
from casework.models.psychology import Attended, Tool
from casework.psychology import operations
from refuge.people.models import Person

ANSWERS = [3, 3, 2, 4, 3]


class FollowUpRecords:
    """A follow-up of the psychologist who opens the pages, with a session and a questionnaire."""

    @cached_property
    def psychologist(self):
        return self.holder("psychologist")

    @cached_property
    def followup(self) -> FollowUp:
        own = FollowUp.objects.visible_to(self.psychologist).open().filter(psychologist=self.psychologist)
        found = own.order_by("opened_on", "pk").first()
        return found or operations.open_follow_up(person=self._without_one(), by=self.psychologist)

    @property
    def followup_(self):
        return {"pk": self.followup.pk}

    @property
    def unfollowed_(self):
        return {"reference": self._without_one().reference}

    @cached_property
    def followup_session_(self):
        session = self.followup.sessions.first() or operations.sign_session(
            followup=self.followup, held_on=timezone.localdate(), attendance=Attended.ATTENDED, note="Made to measure.",
            by=self.psychologist,
        )  # fmt: skip
        return {"pk": session.pk}

    @cached_property
    def score(self):
        return self.followup.scores.exclude(signed_at=None).first() or operations.record_score(
            followup=self.followup, tool=Tool.WHO5, answers=ANSWERS, by=self.psychologist
        )

    @property
    def score_(self):
        return {"pk": self.score.pk}

    @property
    def followup_tool_(self):
        return {"pk": self.score.followup_id, "tool": self.score.content["tool"]}

    def _without_one(self) -> Person:
        followed = FollowUp.objects.open().values("person")
        people = Person.objects.visible_to(self.psychologist).filter(death_noted_at__isnull=True)
        return people.exclude(pk__in=followed).order_by("created_at", "pk").first()
