"""What is typed and not signed when somebody goes, and standing in anew."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from casework.models import FollowUpDraft, StandIn
from casework.psychology import operations
from refuge.people.operations import close_file
from tests.factories import make_person, make_user
from tests.psychology import code_of, leave, sign

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def psy():
    return make_user("psychologist", name="Pia Psy")


@pytest.fixture
def other():
    return make_user("psychologist", name="Otto Psy")


@pytest.fixture
def followup(psy):
    return operations.open_follow_up(person=make_person(), by=psy)


def days_over(followup, other, psy):
    """Somebody who stood in until yesterday and left a note unsigned."""
    named = operations.name_stand_in(followup=followup, user=other, by=psy)
    operations.save_draft(followup=followup, key="note", fields={"note": ["Theirs."], "minutes": ["50"]}, by=other)
    week = TODAY() - timedelta(days=7)
    StandIn.objects.filter(pk=named.pk).update(starts_on=week, ends_on=TODAY())
    return named


def test_a_draft_that_nobody_can_settle_any_more_does_not_hold_the_closing_up(followup, psy, other):
    operations.name_stand_in(followup=followup, user=other, by=psy)
    operations.save_draft(followup=followup, key="note", fields={"note": ["Theirs."]}, by=other)
    assert code_of(operations.close_follow_up, followup=followup, by=psy) == "unsigned"
    StandIn.objects.update(starts_on=TODAY() - timedelta(days=7), ends_on=TODAY())
    operations.close_follow_up(followup=followup, by=psy)
    assert FollowUpDraft.objects.get().fields == {"note": ["Theirs."]}


def test_drafts_left_behind_go_to_whoever_is_put_in_charge(followup, psy, other):
    third = make_user("psychologist")
    days_over(followup, other, psy)
    operations.hand_over_follow_up(followup=followup, to=third, by=psy)
    assert FollowUpDraft.objects.get(author=third).fields == {"note": ["Theirs."], "minutes": ["50"]}


def test_a_stand_in_keeps_their_draft_when_it_is_handed_over(followup, psy, other):
    operations.name_stand_in(followup=followup, user=other, by=psy)
    operations.save_draft(followup=followup, key="note", fields={"note": ["Theirs."]}, by=other)
    operations.hand_over_follow_up(followup=followup, to=make_user("psychologist"), by=psy)
    assert FollowUpDraft.objects.get().author == other


def test_of_two_drafts_of_one_note_both_texts_stand(followup, psy, other):
    operations.name_stand_in(followup=followup, user=other, by=psy)
    first = {"note": ["First."], "minutes": ["45"]}
    operations.save_draft(followup=followup, key="note", fields=first, by=psy)
    second = {"note": ["Second."], "minutes": ["50"], "modality": ["on_site"]}
    operations.save_draft(followup=followup, key="note", fields=second, by=other)
    leave(psy)
    leave(other)
    successor = make_user("psychologist")
    proposal = operations.propose_succession(leaving=psy, successor=successor, by=make_user("management"))
    operations.confirm_succession(succession=proposal, by=make_user("coordinator"))
    kept = FollowUpDraft.objects.get()
    assert kept.author == successor
    assert kept.fields == {"note": ["First.\n\nSecond."], "minutes": ["45"], "modality": ["on_site"]}


def test_no_ghost_of_a_note_is_kept_once_the_follow_up_is_closed(followup, psy):
    session = sign(followup, psy)
    operations.close_follow_up(followup=followup, by=psy)
    late = {"followup": followup, "fields": {"note": ["Late."]}, "by": psy}
    assert code_of(operations.save_draft, key="note", **late) == "casework_followup_closed"
    operations.save_draft(key=f"add-{session.pk}", **late)


def test_who_took_over_or_is_gone_does_not_stand_in_again(followup, psy, other):
    third = make_user("psychologist")
    ended = operations.end_stand_in(stand_in=operations.name_stand_in(followup=followup, user=other, by=psy), by=psy)
    gone = operations.end_stand_in(stand_in=operations.name_stand_in(followup=followup, user=third, by=psy), by=psy)
    close_file(person=followup.person, user=third, reason="Family.", by=make_user("management"))
    assert code_of(operations.restore_stand_in, stand_in=gone, by=psy) == "may_not_hold"
    operations.hand_over_follow_up(followup=followup, to=other, by=psy)
    assert code_of(operations.restore_stand_in, stand_in=ended, by=other) == "in_charge"
