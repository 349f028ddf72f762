"""The records of the psychologist's room that the table of rights asks about. RARE stands in everything that is secret
there, so that a hunt for leaks can look for one word."""

from datetime import timedelta
from functools import cached_property

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.psychology import operations as psychology
from refuge.people.operations import assign_worker
from tests.factories import make_person
from tests.staff import make_staff

RARE = "quokkaflüstern"


def a_paper(name="letter.txt", text=RARE):
    return SimpleUploadedFile(name, f"From the clinic: {text}".encode(), content_type="text/plain")


class PsychologistsRoom:
    OF_PSYCHOLOGY = frozenset(
        {
            "followup", "followup_draft", "followup_session", "score", "score_waiting", "curve", "tool",
            "followup_flag", "closed_followup_flag", "followup_file", "removed_followup_file", "picture_file",
            "stand_in", "ended_stand_in", "safety_plan",
        }
    )  # fmt: skip

    @property
    def psychologist(self):
        return self.staff["psychologist"]

    @cached_property
    def followup(self):
        """Of the psychologist of the table, about their one young person."""
        return psychology.open_follow_up(person=self.person, by=self.psychologist)

    @property
    def _followup(self):
        return {"pk": self.followup.pk}

    @cached_property
    def _unfollowed(self):
        return {"reference": make_person(by=self.by, chosen_name="Sasha").reference}

    @cached_property
    def followup_session(self):
        note = f"Talked of the {RARE} at length."
        return psychology.sign_session(
            followup=self.followup, held_on=timezone.localdate(), attendance="attended", note=note, modality="on_site",
            minutes=50, interpreter=RARE, by=self.psychologist,
        )  # fmt: skip

    @property
    def _followup_session(self):
        return {"pk": self.followup_session.pk}

    @cached_property
    def session_addition(self):
        text = f"And again the {RARE}."
        return psychology.add_to_session(session=self.followup_session, text=text, by=self.psychologist)

    @cached_property
    def followup_draft(self):
        fields = {"note": [f"Not finished: the {RARE}"]}
        return psychology.save_draft(followup=self.followup, key="note", fields=fields, by=self.psychologist)

    @cached_property
    def _followup_draft(self):
        return {"pk": self.followup.pk, "key": self.followup_draft.key}

    @property
    def _tool(self):
        return {"pk": self.followup.pk, "tool": "phq9"}

    @property
    def _curve(self):
        return {"pk": self.score.followup_id, "tool": "who5"}

    @cached_property
    def score(self):
        return psychology.record_score(
            followup=self.followup, tool="who5", answers=[2, 3, 1, 2, 2], comment=f"About the {RARE}",
            by=self.psychologist,
        )  # fmt: skip

    @property
    def _score(self):
        return {"pk": self.score.pk}

    @cached_property
    def score_waiting(self):
        """Its last answer asks for a safety check that nobody has recorded. It blocks signing: ask for it last."""
        return psychology.record_score(
            followup=self.followup, tool="phq9", answers=[0] * 8 + [1], comment=RARE, by=self.psychologist
        )

    @cached_property
    def _score_waiting(self):
        return {"pk": self.score_waiting.pk}

    @cached_property
    def followup_flag(self):
        return psychology.raise_flag(
            followup=self.followup, kind="suicide", level="watch", comment=f"The {RARE}",
            review_on=timezone.localdate() + timedelta(days=7), by=self.psychologist,
        )  # fmt: skip

    @property
    def _followup_flag(self):
        return {"pk": self.followup_flag.pk}

    @cached_property
    def _closed_followup_flag(self):
        flag = psychology.raise_flag(
            followup=self.followup, kind="family", level="none", review_on=timezone.localdate(), by=self.psychologist
        )
        return {"pk": psychology.close_flag(flag=flag, by=self.psychologist).pk}

    @cached_property
    def followup_file(self):
        return psychology.add_file(followup=self.followup, file=a_paper(), title=RARE, by=self.psychologist)

    @property
    def _followup_file(self):
        return {"pk": self.followup_file.pk}

    @cached_property
    def _removed_followup_file(self):
        kept = psychology.add_file(followup=self.followup, file=a_paper("twice.txt"), by=self.psychologist)
        return {"pk": psychology.remove_file(file=kept, by=self.psychologist).pk}

    @cached_property
    def _picture_file(self):
        from tests.documents import a_picture

        return {"pk": psychology.add_file(followup=self.followup, file=a_picture(), by=self.psychologist).pk}

    @cached_property
    def _stand_in(self):
        """Next month, of a psychologist outside the table."""
        first = timezone.localdate() + timedelta(days=30)
        named = psychology.name_stand_in(
            followup=self.followup, user=make_staff("psychologist"), starts_on=first, last_day=first,
            by=self.psychologist,
        )  # fmt: skip
        return {"pk": named.pk}

    @cached_property
    def _ended_stand_in(self):
        first = timezone.localdate() + timedelta(days=60)
        named = psychology.name_stand_in(
            followup=self.followup, user=make_staff("psychologist"), starts_on=first, last_day=first,
            by=self.psychologist,
        )  # fmt: skip
        return {"pk": psychology.end_stand_in(stand_in=named, by=self.psychologist).pk}

    @cached_property
    def _succession(self):
        """Of somebody who is gone, proposed by a manager outside the table."""
        from casework.models import FollowUp

        gone = make_staff("psychologist", "educator")
        person = make_person(by=self.by, chosen_name="Alix")
        FollowUp.objects.create(person=person, psychologist=gone, opened_by=gone)
        gone.grants.filter(role="psychologist").update(starts_on="2020-01-01", ends_on=timezone.localdate())
        proposal = psychology.propose_succession(
            leaving=gone, successor=make_staff("psychologist"), by=make_staff("management")
        )
        return {"pk": proposal.pk}

    @cached_property
    def _safety_plan(self):
        plan = psychology.write_safety_plan(
            person=self.person, line="Call somebody if they do not come home", text="Look, listen, call.",
            was_told=True, agreed=True, in_their_interest=True, is_necessary=True, same_mission=True, by=self.by,
        )  # fmt: skip
        return {"pk": plan.pk}

    def everything_secret(self):
        """Every secret of the room, made."""
        made = (
            self.session_addition, self.score, self.followup_flag, self.followup_file, self.followup_draft,
            self.score_waiting,
        )  # fmt: skip
        assign_worker(person=self.person, worker=self.by, by=self.by)
        return made
