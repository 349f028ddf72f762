"""The records of the agenda, reviews, copies and holidays that the table of rights asks about."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from casework import operations as casework
from casework.models import CalendarFeed
from refuge.accounts.models.invitation import digest_of
from tests.staff import make_staff


class CaseworkShelter:
    OF_CASEWORK = frozenset(
        {"appointment", "removed_review", "review", "road_goal", "plan_copy", "removed_copy", "plan_road"}
    )

    @cached_property
    def appointment(self):
        """An hour ago, of the coordinator's."""
        return casework.make_appointment(
            person=self.person, kind="talk", title="A talk", starts_at=timezone.now() - timedelta(hours=1), minutes=30,
            worker=self.by, by=self.by,
        )  # fmt: skip

    @property
    def _appointment(self):
        return {"pk": self.appointment.pk}

    @cached_property
    def _review(self):
        return {"pk": casework.hold_review(plan=self.plan, kind="first", reached="A start.", by=self.by).pk}

    @cached_property
    def _removed_review(self):
        review = casework.hold_review(plan=self.plan, kind="second", reached="Twice.", by=self.by)
        return {"pk": casework.remove_review(review=review, by=self.by).pk}

    @cached_property
    def _road_goal(self):
        goal = casework.apply_road(
            plan=self.plan, code="work", language="fr", steps=[0], responsible=self.by, by=self.by
        )
        return {"pk": goal.pk}

    @property
    def _plan_road(self):
        return {"pk": self.plan.pk, "code": "work"}

    @property
    def _road(self):
        return {"code": "work", "language": "nl"}

    def _add_road(self):
        words = {"name": "A course", "wording": "Learn to swim", "steps": [("Choose a course", 14)]}
        return casework.add_road(domain="training", language="en", **words, by=self.by)

    @cached_property
    def _own_road(self):
        return {"code": self._add_road().code}

    @cached_property
    def _removed_road(self):
        return {"code": casework.remove_road(code=self._add_road().code, by=self.by).code}

    @cached_property
    def _plan_copy(self):
        return {"pk": self._copy().pk}

    @cached_property
    def _removed_copy(self):
        return {"pk": casework.remove_copy(copy=self._copy(), by=self.by).pk}

    def _copy(self):
        casework.add_goal(plan=self.plan, domain="work", wording="A job", by=self.by)
        return casework.make_copy(plan=self.plan, language="fr", by=self.by)

    @cached_property
    def _cover(self):
        """Of the coordinator's holiday, taken by somebody outside the table."""
        today = timezone.localdate()
        cover = casework.arrange_cover(
            away=self.by, colleague=make_staff("educator"), starts_on=today, ends_on=today, by=self.by
        )
        return {"pk": cover.pk}

    @cached_property
    def _feed_token(self):
        """The secret is told once: here it is given one that is known."""
        casework.make_feed(user=self.by, by=self.by)
        CalendarFeed.objects.filter(user=self.by).update(digest=digest_of("known"))
        return {"token": "known"}
