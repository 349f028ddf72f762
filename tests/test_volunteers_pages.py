"""What each reader sees of volunteers, and a volunteer of the house: nothing of any young person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from refuge.accounts import operations as accounts
from refuge.accounts.models import Invitation
from refuge.accounts.models.invitation import digest_of
from refuge.notifications.models import Alert
from refuge.people import operations as people
from refuge.spreadsheets import cell
from refuge.violations import RuleBroken
from tests.factories import make_person, make_user
from tests.volunteers import held, make_activity, make_volunteer
from volunteers import operations
from volunteers.models import Activity, Allowance, Attended, Extract, Seat, SignUp, Volunteer
from volunteers.notices import send_volunteer_alerts

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    def sign(role):
        user = make_user(role)
        client.force_login(user)
        client.user = user
        return client

    return sign


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_from_candidate_to_leaving_and_back(signed_in):
    client = signed_in("volunteers")
    client.post(reverse("volunteers:new"), {"name": "Noé Lambert", "email": "noe@refuge.example"})
    noe = Volunteer.objects.get()
    today = timezone.localdate().isoformat()

    def ask(slug, **data):
        return client.post(reverse("volunteers:ask", args=[noe.pk, slug]), data).status_code

    assert ask("start", starts_on=today) == 200  # no information note yet: said beside the field
    assert ask("interview", interview_on=today, interview_note="Keen.") == 302
    assert ask("information", informed_on=today, informed_how="signed") == 302
    assert ask("sign", agreement_on=today) == 302
    assert ask("start", starts_on=today) == 302
    assert ask("leave", ends_on=today, reason="Moved.") == 302
    noe.refresh_from_db()
    assert (noe.state, str(noe.engagements.get().ends_on)) == ("left", today)
    client.post(reverse("volunteers:do", args=[noe.pk, "undo-leave"]))
    noe.refresh_from_db()
    assert (noe.state, noe.engagements.get().ends_on) == ("active", None)


def test_the_agreement_stays_as_it_was_signed(signed_in):
    volunteer, by = make_volunteer(name="Ada"), make_user("volunteers")
    operations.sign_agreement(volunteer=volunteer, agreement_on=timezone.localdate(), by=by)
    operations.change_volunteer(volunteer=volunteer, name="Somebody else", by=by)
    volunteer.refresh_from_db()
    assert volunteer.agreement_text["name"] == "Ada"
    answer = signed_in("coordinator").get(reverse("volunteers:agreement", args=[volunteer.pk]))
    assert answer.content.startswith(b"%PDF")
    assert "Ada" not in answer["Content-Disposition"]


def test_nobody_begins_before_the_information_note_also_by_sql():
    volunteer = make_volunteer(since=None)
    with pytest.raises(Exception, match="volunteers_informed_first"):
        Volunteer.objects.filter(pk=volunteer.pk).update(state="active")


def test_the_register_tells_every_first_and_last_day(signed_in):
    make_volunteer(name="=Ada", since=10)
    lines = text_of(signed_in("management").get(reverse("volunteers:register_file"))).splitlines()
    assert lines[1] == f"'=Ada;{timezone.localdate() - timedelta(days=10)};"


@pytest.mark.parametrize("text", ["=1+1", "+32", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(text):
    assert cell(text) == f"'{text}"


def test_the_payment_list_sums_a_line_a_volunteer(signed_in):
    volunteer, by = make_volunteer(name="Ada", bank_account="BE71 0961 2345 6769"), make_user("volunteers")
    for days in (1, 2):
        day = timezone.localdate() - timedelta(days=days)
        operations.add_allowance(volunteer=volunteer, day=day, cost="flat", cents=1050, by=by)
    client = signed_in("volunteers")
    assert "Ada;BE71 0961 2345 6769;21,00" in text_of(client.get(reverse("volunteers:payments")))
    client.post(reverse("volunteers:pay"), {"paid_on": timezone.localdate().isoformat()})
    assert "Ada" not in text_of(client.get(reverse("volunteers:payments")))
    assert Allowance.objects.filter(paid_on=timezone.localdate()).count() == 2


def test_a_wrong_iban_is_refused(signed_in):
    client = signed_in("volunteers")
    client.post(reverse("volunteers:new"), {"name": "Ada", "bank_account": "BE71 0961 2345 6768"})
    assert not Volunteer.objects.exists()


def test_a_phone_is_checked_where_it_is_typed_and_kept_as_it_is_dialled(signed_in):
    client = signed_in("volunteers")
    answer = client.post(reverse("volunteers:new"), {"name": "Ada", "phone": "0470 12", "emergency_phone": "+320"})
    assert text_of(answer).count("Ce n’est pas un numéro de téléphone.") >= 2
    assert 'value="0470 12"' in answer.content.decode()
    assert not Volunteer.objects.exists()
    client.post(reverse("volunteers:new"), {"name": "Ada", "phone": "0470/12.34.56"})
    assert Volunteer.objects.get().phone == "0470 12 34 56"


def test_an_invitation_taken_up_is_the_account_of_the_profile():
    volunteer, by = make_volunteer(name="Lou", email="lou@refuge.example"), make_user("volunteers")
    invitation = operations.invite_volunteer(volunteer=volunteer, by=by)
    Invitation.objects.filter(pk=invitation.pk).update(digest=digest_of("known"))
    user = accounts.accept_invitation(token="known", password="a few words in a row")
    volunteer.refresh_from_db()
    assert (volunteer.user, user.roles) == (user, {"volunteer"})


def test_the_own_page_signs_up_and_gives_back(signed_in):
    client = signed_in("volunteer")
    make_volunteer(user=client.user)
    activity = make_activity(5, title="Soup evening")
    assert "Soup evening" in text_of(client.get(reverse("volunteers:me")))
    client.post(reverse("volunteers:me_sign_up", args=[activity.pk]))
    signup = SignUp.objects.get()
    assert signup.seat == Seat.PLACE
    assert reverse("volunteers:me_give_back", args=[signup.pk]) in text_of(client.get(reverse("volunteers:me")))
    client.post(reverse("volunteers:me_give_back", args=[signup.pk]))
    signup.refresh_from_db()
    assert signup.seat == Seat.GIVEN_BACK


def test_another_volunteers_shift_does_not_exist(signed_in):
    client = signed_in("volunteer")
    make_volunteer(user=client.user)
    other = operations.sign_up(activity=make_activity(), volunteer=make_volunteer(), by=make_user("volunteers"))
    assert client.post(reverse("volunteers:me_give_back", args=[other.pk])).status_code == 404


def test_a_volunteer_reads_nothing_of_a_young_person_nor_of_other_volunteers(signed_in):
    by, person = make_user("coordinator"), make_person(chosen_name="Zéphyrine")
    client = signed_in("volunteer")
    shift = held(make_volunteer(user=client.user), -2, title="Cooking")
    held(make_volunteer(name="Aristide"), -3)
    operations.name_young_person(activity=shift.activity, person=person, by=by)
    operations.sign_up(activity=make_activity(3), volunteer=Volunteer.objects.get(user=client.user), by=by)
    token = operations.open_feed(volunteer=Volunteer.objects.get(user=client.user), by=client.user)
    pages = [
        reverse("volunteers:me"), reverse("volunteers:me_edit"), reverse("volunteers:feed", args=[token]), "/",
        "/alerts/",
    ]  # fmt: skip
    read = "".join(text_of(client.get(page)) for page in pages)
    assert [word for word in ("Zéphyrine", person.reference, "Aristide") if word in read] == []
    assert client.get("/search/", {"q": "Zéphyrine"}).status_code == 404


def test_a_theme_that_tells_names_nobody_to_those_who_may_not_know(signed_in):
    person, activity = make_person(chosen_name="Zéphyrine"), make_activity(-1, is_intimate=True)
    operations.name_young_person(activity=activity, person=person, by=make_user("coordinator"))
    page = reverse("volunteers:activity", args=[activity.pk])
    seen = {role: "Zéphyrine" in text_of(signed_in(role).get(page)) for role in
            ("management", "coordinator", "psychologist", "educator", "volunteers")}  # fmt: skip
    assert {role for role, named in seen.items() if named} == {"coordinator", "psychologist"}
    assert signed_in("educator").get(reverse("volunteers:name", args=[activity.pk])).status_code == 404


def test_a_young_person_is_named_by_a_name_that_only_one_has(signed_in):
    by, activity, client = make_user("coordinator"), make_activity(-1), signed_in("educator")
    address = reverse("volunteers:name", args=[activity.pk])
    first, second = sorted((make_person(chosen_name="Léa") for _ in range(2)), key=lambda person: person.pk)
    for name in ("Lea", "Léa"):
        people.rename(person=first, chosen_name=name, pronouns="", by=by)
    assert "Plusieurs dossiers correspondent : donnez la référence." in text_of(client.post(address, {"person": "Léa"}))
    assert "Aucun dossier ne correspond." in text_of(client.post(address, {"person": "Zéphyrine"}))
    assert not activity.presences.exists()
    client.post(address, {"person": second.reference})
    assert activity.presences.get().person == second


def test_a_closed_file_is_named_to_nobody_it_is_closed_to(signed_in):
    client = signed_in("educator")
    person, activity = make_person(chosen_name="Zéphyrine"), make_activity(-1)
    operations.name_young_person(activity=activity, person=person, by=make_user("coordinator"))
    page = reverse("volunteers:activity", args=[activity.pk])
    assert "Zéphyrine" in text_of(client.get(page))
    people.close_file(person=person, user=client.user, reason="Family.", by=make_user("management"))
    assert "Zéphyrine" not in text_of(client.get(page))


def test_the_feed_tells_hours_and_a_public_place_until_it_is_closed(client):
    user = make_user("volunteer")
    volunteer = make_volunteer(user=user)
    for title, is_public in (("Quiet", False), ("Open", True)):
        activity = make_activity(4, title=title, place=f"{title} place", is_public=is_public)
        operations.sign_up(activity=activity, volunteer=volunteer, by=user)
    address = reverse("volunteers:feed", args=[operations.open_feed(volunteer=volunteer, by=user)])
    events = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert sorted(str(event.get("location")) for event in events) == ["None", "Open place"]
    assert "Quiet" not in text_of(client.get(address))
    operations.close_feed(volunteer=volunteer, by=user)
    assert client.get(address).status_code == 404


def test_the_address_of_the_feed_is_one_of_the_house_by_whatever_name_it_was_asked(signed_in, settings):
    settings.SITE_URL = "https://refuge.example"
    client = signed_in("volunteer")
    make_volunteer(user=client.user)
    assert 'value="https://refuge.example/volunteers/' in client.post(reverse("volunteers:me_feed")).content.decode()


def test_an_account_that_is_off_has_no_feed(client):
    user = make_user("volunteer")
    address = reverse("volunteers:feed", args=[operations.open_feed(volunteer=make_volunteer(user=user), by=user)])
    accounts.switch_off(user=user, by=make_user("management"))
    assert client.get(address).status_code == 404


def test_attendance_in_one_sweep_and_back(signed_in):
    client = signed_in("educator")
    activity, by = make_activity(-1, places=2), make_user("volunteers")
    first, second = (operations.sign_up(activity=activity, volunteer=make_volunteer(), by=by) for _each in range(2))
    sweep = {
        f"attended_{first.pk}": "yes", f"hours_{first.pk}": "1,5", f"attended_{second.pk}": "no",
        f"hours_{second.pk}": "2", "young_people": "6",
    }  # fmt: skip
    assert client.post(reverse("volunteers:attendance", args=[activity.pk]), sweep).status_code == 302
    assert list(activity.signups.in_order().values_list("attended", "minutes")) == [("yes", 90), ("no", None)]
    activity.refresh_from_db()
    assert activity.young_people == 6
    client.post(reverse("volunteers:attendance_undo", args=[activity.pk]))
    assert set(activity.signups.values_list("attended", flat=True)) == {""}


def test_a_series_keeps_its_hour_over_the_change_of_the_clock():
    starts_at = datetime(2027, 3, 27, 17, tzinfo=UTC)
    operations.add_activity(
        kind="shop", title="Shop", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), places=1,
        rhythm="weekly", until=(starts_at + timedelta(days=14)).date(), by=make_user("volunteers"),
    )  # fmt: skip
    hours = [timezone.localtime(each.starts_at) for each in Activity.objects.order_by("starts_at")]
    assert [(each.day, each.hour) for each in hours] == [(27, 18), (3, 18), (10, 18)]


def test_what_runs_out_is_told_once_each_time():
    manager, by, day = make_user("management"), make_user("volunteers"), timezone.localdate()
    volunteer = make_volunteer(by=by, insured_until=day + timedelta(days=20))
    operations.add_part(
        kind=Extract, volunteer=volunteer, model="595", issued_on=day, seen_on=day, result="ok", next_on=day,
        by=by,
    )  # fmt: skip
    assert (send_volunteer_alerts(), send_volunteer_alerts()) == (4, 0)
    kinds = Alert.objects.filter(recipient=manager).values_list("kind", flat=True)
    assert sorted(kinds) == ["volunteers.extract", "volunteers.insurance"]
    assert send_volunteer_alerts(day + timedelta(days=13)) == 2


def test_a_shift_is_told_of_once():
    user = make_user("volunteer")
    operations.sign_up(activity=make_activity(2), volunteer=make_volunteer(user=user), by=user)
    assert (send_volunteer_alerts(), send_volunteer_alerts()) == (1, 0)


def test_only_who_was_there_has_hours_also_by_sql():
    signup = operations.sign_up(activity=make_activity(), volunteer=make_volunteer(), by=make_user("volunteers"))
    with pytest.raises(Exception, match="volunteers_hours_of_who_was_there"):
        SignUp.objects.filter(pk=signup.pk).update(attended=Attended.NO, minutes=30)


def test_a_young_person_is_named_once():
    person, activity, by = make_person(), make_activity(-1), make_user("coordinator")
    operations.name_young_person(activity=activity, person=person, by=by)
    with pytest.raises(RuleBroken) as error:
        operations.name_young_person(activity=activity, person=person, by=by)
    assert error.value.code == "volunteers_present_once"


def many(volunteers: int, shifts: int):
    """So many volunteers with shifts between them, as bulk rows; half of what is held lies behind."""
    by, now = make_user("volunteers"), timezone.now()
    rows = Volunteer.objects.bulk_create(
        Volunteer(name=f"V {n}", state="active", informed_on=now.date(), informed_how="signed", created_by=by)
        for n in range(volunteers)
    )
    each = 10
    activities = Activity.objects.bulk_create(
        Activity(
            kind="shop", title="Shop", starts_at=now + timedelta(hours=n * 12 - shifts // each * 6, minutes=5),
            ends_at=now + timedelta(hours=n * 12 - shifts // each * 6 + 2), places=each, created_by=by,
        )
        for n in range(shifts // each)
    )  # fmt: skip
    signups = [
        SignUp(activity=activity, volunteer=rows[(n + seat) % volunteers], seat="place", number=seat + 1, signed_by=by)
        for n, activity in enumerate(activities)
        for seat in range(each)
    ]
    # The trigger counts for each row: what the table held when its plan was made decides whether it reads an index.
    SignUp.objects.bulk_create(signups[:1000])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE volunteers_signup")
    SignUp.objects.bulk_create(signups[1000:], batch_size=1000)
    day = timezone.localdate()
    Allowance.objects.bulk_create(Allowance(volunteer=v, day=day, cost="flat", cents=100, created_by=by) for v in rows)
    return rows, activities


PAGES = ("volunteers:list", "volunteers:register", "volunteers:activities", "volunteers:calendar",
         "volunteers:allowances", "today")  # fmt: skip


def queries_of(client, count, address) -> int:
    client.get(address)
    with count() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def counted(django_assert_max_num_queries):
    """The queries of each page, none above what a page may ask."""
    return lambda: django_assert_max_num_queries(12)


def test_two_hundred_volunteers_ask_no_more_than_twenty(counted):
    """20,000 shifts instead of 200, for their coordinator and on a volunteer's own page."""
    coordinator, own, user = Client(), Client(), make_user("volunteer")
    coordinator.force_login(make_user("volunteers"))
    own.force_login(user)

    def asked(rows, activities):
        Volunteer.objects.filter(user=user).update(user=None)
        Volunteer.objects.filter(pk=rows[0].pk).update(user=user)
        addresses = {name: reverse(name) for name in PAGES}
        addresses["volunteer"] = reverse("volunteers:volunteer", args=[rows[0].pk])
        addresses["activity"] = reverse("volunteers:activity", args=[activities[0].pk])
        numbers = {name: queries_of(coordinator, counted, each) for name, each in addresses.items()}
        return numbers | {"me": queries_of(own, counted, reverse("volunteers:me"))}

    few = asked(*many(20, 200))
    assert asked(*many(200, 20_000)) == few


@pytest.mark.parametrize("year", [2000, 2100])
def test_the_arrows_of_the_years_stay_within_those_of_the_volunteer(signed_in, year):
    client, this = signed_in("volunteers"), timezone.localdate().year
    volunteer = make_volunteer(since=0)
    held(volunteer, -1)

    def of(year):
        return reverse("volunteers:allowances_of", args=[volunteer.pk, year])

    assert of(this) in text_of(client.get(of(year)))
    text = text_of(client.get(of(this)))
    assert of(this - 1) not in text
    assert of(this + 1) not in text


def test_there_is_no_statement_of_a_year_to_come(signed_in):
    client, next_year = signed_in("volunteers"), timezone.localdate().year + 1
    volunteer = make_volunteer()
    assert client.get(reverse("volunteers:statement", args=[volunteer.pk, next_year])).status_code == 404
    make_volunteer(user=signed_in("volunteer").user)
    assert client.get(reverse("volunteers:me_statement", args=[next_year])).status_code == 404
