"""Who was accommodated, as they came; and figures of one programme or one site: against the same by plain Python."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from housing.models import Occupancy
from intake.models import Request
from refuge import indicators
from refuge.indicators import Period
from refuge.people.models import Person
from refuge.people.operations import give_consent
from tests.factories import make_person, make_request, make_user
from tests.housing import make_space
from tests.pages import text_of
from tests.reports import made_up_year, nights_held, one_stay

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)


def rows(code, period=None):
    (breakdown,) = indicators.get(code).breakdowns
    return {row.code: row.figure.value for row in breakdown.compute(period or Period.year(2025)) if row.figure.value}


@pytest.fixture
def stay():
    """`stay(arrived, **facts of the person)`: three weeks in a space of their own."""
    by, made = make_user("coordinator"), []

    def stay(arrived, **facts):
        facts = {"birth_date": None, **facts}
        person = make_person(chosen_name=f"Resident {len(made)}", by=by)
        blank = {"birth_date": date(1999, 1, 1), "birth_year": None, "stated_age": None, "stated_on": None}
        Person.objects.filter(pk=person.pk).update(**blank)
        space = make_space(f"P{len(made)}", in_service_from=date(2020, 1, 1))
        made.append(one_stay(person, space, arrived, arrived + timedelta(days=21), by, "street"))
        Person.objects.filter(pk=person.pk).update(**facts)
        return made[-1]

    return stay


def test_ages_on_the_day_of_arrival(stay):
    stay(date(2025, 5, 5), birth_date=date(2005, 5, 6))  # 19 until tomorrow
    stay(date(2025, 5, 5), birth_date=date(2005, 5, 5))
    stay(date(2025, 5, 5), birth_year=2003)  # 21 if born in the middle of the year
    stay(date(2025, 5, 5), stated_age=22, stated_on=date(2024, 6, 1))
    stay(date(2025, 5, 5), stated_age=25, stated_on=date(2024, 4, 1))
    stay(date(2025, 5, 5))
    assert rows("profile_age") == {"18-19": 1, "20-21": 2, "22-23": 1, "26+": 1, "unknown": 1}


def test_the_first_stay_of_the_period_tells(stay):
    first = stay(date(2024, 12, 20), birth_date=date(2005, 1, 5))
    one_stay(first.person, first.space, date(2025, 3, 1), date(2025, 3, 9), first.created_by, "street")
    assert rows("profile_age") == {"18-19": 1}
    assert rows("profile_age", Period(date(2025, 2, 1), date(2025, 12, 31))) == {"20-21": 1}


def agreeing(slept) -> Person:
    """Who slept, agreeing that it is recorded."""
    person = Person.objects.get(pk=slept.person_id)
    give_consent(
        person=person, purpose="sogi", how="spoken", given_on=timezone.localdate(), by=make_user("coordinator")
    )
    return person


def test_without_consent_nothing_is_counted(stay):
    person = Person.objects.get(pk=stay(date(2025, 5, 5)).person_id)
    person.orientation, person.gender_identity = ["gay"], ["man"]
    person.save(update_fields=["orientation", "gender_identity"])
    assert rows("profile_orientation") == rows("profile_gender") == {"unknown": 1}


@pytest.mark.parametrize(
    ("said", "gender", "trans"),
    [
        (["woman"], "woman", "no"),
        (["woman", "trans"], "woman", "yes"),
        (["trans"], "other", "yes"),
        (["non_binary"], "other", "no"),
        (["woman", "man"], "other", "no"),
        (["unsaid"], "unknown", "unknown"),
        (None, "unknown", "unknown"),
    ],
)
def test_gender_as_it_was_told(stay, said, gender, trans):
    person = agreeing(stay(date(2025, 5, 5)))
    person.gender_identity = said
    person.save(update_fields=["gender_identity"])
    assert rows("profile_gender") == {gender: 1}
    assert rows("profile_trans") == {trans: 1}


@pytest.mark.parametrize(("said", "code"), [(["gay"], "gay"), (["bi", "queer"], "several"), (["unsaid"], "unknown")])
def test_orientation_as_it_was_told(stay, said, code):
    person = agreeing(stay(date(2025, 5, 5)))
    person.orientation = said
    person.save(update_fields=["orientation"])
    assert rows("profile_orientation") == {code: 1}


def test_what_the_call_told_unless_the_stay_knows_better(stay):
    told, silent = stay(date(2025, 5, 5)), stay(date(2025, 5, 6))
    call = make_request(person=told.person, by=told.created_by)
    facts = {"received_at": timezone.make_aware(timezone.datetime(2025, 5, 1)), "ethos": "6"}
    Request.objects.filter(pk=call.pk).update(
        **facts, place_of_stay="flanders", reasons=["outing"], main_reason="outing"
    )
    later = make_request(person=told.person, by=told.created_by)
    Request.objects.filter(pk=later.pk).update(ethos="1", place_of_stay="abroad")
    assert rows("profile_living") == {"6": 1, "unknown": 1}
    assert rows("profile_place") == {"flanders": 1, "unknown": 1}
    assert rows("profile_reason") == {"outing": 1, "unknown": 1}
    told.stay.ethos_entry = "2"
    told.stay.save()
    assert rows("profile_living") == {"2": 1, "unknown": 1}
    Person.objects.filter(pk=silent.person_id).update(residence="permit")
    assert rows("profile_residence") == {"permit": 1, "unknown": 1}


def test_each_profile_counts_everybody_accommodated():
    made_up_year()
    whole = indicators.get("accommodated").compute(YEAR).value
    for indicator in indicators.declared():
        if indicator.is_profile:
            assert sum(rows(indicator.code).values()) == indicator.compute(YEAR).value == whole


def test_small_parts_of_what_management_may_not_read_are_hidden(client, stay):
    for number in range(7):
        person = agreeing(stay(date(2025, 5, 5)))
        person.orientation = ["gay"] if number else ["pan"]
        person.save(update_fields=["orientation"])
    client.force_login(make_user("management", language="en"))
    page = text_of(client.get("/reports/figures/profile_orientation/?year=2025"))
    assert "hidden" in page
    assert "Pan hidden" in page
    for query in ("year=2025&part=m05", "year=2025&programme=emergency"):
        page = text_of(client.get(f"/reports/figures/profile_orientation/?{query}"))
        assert "Gay hidden" in page
        assert "Lesbian hidden" in page
    drawing = client.get("/reports/charts/profile_orientation/orientation.svg?year=2025").content.decode()
    assert drawing.count('class="rect') == drawing.count("dasharray: 5 4")
    client.force_login(make_user("coordinator", language="en"))
    assert "Pan 1" in text_of(client.get("/reports/figures/profile_orientation/?year=2025"))


@pytest.mark.parametrize("programme", ["emergency", "post"])
def test_one_programme_alone(programme):
    slept = [each for each in made_up_year() if each.stay.programme == programme]
    period = YEAR.narrowed(programme=programme)
    here = [each for each in slept if nights_held([each], YEAR.first, YEAR.end)]
    assert figure("nights_held", period) == nights_held(slept, YEAR.first, YEAR.end) > 0
    assert figure("accommodated", period) == len({each.person_id for each in here})
    left = [s for s in (each.stay for each in slept) if YEAR.first <= s.departed_on <= YEAR.last]
    assert figure("exits", period) == sum(s.destination != "post_shelter_here" for s in left)
    assert sum(rows("profile_age", period).values()) == figure("accommodated", period)
    available = [figure("nights_available", YEAR.narrowed(programme=each)) for each in ("emergency", "post")]
    assert sum(available) == figure("nights_available", YEAR)


def test_one_site_alone():
    slept = made_up_year()
    sites = Counter(each.space.unit.site_id for each in slept)
    narrowed = {site: YEAR.narrowed(site=str(site)) for site in sites}
    for site, period in narrowed.items():
        there = [each for each in slept if each.space.unit.site_id == site]
        assert figure("nights_held", period) == nights_held(there, YEAR.first, YEAR.end)
    whole = [figure("exits", period) for period in narrowed.values()]
    assert sum(whole) == figure("exits", YEAR) > 0


def figure(code, period):
    return indicators.get(code).compute(period).value


def test_lists_are_narrowed_alike():
    made_up_year()
    reader = make_user("management")
    for within in ({"programme": "post"}, {"site": str(Occupancy.objects.first().space.unit.site_id)}):
        period = YEAR.narrowed(**within)
        for code in ("accommodated", "exits", "profile_age"):
            (source,) = indicators.get(code).sources
            assert source.find(period, reader).count() == figure(code, period) > 0


def test_a_page_says_which_figures_stay_whole(client):
    made_up_year()
    client.force_login(make_user("management", language="en"))
    page = client.get("/reports/?year=2025&programme=emergency&all=1")
    assert "The whole house: not narrowed by Programme" in text_of(page)
    shown = {each["code"]: each for section in page.context["sections"] for each in section["cards"]}
    assert shown["accommodated"]["value"] == figure("accommodated", YEAR.narrowed(programme="emergency"))
    assert shown["accommodated"]["not_narrowed"] == ""
    assert shown["requests_received"]["not_narrowed"] == "Programme"
    assert "programme=emergency" in page.content.decode()


def test_nobody_is_in_a_period_to_come():
    by, space = make_user("coordinator"), make_space("S1")
    day = timezone.localdate()
    one_stay(make_person(by=by), space, day - timedelta(days=9), day, by, "street")
    ahead = Period.year(day.year + 1)
    assert figure("accommodated", ahead) == figure("profile_age", ahead) == 0
    (source,) = indicators.get("accommodated").sources
    assert source.find(ahead, by).count() == 0
