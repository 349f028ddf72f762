"""How somebody lived when they came and when they left: rows, forms, who may, and the figures against a hand count."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from casework import operations as casework
from housing import operations
from housing.models import EarlierCare, Situation, Stay
from housing.situations import proposed_at_departure, proposed_on_arrival
from refuge import indicators
from refuge.indicators import Period
from refuge.people import operations as people
from reports.exports import figures_page
from reports.models import ReportTemplate
from reports.template_operations import add_part, change_template
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay
from tests.pages import text_of
from tests.reports import one_stay

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025, today=date(2026, 6, 1))
LEFT = {"destination": "flatshare", "exit_type": "achieved"}


@pytest.fixture
def by():
    return make_user("coordinator", name="Camille", language="en")


@pytest.fixture
def person(by):
    return make_person(chosen_name="Nour", by=by)


@pytest.fixture
def stay(person, by):
    on = timezone.localdate() - timedelta(days=20)
    return make_stay(person, make_space("A1"), by=by, on=on, income="none", occupation="seeking")


def refused(function, **kwargs) -> str:
    with pytest.raises(ValidationError) as error:
        function(**kwargs)
    told = error.value
    return told.code if hasattr(told, "code") else next(iter(told.error_dict.values()))[0].code


def said(stay, moment="entry"):
    row = Situation.objects.filter(stay=stay, moment=moment).first()
    return (row.income, row.occupation) if row else None


# Rows


def test_noted_with_the_arrival_and_the_departure_and_gone_with_it(stay, by):
    assert said(stay) == ("none", "seeking")
    operations.depart(stay=stay, by=by, income="ris", occupation="training", **LEFT)
    assert said(stay, "exit") == ("ris", "training")
    operations.undo_departure(stay=stay, by=by)
    assert (said(stay, "exit"), said(stay)) == (None, ("none", "seeking"))
    assert [each.pgh_label for each in Situation.events.rel.related_model.objects.filter(moment="exit")] == [
        "insert", "delete",
    ]  # fmt: skip


@pytest.mark.parametrize("destination", ["unknown", "deceased"])
def test_who_left_without_news_told_nobody_how_they_live(destination, stay, by):
    operations.depart(stay=stay, by=by, income="none", destination=destination, exit_type="abandoned")
    assert said(stay, "exit") is None


def test_nothing_asked_is_no_row_and_emptied_is_taken_away(by):
    silent = make_stay(make_person(by=by), make_space("A2"), by=by)
    assert said(silent) is None
    operations.note_situation(stay=silent, moment="entry", income="unknown", by=by)
    operations.note_situation(stay=silent, moment="entry", by=by)
    assert said(silent) is None


def test_refused_before_the_departure_in_other_words_and_after_a_death(stay, by):
    assert refused(operations.note_situation, stay=stay, moment="exit", income="ris", by=by) == "not_left"
    assert refused(operations.note_situation, stay=stay, moment="entry", income="gold", by=by) == "invalid"
    people.record_death(person=stay.person, source="The hospital", by=by)
    assert refused(operations.note_situation, stay=stay, moment="entry", income="ris", by=by)


def test_the_database_holds_it_from_either_side(stay, by):
    for wrong in (
        {"moment": "entry", "income": "ris"},  # a second one
        {"moment": "exit", "income": "ris"},  # not left
        {"moment": "entry"},
        {"moment": "later", "income": "ris"},
        {"moment": "entry", "income": "gold"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Situation.objects.create(stay=stay, noted_by=by, **wrong)
    operations.depart(stay=stay, by=by, income="ris", **LEFT)
    emptied = {"departed_on": None, "destination": "", "exit_type": "", "ethos_exit": ""}
    stay.after_care.all().delete()
    with pytest.raises(IntegrityError, match="housing_situation_needs_departure"), transaction.atomic():
        Stay.objects.filter(pk=stay.pk).update(**emptied)


def test_earlier_care_is_one_encrypted_row_a_person(person, by):
    operations.set_earlier_care(person=person, places=["psychiatry", "youth_care"], by=by)
    operations.set_earlier_care(person=person, places=["prison"], by=by)
    assert EarlierCare.objects.get().places == ["prison"]
    assert refused(operations.set_earlier_care, person=person, places=["none", "prison"], by=by) == "alone"
    assert refused(operations.set_earlier_care, person=person, places=["army"], by=by) == "invalid"
    operations.set_earlier_care(person=person, places=[], by=by)
    assert not EarlierCare.objects.exists()


# What is proposed


def test_the_departure_proposes_the_arrival_and_what_the_team_knows_since(stay, by):
    assert proposed_at_departure(by, stay) == {"income": "none", "occupation": "seeking"}
    step = {"person": stay.person, "right": "income", "by": by}
    casework.note_right(step="opened", happened_on=stay.arrived_on - timedelta(days=1), **step)
    assert proposed_at_departure(by, stay)["income"] == "none"
    casework.note_right(step="opened", happened_on=stay.arrived_on + timedelta(days=9), **step)
    assert proposed_at_departure(by, stay)["income"] == "ris"
    casework.note_right(step="ended", happened_on=stay.arrived_on + timedelta(days=12), **step)
    assert proposed_at_departure(by, stay)["income"] == "none"


def test_a_new_arrival_proposes_how_they_left(stay, by, person):
    assert proposed_on_arrival(by, make_person(by=by)) == {}
    operations.depart(stay=stay, by=by, income="wage", occupation="work", **LEFT)
    assert proposed_on_arrival(by, person) == {"income": "wage", "occupation": "work"}


# Pages


def test_the_form_of_the_departure_is_filled_and_says_what_was_answered(client, stay, by):
    client.force_login(by)
    address = reverse("housing:depart", args=[stay.pk])
    form = client.get(address).context["form"]
    assert (form["income"].value(), form["occupation"].value()) == ("none", "seeking")
    bad = client.post(address, {"on": timezone.localdate(), "income": "gold", "occupation": "work", **LEFT})
    assert "income" in bad.context["form"].errors
    assert bad.context["form"]["occupation"].value() == "work"
    client.post(address, {"on": timezone.localdate(), "income": "ris", "occupation": "work", **LEFT})
    assert said(stay, "exit") == ("ris", "work")
    page = text_of(client.get(reverse("housing:stay", args=[stay.pk])))
    assert "On arrival Income: None · Work or studies: Looking for work" in page
    assert "At departure Income: Integration income (RIS) · Work or studies: Work" in page


def test_the_form_of_an_arrival_asks_it_and_keeps_it(client, person, by):
    client.force_login(by)
    space = make_space("A1")
    data = {"person": person.reference, "space": space.pk, "how": "arrive", "starts_on": timezone.localdate()}
    address = f"{reverse('housing:give')}?person={person.reference}"
    assert client.post(address, data | {"income": "family", "occupation": ""}).status_code == 302
    assert said(Stay.objects.get()) == ("family", "")


def test_what_somebody_came_with_is_asked_once_and_shown_after_a_move(client, stay, by):
    post = operations.move(stay=stay, space=make_space("P1", programme="post"), by=by)
    client.force_login(by)
    first, second = (text_of(client.get(reverse("housing:stay", args=[each.pk]))) for each in (stay, post))
    assert "At departure" not in first
    assert "On arrival Income: None" in second
    client.post(reverse("housing:on_arrival", args=[post.pk]), {"income": "wage", "occupation": "work"})
    assert (said(stay), said(post)) == (("wage", "work"), None)
    assert client.get(reverse("housing:at_departure", args=[stay.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "notes", "care"),
    [("management", True, False, False), ("coordinator", True, True, True), ("psychologist", True, False, True),
     ("educator", True, True, False)],
)  # fmt: skip
def test_each_role(role, reads, notes, care, client, stay, by):
    operations.set_earlier_care(person=stay.person, places=["prison"], by=by)
    client.force_login(make_user(role, language="en"))
    for address in (reverse("housing:stay", args=[stay.pk]), f"/people/{stay.person.reference}/stay/"):
        assert ("Prison or closed centre" in client.get(address).content.decode()) is care
    page = client.get(reverse("housing:stay", args=[stay.pk])).content.decode()
    assert ("Looking for work" in page) is reads
    assert (reverse("housing:on_arrival", args=[stay.pk]) in page) is notes
    assert client.get(reverse("housing:on_arrival", args=[stay.pk])).status_code == (200 if notes else 404)
    own = reverse("housing:earlier_care", args=[stay.person.reference])
    assert (own in page) is care
    assert client.post(own, {"places": ["none"]}).status_code == (302 if care else 404)


# Figures


def figure(code, period=YEAR):
    return indicators.get(code).compute(period)


def share(code):
    found = figure(code, Period.year(2025, today=date(2026, 6, 1)))
    return found.numerator, found.denominator


def rows(code, breakdown):
    (found,) = [each for each in indicators.get(code).breakdowns if each.code == breakdown]
    counted = found.compute(Period.year(2025, today=date(2026, 6, 1)))
    return {row.code: row.figure.value for row in counted if row.figure.value}


@pytest.fixture
def year(by):
    """Six people: what they came with, what they left with, and where to. Ada moved from emergency to post-shelter in
    between and was asked when she came; Fay was asked nothing; Eve is still there at the end of the year."""
    spaces = [make_space(f"E{number}") for number in range(6)]
    post = make_space("P1", programme="post")
    told = {
        "Ada": ("none", "neither", "ris", "training"),
        "Bo": ("none", "seeking", "none", "seeking"),
        "Cy": ("wage", "work", "none", "neither"),
        "Di": ("family", "studies", "unknown", "studies"),
        "Eve": ("none", "studies", "", ""),
        "Fay": ("", "", "", ""),
    }
    for space, (name, (income, occupation, after, doing)) in zip(spaces, told.items(), strict=True):
        person = make_person(chosen_name=name, by=by)
        until = date(2026, 1, 20) if name == "Eve" else date(2025, 5, 1)
        first = last = one_stay(person, space, date(2025, 3, 1), until, by, "flatshare").stay
        if name == "Ada":
            first.destination = "post_shelter_here"
            first.save()
            last = one_stay(person, post, date(2025, 5, 1), date(2025, 9, 1), by, "ais_svk").stay
        if income:
            Situation.objects.create(stay=first, moment="entry", income=income, occupation=occupation, noted_by=by)
        if after:
            Situation.objects.create(stay=last, moment="exit", income=after, occupation=doing, noted_by=by)


def test_on_arrival_against_a_hand_count(year):
    assert rows("profile_income", "income") == {"none": 3, "wage": 1, "family": 1, "unknown": 1}
    assert rows("profile_occupation", "occupation") == {
        "neither": 1, "seeking": 1, "work": 1, "studies": 2, "unknown": 1,
    }  # fmt: skip
    assert share("neet_rate") == (2, 5)


def test_who_only_slept_in_post_shelter_counts_as_they_came_into_the_house(year):
    autumn = Period(date(2025, 6, 1), date(2025, 8, 1), today=date(2026, 6, 1))
    assert figure("neet_rate", autumn).numerator == 1  # Ada
    assert figure("neet_rate", autumn).denominator == 2  # and Eve


def test_at_departure_against_a_hand_count(year):
    assert rows("exit_income", "change") == {"gained": 1, "without": 1, "lost": 1, "unknown": 2}
    assert rows("exit_income", "income") == {"ris": 1, "none": 2, "unknown": 2}
    assert share("income_gained") == (1, 2)
    assert rows("exit_occupation", "change") == {"gained": 1, "without": 1, "lost": 1, "kept": 1, "unknown": 1}
    assert share("occupation_gained") == (1, 2)
    whole = figure("exits").value
    assert figure("exit_income").value == figure("exit_occupation").value == whole == 5


def test_departures_of_one_programme_alone(year):
    post = YEAR.narrowed(programme="post")
    assert figure("income_gained", post).denominator == 1
    assert figure("exit_income", post).value == 1


def test_earlier_care_against_a_hand_count(year, by):
    places = {"Ada": ["youth_care"], "Bo": ["psychiatry", "youth_care"], "Cy": ["none"], "Di": ["unsaid"]}
    for stay in Stay.objects.select_related("person").filter(person__chosen_name__in=places):
        operations.set_earlier_care(person=stay.person, places=places[stay.person.chosen_name], by=by)
    assert rows("profile_earlier_care", "earlier_care") == {"youth_care": 1, "several": 1, "none": 1, "unknown": 3}


# For the house alone

CARE = "profile_earlier_care"


def test_earlier_care_is_in_no_report_to_somebody_outside(by):
    management = make_user("management")
    template = ReportTemplate.objects.create(code="own", title={"en": "Own"}, funder="X", audience="funder")
    assert refused(add_part, template=template, kind="figure", indicator=CARE, by=management) == "reports_inside"
    change_template(template=template, audience="internal", by=management)
    add_part(template=template, kind="figure", indicator=CARE, by=management)
    assert refused(change_template, template=template, audience="public", by=management) == "reports_inside"


def test_a_report_that_names_it_all_the_same_leaves_it_out():
    from reports.content import report_data

    line = {"indicator": CARE, "breakdowns": None, "text": {}}
    section = {"title": {"en": "All"}, "text": {"en": f"{{{CARE}}}"}, "figures": [line]}
    content = {"template": "x", "funder": "", "logo": "", "title": {"en": "x"}, "introduction": {"en": ""}}
    for audience, skipped in (("funder", [CARE]), ("public", [CARE]), ("internal", [])):
        data = report_data({**content, "audience": audience, "sections": [section]}, YEAR)
        assert data["skipped"] == skipped
        told = [each["code"] for found in data["sections"] for each in found["indicators"]]
        assert (CARE in told) is (not skipped)


def test_no_export_carries_it_out(by):
    assert "earlier care" not in str(figures_page(make_user("management", language="en"), YEAR))


def test_management_reads_no_small_parts_of_it(client, year, by):
    operations.set_earlier_care(person=Stay.objects.first().person, places=["prison"], by=by)
    address = f"/reports/figures/{CARE}/?year=2025"
    client.force_login(make_user("management", language="en"))
    assert "Prison or closed centre 1" not in text_of(client.get(address))
    client.force_login(by)
    assert "Prison or closed centre 1" in text_of(client.get(address))
