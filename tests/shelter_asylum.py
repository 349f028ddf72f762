"""An asylum procedure with what hangs on it, for the table of rights."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from casework.operations import asylum


class AsylumThings:
    OF_ASYLUM = frozenset(
        {
            "asylum_track", "closed_asylum_track", "asylum_step_kind", "asylum_step",
            "removed_asylum_step", "asylum_deadline", "ended_asylum_deadline", "removed_asylum_deadline", "asylum_task",
            "removed_asylum_task", "prepared_asylum_track",
        }
    )  # fmt: skip

    @cached_property
    def asylum_track(self):
        """The second one: the one before it is closed."""
        self.closed_asylum_track  # noqa: B018 one is followed at a time
        return asylum.open_track(person=self.person, by=self.by)

    @property
    def _asylum_track(self):
        return {"pk": self.asylum_track.pk}

    @property
    def _asylum_step_kind(self):
        return {"pk": self.asylum_track.pk, "kind": 8}

    @cached_property
    def closed_asylum_track(self):
        track = asylum.open_track(person=self.person, by=self.by)
        return asylum.close_track(track=track, outcome="unknown", by=self.by)

    @property
    def _closed_asylum_track(self):
        return {"pk": self.closed_asylum_track.pk}

    @cached_property
    def _prepared_asylum_track(self):
        return {"pk": asylum.prepare_interview(track=self.asylum_track, language="fr", by=self.by).pk}

    def _step(self):
        return asylum.note_step(track=self.asylum_track, kind=3, done_on=timezone.localdate(), by=self.by)

    @cached_property
    def _asylum_step(self):
        return {"pk": self._step().pk}

    @cached_property
    def _removed_asylum_step(self):
        return {"pk": asylum.remove_step(step=self._step(), by=self.by).pk}

    def _set_deadline(self):
        return asylum.confirm_deadline(
            track=self.asylum_track, kind="appeal", notified_on=timezone.localdate() - timedelta(days=2), days=30,
            confirmed=True, by=self.by,
        )  # fmt: skip

    @cached_property
    def _asylum_deadline(self):
        return {"pk": self._set_deadline().pk}

    @cached_property
    def _ended_asylum_deadline(self):
        return {"pk": asylum.end_deadline(deadline=self._set_deadline(), ending="met", by=self.by).pk}

    @cached_property
    def _removed_asylum_deadline(self):
        return {"pk": asylum.remove_deadline(deadline=self._set_deadline(), by=self.by).pk}

    def _add_task(self, responsible=None):
        return asylum.add_task(
            track=self.asylum_track, text="Go along to the lawyer", responsible=responsible, by=self.by
        )

    @cached_property
    def _asylum_task(self):
        return {"pk": self._add_task(self.by).pk}

    @cached_property
    def _given_asylum_task(self):
        """Given to the educator."""
        return {"pk": self._add_task(self.staff["educator"]).pk}

    @cached_property
    def _removed_asylum_task(self):
        return {"pk": asylum.remove_task(task=self._add_task(), by=self.by).pk}

    @property
    def _checklist_language(self):
        return {"language": "nl"}
