"""After a departure: contacts planned, made, tried again, taken back; told of once; ended by death, return and a no."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing import operations
from housing.alerts import AFTER_CARE, send_all, tell_of_after_care
from housing.models import AfterCare, Stay
from refuge.audit.models import Opening
from refuge.notifications.models import Alert
from refuge.parameters.operations import set_value
from refuge.people import operations as people
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
LEFT_ON = date(2026, 8, 31)
DUE = [date(2026, 9, 30), date(2026, 11, 30), date(2027, 2, 28), date(2027, 8, 31)]


@pytest.fixture(autouse=True)
def clock(time_machine):
    move(time_machine, LEFT_ON)
    return time_machine


def move(clock, day, hour=12):
    clock.move_to(datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Brussels")))


@pytest.fixture
def by():
    return make_user("coordinator", name="Camille", language="en")


@pytest.fixture
def stay(by):
    return make_stay(make_person(chosen_name="Nour", by=by), make_space("A1"), by=by, on=date(2026, 7, 1))


def leave(stay, by, on=LEFT_ON, destination="flatshare"):
    return operations.depart(stay=stay, on=on, destination=destination, exit_type="achieved", by=by)


@pytest.fixture
def left(stay, by):
    return leave(stay, by)


def contact(stay, months=1):
    return AfterCare.objects.get(stay=stay, months=months)


def refused(function, **kwargs) -> str:
    with pytest.raises(ValidationError) as error:
        function(**kwargs)
    told = error.value
    return told.code if hasattr(told, "code") else next(iter(told.error_dict.values()))[0].code


class TestPlanning:
    def test_with_the_departure_at_the_months_end_clamped_and_never_chained(self, left):
        assert list(left.after_care.order_by("months").values_list("months", "due_on")) == list(
            zip([1, 3, 6, 12], DUE, strict=True)
        )

    def test_as_the_parameter_says_on_the_day_of_departure(self, stay, by):
        set_value(code="housing.after_care_months", value=[2], valid_from=LEFT_ON, by=make_user("management"))
        leave(stay, by)
        assert [each.due_on for each in stay.after_care.all()] == [date(2026, 10, 31)]

    @pytest.mark.parametrize("destination", ["deceased", "post_shelter_here"])
    def test_nobody_asks_after_these(self, stay, by, destination):
        leave(stay, by, destination=destination)
        assert not stay.after_care.exists()

    def test_not_after_a_transfer_but_after_what_follows_it(self, stay, by):
        post = operations.move(stay=stay, space=make_space("P1", programme="post"), by=by)
        assert not AfterCare.objects.exists()
        leave(post, by)
        assert set(AfterCare.objects.values_list("stay", flat=True)) == {post.pk}

    def test_of_a_stay_noted_long_after_what_nobody_could_make_is_left_out(self, by):
        late = make_stay(make_person(by=by), make_space("A2"), by=by, on=date(2026, 4, 1))
        leave(late, by, on=date(2026, 5, 1))
        assert sorted(late.after_care.values_list("months", flat=True)) == [6, 12]

    def test_twice_plans_nothing_twice(self, left, by):
        operations.plan_contacts(stay=left, by=by)
        assert left.after_care.count() == 4

    def test_goes_with_a_departure_taken_back(self, left, by):
        operations.undo_departure(stay=left, by=by)
        assert not AfterCare.objects.exists()
        leave(Stay.objects.get(), by)
        assert AfterCare.objects.count() == 4

    def test_a_departure_that_a_contact_was_made_after_stays(self, left, by, clock):
        move(clock, DUE[0])
        operations.note_try(contact=contact(left), next_on=DUE[0] + timedelta(days=3), by=by)
        assert refused(operations.undo_departure, stay=left, by=by) == "housing_after_care_needs_departure"
        operations.undo_try(tried=contact(left).tries.get(), by=by)
        operations.undo_departure(stay=left, by=by)


class TestContacts:
    def test_made(self, left, by, clock):
        move(clock, DUE[0])
        operations.note_contact(contact=contact(left), outcome="housed", lives="flatshare", note="Well.", by=by)
        made = contact(left)
        assert (made.outcome, made.done_on, made.lives, made.note) == ("housed", DUE[0], "flatshare", "Well.")
        assert made.is_reached
        assert refused(operations.note_contact, contact=made, outcome="unknown", by=by) == "gone"

    def test_tried_again_and_taken_back(self, left, by, clock):
        move(clock, DUE[0])
        again = DUE[0] + timedelta(days=7)
        assert refused(operations.note_try, contact=contact(left), next_on=DUE[0], by=by) == "not_later"
        first = operations.note_try(contact=contact(left), next_on=again, note="No answer.", by=by)
        second = operations.note_try(contact=contact(left), next_on=again + timedelta(days=7), by=by)
        assert not AfterCare.objects.due(again).exists()
        assert refused(operations.undo_try, tried=first, by=by) == "gone"
        operations.undo_try(tried=second, by=by)
        assert AfterCare.objects.due(again).get() == contact(left)

    def test_where_they_live_is_of_who_was_reached(self, left, by, clock):
        move(clock, DUE[0])
        operations.note_contact(contact=contact(left), outcome="not_reached", lives="flatshare", by=by)
        assert contact(left).lives == ""

    @pytest.mark.parametrize(("on", "code"), [(date(2026, 8, 30), "before_departure"), (date(2026, 9, 2), "future")])
    def test_between_the_departure_and_today(self, left, by, on, code):
        assert refused(operations.note_contact, contact=contact(left), outcome="housed", on=on, by=by) == code

    def test_not_long_before_it_is_due_but_no_more_may_be_wished_at_any_time(self, left, by, clock):
        note = {"contact": contact(left, 6), "by": by}
        assert refused(operations.note_contact, outcome="housed", **note) == "too_early"
        move(clock, DUE[2] - timedelta(days=31))
        assert refused(operations.note_contact, outcome="housed", **note) == "too_early"
        move(clock, DUE[2] - timedelta(days=30))
        assert operations.note_contact(outcome="housed", **note).outcome == "housed"
        assert operations.note_contact(contact=contact(left, 12), outcome="declined", by=by).outcome == "declined"

    def test_no_more_wished_ends_the_others_and_can_be_taken_back(self, left, by, clock):
        for day in DUE[:2]:
            move(clock, day)
            send_all()
        assert open_alerts() == {DUE[0], DUE[1]}
        operations.note_contact(contact=contact(left), outcome="declined", by=by)
        assert not AfterCare.objects.open().exists()
        assert open_alerts() == set()
        operations.undo_contact(contact=contact(left), by=by)
        assert AfterCare.objects.open().count() == 4
        assert open_alerts() == {DUE[0], DUE[1]}

    def test_none_after_a_death(self, left, by):
        people.record_death(person=left.person, source="A partner.", died_on=LEFT_ON, by=by)
        assert not AfterCare.objects.open().exists()
        assert refused(operations.note_contact, contact=contact(left), outcome="housed", by=by) == "deceased"

    def test_none_for_who_is_back(self, left, by):
        make_stay(left.person, make_space("A3"), by=by)
        assert not AfterCare.objects.open().exists()
        assert refused(operations.note_contact, contact=contact(left), outcome="housed", by=by) == "gone"


def open_alerts() -> set:
    return set(Alert.objects.open().filter(kind=AFTER_CARE.code).values_list("due_on", flat=True))


class TestAlerts:
    @pytest.fixture(autouse=True)
    def in_charge(self, left, by):
        people.assign_worker(person=left.person, worker=by, by=by)

    def run(self, clock, *days):
        told = []
        for day in days:
            if timezone.localdate() != day:  # to noon of a day it is already would turn the clock back
                move(clock, day)
            told.append(tell_of_after_care())
        return told

    def test_each_once_however_often_the_day_runs(self, left, clock):
        day = timedelta(days=1)
        assert self.run(clock, DUE[0] - day, DUE[0], DUE[0], DUE[0] + day, DUE[1], DUE[1]) == [0, 1, 0, 0, 1, 0]

    def test_to_who_is_in_charge_and_nobody_else(self, left, clock, by):
        educator = make_user("educator")
        people.assign_worker(person=left.person, worker=educator, by=by)
        self.run(clock, DUE[0])
        assert [alert.recipient for alert in Alert.objects.filter(kind=AFTER_CARE.code)] == [educator]

    def test_again_on_the_day_to_try_again_and_off_once_made(self, left, clock, by):
        self.run(clock, DUE[0])
        again = DUE[0] + timedelta(days=5)
        operations.note_try(contact=contact(left), next_on=again, by=by)
        assert open_alerts() == set()
        assert self.run(clock, again - timedelta(days=1), again, again) == [0, 1, 0]
        operations.note_contact(contact=contact(left), outcome="housed", by=by)
        assert open_alerts() == set()
        operations.undo_contact(contact=contact(left), by=by)
        assert open_alerts() == {again}

    def test_off_the_lists_after_a_death_or_a_return(self, left, clock, by):
        self.run(clock, DUE[0])
        make_stay(left.person, make_space("A3"), by=by)
        self.run(clock, DUE[0])
        assert open_alerts() == set()


class TestInTheDatabase:
    def broken(self, sql, *values) -> str:
        with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
        return error.value.__cause__.diag.constraint_name

    def test_none_for_who_is_still_here(self, stay):
        row = "gen_random_uuid(), %s, 1, '2026-12-01', '2026-12-01', '', ''"
        columns = "id, stay_id, months, due_on, next_on, outcome, lives"
        insert = f"INSERT INTO housing_aftercare ({columns}) VALUES ({row})"
        assert self.broken(insert, stay.pk) == "housing_after_departure"

    def test_a_departure_is_not_taken_away_under_it(self, left):
        undo = "UPDATE housing_stay SET departed_on = NULL, destination = '', exit_type = '', ethos_exit = ''"
        assert self.broken(undo) == "housing_after_care_needs_departure"
        assert self.broken("UPDATE housing_stay SET departed_on = '2026-10-15'") == "housing_after_care_needs_departure"

    def test_an_answer_is_whole(self, left):
        half = "UPDATE housing_aftercare SET outcome = 'housed' WHERE months = 1"
        assert self.broken(half) == "housing_after_care_whole"
        twice = "UPDATE housing_aftercare SET months = 3 WHERE months = 1"
        assert self.broken(twice) == "housing_after_care_once"
        sooner = "UPDATE housing_aftercare SET next_on = '2026-09-01' WHERE months = 1"
        assert self.broken(sooner) == "housing_after_care_not_before"
        assert self.broken("UPDATE housing_aftercare SET lives = 'flatshare'") == "housing_after_care_lives"

    def test_a_refusal_has_a_next_step(self, stay, by):
        operations.ask_extension(stay=stay, until=date(2026, 12, 1), reason="Lease.", by=by)
        manager = make_user("management")
        refuse = "UPDATE housing_extension SET approved = false, decided_by_id = %s, decided_at = now()"
        assert self.broken(refuse, manager.pk) == "housing_refusal_has_a_next_step"


class TestPages:
    @pytest.fixture
    def due(self, left, clock):
        move(clock, DUE[0])
        return left

    def test_the_list_shows_what_is_due_and_the_filters_the_rest(self, due, client, by):
        client.force_login(by)
        text = client.get(reverse("housing:after_care")).content.decode()
        assert text.count("Nour")
        assert "1 month after" in text
        assert "3 months after" not in text
        coming = client.get(reverse("housing:after_care"), {"show": "coming"}).content.decode()
        assert "3 months after" in coming
        assert "1 month after" not in coming
        assert "Nour" not in client.get(reverse("housing:after_care"), {"mine": "on"}).content.decode()

    def test_noted_on_its_page_and_undone_from_the_message(self, due, client, by):
        client.force_login(by)
        url = reverse("housing:after_care_contact", args=[contact(due).pk])
        assert "flat share" in client.get(url).content.decode().lower()
        assert Opening.objects.filter(detail="stay").exists()
        said = {"outcome": "housed", "on": "2026-09-30", "lives": "flatshare", "note": "Fine.", "next_on": ""}
        page = client.post(url, said, follow=True)
        assert "Still housed" in page.content.decode()
        client.post(reverse("housing:after_care_undo", args=[contact(due).pk]))
        assert contact(due).outcome == ""

    def test_a_try_from_the_same_page_keeps_what_was_typed_when_refused(self, due, client, by):
        client.force_login(by)
        url = reverse("housing:after_care_contact", args=[contact(due).pk])
        said = {"outcome": "again", "on": "2026-09-30", "next_on": "2026-09-01", "note": "Voicemail is safe."}
        page = client.post(url, said).content.decode()
        assert "Voicemail is safe." in page
        assert "Give a day after" in page
        client.post(url, said | {"next_on": "2026-10-05"})
        assert contact(due).next_on == date(2026, 10, 5)

    def test_the_panel_offers_to_plan_where_none_are(self, due, client, by):
        AfterCare.objects.all().delete()
        client.force_login(by)
        panel = reverse("people:panel", args=[due.person.reference, "after-care"])
        assert "Plan the contacts" in client.get(panel).content.decode()
        client.post(reverse("housing:after_care_plan", args=[due.pk]))
        assert AfterCare.objects.count() == 4

    def test_who_reads_sees_no_button(self, due, client):
        client.force_login(make_user("psychologist", language="en"))
        text = client.get(reverse("housing:after_care")).content.decode()
        assert "Nour" in text
        assert "Note it" not in text

    def test_ten_times_the_rows_cost_no_query_more(self, due, client, by, clock):
        client.force_login(by)
        client.get(reverse("housing:after_care"))
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(reverse("housing:after_care"))
        for number in range(10):
            leave(make_stay(make_person(by=by), make_space(f"B{number}"), by=by, on=LEFT_ON), by, on=LEFT_ON)
        move(clock, DUE[1])
        with CaptureQueriesContext(connection) as many:
            client.get(reverse("housing:after_care"))
        assert len(many) <= len(few)
