"""Repairs: reported with a photo and a closure in one go, told to logistics, worked on, paid."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from housing import operations
from housing.house_alerts import TICKET_OVERDUE, TICKET_URGENT, send_house_alerts
from housing.house_forms import ReportForm
from housing.models import SpaceClosure, Ticket
from refuge.documents.models import Document
from refuge.notifications.models import Alert
from tests.documents import a_pdf, a_picture
from tests.factories import make_person, make_user
from tests.house_things import make_ticket
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
URGENT = 1


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"


def offered(language) -> list[str]:
    with override(language):
        return re.findall(r"<option[^>]*>([^<]+)</option>", str(ReportForm(may_close=True)["place"]))


def test_places_are_offered_as_they_are_now_and_in_the_language_spoken():
    make_space("A1-1")
    english, french = offered("en"), offered("fr")
    assert english == ["Choose a place", "North: what all share", "Flat A: the whole flat", "A1-1"]
    assert (french[-1], set(english[:3]) & set(french[:3])) == ("A1-1", set())
    make_space("A1-2")
    assert offered("en") == [*english, "A1-2"]


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def day(number):
    return timezone.localdate() + timedelta(days=number)


def told(kind, user) -> int:
    return Alert.objects.open().filter(kind=kind.code, recipient=user).count()


def code_of(function, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        function(*args, **kwargs)
    error = refused.value
    return error.code if hasattr(error, "code") else next(iter(error.error_dict.values()))[0].code


def test_a_repair_closes_the_space_in_one_go_and_proposes_to_open_it_again(signed_in):
    client, space = signed_in("logistics"), make_space("A1")
    data = {
        "place": f"space:{space.pk}", "what": "No heating", "priority": "1",
        "closed_from": day(0).isoformat(), "closed_until": day(5).isoformat(),
    }  # fmt: skip
    page = client.post(reverse("housing:report"), data, follow=True)
    ticket = Ticket.objects.get()
    closure = ticket.closures.get()
    assert (closure.space, closure.ends_on, closure.reason) == (space, day(5), "No heating")
    assert "Open A1 again" not in page.content.decode()
    client.post(reverse("housing:ticket_move", args=[ticket.pk]), {"state": "done"})
    assert "Open A1 again" in client.get(reverse("housing:ticket", args=[ticket.pk])).content.decode()


def test_where_somebody_sleeps_neither_ticket_nor_closure_is_made():
    space = make_space("A1")
    make_stay(make_person(), space)
    assert code_of(make_ticket, space, closed_from=day(0)) == "in_the_way"
    assert not Ticket.objects.exists()


def test_a_flat_is_closed_whole():
    spaces = [make_space("A1"), make_space("A2")]
    ticket = make_ticket(spaces[0].unit, closed_from=day(0))
    assert {each.space for each in ticket.closures.all()} == set(spaces)
    assert SpaceClosure.objects.count() == 2


def test_logistics_is_told_of_an_urgent_one_once_and_not_after_it_is_done():
    logistics, other = make_user("logistics"), make_user("coordinator")
    ticket = make_ticket(priority=URGENT, by=other)
    operations.change_ticket(ticket=ticket, part="Kitchen", by=other)
    assert (told(TICKET_URGENT, logistics), told(TICKET_URGENT, other)) == (1, 0)
    operations.move_ticket(ticket=ticket, state="done", by=other)
    assert told(TICKET_URGENT, logistics) == 0


def test_an_overdue_one_is_told_once_however_often_the_run_comes():
    logistics, worker = make_user("logistics"), make_user("educator")
    ticket = make_ticket(due_on=day(-1), assigned_to=worker)
    make_ticket(make_space("A2"), due_on=day(0))
    assert [send_house_alerts(), send_house_alerts(), send_house_alerts(day(1))] == [2, 0, 1]
    assert told(TICKET_OVERDUE, worker) == 1
    operations.change_ticket(ticket=ticket, due_on=day(3), by=logistics)
    assert told(TICKET_OVERDUE, worker) == 0


def test_a_photo_is_drawn_anew_sealed_and_in_nobodys_file(signed_in):
    exif = Image.Exif()
    exif[0x010E] = "Rue du Secret 4"
    client, ticket = signed_in("logistics"), make_ticket()
    client.post(reverse("housing:ticket_photo", args=[ticket.pk]), {"photo": a_picture(exif=exif)})
    document = Document.objects.get()
    assert (document.person, document.subject_id) == (None, ticket.pk)
    shown = client.get(reverse("housing:ticket_picture", args=[document.pk]))
    assert b"Secret" not in shown.content
    assert Image.open(BytesIO(shown.content)).size == (60, 40)
    assert client.get(reverse("documents:document", args=[document.pk])).status_code == 404
    assert signed_in("volunteers").get(reverse("housing:ticket_picture", args=[document.pk])).status_code == 404


def test_what_is_no_picture_is_refused():
    assert code_of(operations.add_photo, ticket=make_ticket(), photo=a_pdf(), by=make_user("educator")) == "no_picture"


def test_a_picture_of_a_file_is_not_opened_through_repairs(signed_in):
    from tests.documents import make_document

    paper = make_document(person=make_person(), file=a_picture())
    assert signed_in("logistics").get(reverse("housing:ticket_picture", args=[paper.pk])).status_code == 404


def test_a_psychologist_reports_and_reads_their_own_alone(signed_in):
    client = signed_in("psychologist")
    other, own = make_ticket(), make_ticket(make_space("A2"), by=client.user)
    answers = [client.get(reverse("housing:ticket", args=[each.pk])).status_code for each in (other, own)]
    assert answers == [404, 200]


def test_costs_add_up_and_one_taken_off_counts_no_more(signed_in):
    client, ticket = signed_in("logistics"), make_ticket()
    address = reverse("housing:ticket", args=[ticket.pk])
    for amount in ("12.50", "7.50", "100"):
        data = {"amount": amount, "supplier": "A shop", "paid_on": day(0).isoformat()}
        client.post(reverse("housing:ticket_cost", args=[ticket.pk]), data)
    assert client.get(address).context["spent"] == 120
    client.post(reverse("housing:cost_remove", args=[ticket.costs.get(amount=100).pk]))
    assert client.get(address).context["spent"] == 20
    client.post(reverse("housing:cost_restore", args=[ticket.costs.get(amount=100).pk]))
    assert client.get(address).context["spent"] == 120


def test_the_list_keeps_its_filters_in_the_address(signed_in):
    client = signed_in("logistics")
    north, south = make_space("A1"), make_space("B1", site="South")
    make_ticket(north, what="Lamp", priority=3)
    make_ticket(south.unit, what="Boiler", priority=1)
    make_ticket(north.unit.site, what="Stairs", due_on=day(-2))
    operations.move_ticket(ticket=make_ticket(north, what="Old"), state="done", by=client.user)

    def listed(**filters):
        rows = client.get(reverse("housing:maintenance"), filters).context["rows"]
        return [row["ticket"].what for row in rows]

    assert listed() == ["Boiler", "Stairs", "Lamp"]
    assert listed(site=north.unit.site_id) == ["Stairs", "Lamp"]
    assert listed(priority=1) == ["Boiler"]
    assert listed(overdue="on") == ["Stairs"]
    assert listed(state="done") == ["Old"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("space_id = NULL", "housing_ticket_in_one_place"),
        ("what = ' '", "housing_ticket_says_what"),
        ("state = 'done'", "housing_ticket_ended_when_over"),
    ],
)
def test_the_database_keeps_what_a_ticket_is(change, rule):
    make_ticket()
    with pytest.raises(IntegrityError, match=rule), connection.cursor() as cursor:
        cursor.execute(f"UPDATE housing_ticket SET {change}")


def test_list_and_ticket_ask_the_same_with_ten_times_the_rows(signed_in):
    client = signed_in("logistics")

    def asked():
        counts = []
        for address in (reverse("housing:maintenance"), reverse("housing:ticket", args=[ticket.pk]), "/"):
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    ticket = make_ticket(closed_from=day(0))
    few = asked()
    for number in range(10):
        make_ticket(make_space(f"B{number}"))
        operations.comment_ticket(ticket=ticket, text="Seen.", by=client.user)
        operations.add_cost(ticket=ticket, amount=5, supplier="A shop", by=make_user("educator"))
        operations.add_photo(ticket=ticket, photo=a_picture(size=(60 + number, 40)), by=client.user)
    assert asked() == few
    assert max(few[:2]) <= 12
    assert few[2] <= 15


def test_logistics_meets_no_life_story(signed_in):
    """A resident's name is on no page of a repair, even of the space they sleep in."""
    client, space = signed_in("logistics"), make_space("A1")
    make_stay(make_person(chosen_name="Quetzal"), space)
    ticket = make_ticket(space)
    pages = [reverse("housing:maintenance"), reverse("housing:ticket", args=[ticket.pk]), reverse("housing:report")]
    text = re.sub(r"\s+", " ", "".join(client.get(page).content.decode() for page in pages))
    assert "Quetzal" not in text
