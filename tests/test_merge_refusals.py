"""What stands in the way of a merge or a parting, and who is kept out of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from casework import operations as casework
from housing import operations as housing
from intake import operations as intake
from refuge.partners import operations as partners
from refuge.people import operations
from refuge.people.models import MergeMove, Person
from refuge.people.models.rules import MERGED
from refuge.people.search import people_found
from refuge.violations import RuleBroken
from tests.factories import make_minor, make_person, make_request, make_user
from tests.housing import make_space, make_stay
from tests.merging import merge, refusal, two_files
from tests.partners import make_organisation, make_referral

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def english():
    """Refusals are read here in the words of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return make_user("coordinator")


@pytest.fixture
def two(by):
    return two_files(by)


def test_two_open_referrals_for_one_need_are_named(two, by):
    organisation = make_organisation("Het Huis", by=by)
    first, _second = (make_referral(person, organisation, by=by) for person in two)
    assert "Het Huis" in " ".join(refusal(merge, *two, by).messages)
    partners.withdraw_referral(referral=first, by=by)
    assert merge(*two, by)


@pytest.mark.parametrize("held", ["request", "minor"])
def test_what_is_in_the_hands_of_a_colleague_kept_out_is_named(by, held):
    kept, absorbed = make_minor(by=by), make_minor(by=by)
    worker = make_user("educator")
    if held == "request":
        intake.assign_many(requests=[make_request(person=kept, by=by)], worker=worker, by=by)
    else:
        intake.follow_minor(person=kept, worker=worker, next_on=TODAY(), by=by)
    operations.close_file(person=absorbed, user=worker, reason="Family.", by=make_user("management"))
    assert "colleague" in " ".join(refusal(merge, kept, absorbed, by).messages)


@pytest.mark.parametrize("side", ["kept", "absorbed"])
def test_no_file_is_left_with_a_worker_to_whom_it_was_closed_since(two, by, side):
    kept, absorbed = two
    worker, other = make_user("educator"), make_user("educator")
    for person, user in zip((kept, absorbed), (worker, other) if side == "kept" else (other, worker), strict=True):
        operations.assign_worker(person=person, worker=user, by=by)
    done = merge(kept, absorbed, by, worker="absorbed" if side == "kept" else "kept")
    operations.close_file(person=kept, user=worker, reason="Family.", by=make_user("management"))
    operations.part_people(merge=done, by=by)
    files = {each.pk: each.worker for each in Person.objects.all()}
    left, right = (kept, absorbed) if side == "kept" else (absorbed, kept)
    assert (files[left.pk], files[right.pk]) == (None, other)


def test_a_promise_made_since_goes_with_its_request(two, by):
    kept, absorbed = two
    request = make_request(person=absorbed, by=by)
    done = merge(kept, absorbed, by)
    request.refresh_from_db()
    tomorrow = TODAY() + timedelta(days=1)
    housing.offer(person=kept, request=request, space=make_space("A1"), starts_on=tomorrow, by=by)
    own = housing.offer(person=kept, space=make_space("A2"), starts_on=TODAY() + timedelta(days=300), by=by)
    operations.part_people(merge=done, by=by)
    assert absorbed.occupancies.get().request == request
    assert kept.occupancies.get() == own


def test_two_open_plans_are_named(two, by):
    for person in two:
        casework.open_plan(person=person, kind="residential", by=by)
    assert "open plan" in " ".join(refusal(merge, *two, by).messages)
    assert not MergeMove.objects.exists()


def test_two_stays_at_once_are_named(two, by):
    for person, code in zip(two, ("A1", "A2"), strict=True):
        make_stay(person, make_space(code), by=by)
    messages = refusal(merge, *two, by).messages
    assert [message for message in messages if "a stay in the same days" in message]


def test_two_promises_over_one_night_are_named(two, by):
    for person, code in zip(two, ("A1", "A2"), strict=True):
        housing.offer(person=person, space=make_space(code), starts_on=TODAY() + timedelta(days=3), by=by)
    assert "A1" in " ".join(refusal(merge, *two, by).messages)


@pytest.mark.parametrize("chosen", ["kept", "absorbed"])
def test_no_resident_becomes_a_minor_by_a_merge(two, by, chosen):
    """Whichever of the two has the space, and whichever file stays."""
    resident, minor = two
    make_stay(resident, make_space("A1"), by=by)
    age = {"birth_date": None, "birth_year": None, "stated_age": 16, "stated_on": TODAY()}
    operations.change_identity(person=minor, by=by, **age)
    kept, absorbed = two if chosen == "absorbed" else reversed(two)
    assert "before the age of 18" in " ".join(refusal(merge, kept, absorbed, by, age=chosen).messages)
    merge(kept, absorbed, by, age="kept" if chosen == "absorbed" else "absorbed")


def test_a_file_closed_to_somebody_cannot_be_merged_by_them_and_stays_closed_to_them(two, by):
    kept, absorbed = two
    other = make_user("coordinator")
    operations.close_file(person=absorbed, user=other, reason="Family.", by=make_user("management"))
    assert refusal(merge, kept, absorbed, other).code == "gone"
    merge(kept, absorbed, by)
    assert not Person.objects.visible_to(other).exists()
    assert people_found(other, "Noor", 5) == []


def test_whom_a_file_was_closed_to_since_sees_neither_after_the_parting(two, by):
    done = merge(*two, by)
    other = make_user("educator")
    operations.close_file(person=two[0], user=other, reason="They lived together.", by=make_user("management"))
    operations.part_people(merge=done, by=by)
    assert not Person.objects.visible_to(other).exists()
    assert Person.objects.visible_to(by).count() == 2


def test_nobody_is_in_charge_of_a_merged_file_closed_to_them(two, by):
    kept, absorbed = two
    worker = make_user("educator")
    operations.assign_worker(person=kept, worker=worker, by=by)
    operations.close_file(person=absorbed, user=worker, reason="Family.", by=make_user("management"))
    assert refusal(merge, kept, absorbed, by).code == "may_not_read"


def test_what_was_noted_since_stays_and_what_hangs_on_a_moved_row_goes_with_it(two, by):
    kept, absorbed = two
    request = make_request(person=absorbed, by=by)
    done = merge(kept, absorbed, by)
    request.refresh_from_db()
    kept.refresh_from_db()
    casework.write_note(person=kept, domain="housing", text="Since.", by=by)
    stay = make_stay(kept, make_space("A1"), by=by, request=request)
    operations.part_people(merge=done, by=by)
    stay.refresh_from_db()
    assert stay.person == absorbed == stay.occupancies.get().person
    assert kept.notes.count() == 1
    assert absorbed.notes.count() == 0


def test_merges_are_parted_in_the_opposite_order(two, by):
    first, second = two
    third = make_person(by=by, chosen_name="Nur")
    casework.write_note(person=second, domain="housing", text="Theirs.", by=by)
    one = merge(first, second, by)
    other = merge(third, first, by)
    assert third.notes.count() == 1
    assert [person.pk for person in people_found(by, second.reference, 5)] == [third.pk]
    assert refusal(operations.part_people, merge=one, by=by).code == "later_merge"
    operations.part_people(merge=other, by=by)
    operations.part_people(merge=one, by=by)
    assert second.notes.count() == 1
    assert refusal(operations.part_people, merge=one, by=by).code == "gone"


def test_parting_that_would_leave_a_space_without_an_age_is_refused(by):
    unknown = make_person(by=by, birth_year=None)
    known = make_person(by=by, chosen_name="Noor")
    done = merge(unknown, known, by)
    unknown.refresh_from_db()
    make_stay(unknown, make_space("A1"), by=by)
    assert "A1" in " ".join(refusal(operations.part_people, merge=done, by=by).messages)


@pytest.mark.parametrize("wrong", ["itself", "again", "no reason"])
def test_what_is_no_merge_is_refused(two, by, wrong):
    kept, absorbed = two
    if wrong == "again":
        merge(kept, absorbed, by)
    other = kept if wrong == "itself" else absorbed
    error = refusal(
        operations.merge_people, kept=kept, absorbed=other, by=by, reason="" if wrong == "no reason" else "Same."
    )
    assert error.messages


def test_the_database_notes_nothing_on_a_merged_file(two, by):
    kept, absorbed = two
    merge(kept, absorbed, by)
    with pytest.raises(RuleBroken) as refused:
        casework.write_note(person=absorbed, domain="housing", text="Lost?", by=by)
    assert refused.value.code == MERGED
    with pytest.raises(IntegrityError, match=MERGED), transaction.atomic():
        make_request(by=by).__class__.objects.filter(person=None).update(person=absorbed)


def test_the_database_makes_no_chains_nor_circles(two, by):
    kept, absorbed = two
    merge(kept, absorbed, by)
    third = make_person(by=by)
    for person, into in ((third, absorbed), (kept, third), (third, third)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(merged_into=into)


def test_a_colleague_is_not_held_back_by_files_that_are_no_more(two, by):
    kept, absorbed = two
    worker = make_user("educator")
    operations.assign_worker(person=absorbed, worker=worker, by=by)
    operations.assign_worker(person=kept, worker=by, by=by)
    merge(kept, absorbed, by)
    casework.check_nothing_in_hand(user=worker, by=by)
    assert casework.hand_over(user=worker, to=by, by=by) == 0


def test_history_says_who_merged_and_why(two, by):
    done = merge(*two, by, chosen_name="absorbed")
    event = two[0].events.latest("pgh_id")
    assert (event.pgh_context.metadata["user"], event.pgh_context.metadata["why"]) == (str(by.pk), "merge")
    assert done.events.count() == 1
