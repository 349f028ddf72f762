"""The inbox as a place where nothing is forgotten, its named views, giving many at once; the waiting list."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing import operations as housing
from intake import operations
from intake.models import Decision, Request, SavedView
from refuge import indicators
from refuge.audit.models import Opening
from refuge.indicators import Period
from refuge.people.operations import add_channel, change_identity, close_file
from tests.factories import make_person, make_request, make_user
from tests.housing import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def ago(**length):
    return timezone.now() - timedelta(**length)


def references(response) -> list[str]:
    return [row.reference for row in response.context["rows"]]


def put_on_list(*, by=None, **fields):
    """A request decided to wait."""
    by = by or make_user("coordinator")
    fields.setdefault("person", make_person(by=by))
    request = make_request(by=by, **fields)
    operations.decide(request=request, by=by, outcome="waiting", reason="No space this week.")
    request.refresh_from_db()
    return request


# The inbox


def test_what_nobody_answered_comes_before_older_calls_that_somebody_did(signed_in):
    client = signed_in("educator")
    answered = make_request(received_at=ago(days=5))
    operations.note_contact(request=answered, result="reached", by=client.user)
    older, newer = make_request(received_at=ago(hours=50)), make_request(received_at=ago(hours=2))
    page = client.get(reverse("intake:inbox"))
    assert references(page) == [older.reference, newer.reference, answered.reference]
    assert "50 h ago · nobody in charge yet" in text_of(page)


def test_what_is_late_stands_out_in_words(signed_in):
    client = signed_in("coordinator")
    unanswered = make_request(received_at=ago(hours=30))
    missed = make_request(received_at=ago(hours=6), call_back_by=ago(hours=1))
    make_request(received_at=ago(hours=3), call_back_by=timezone.now() + timedelta(hours=1))
    page = client.get(reverse("intake:inbox"))
    said = text_of(page)
    assert all(words in said for words in ("No answer for 30 h", "Call back was promised for", "Call back before"))
    late = client.get(reverse("intake:inbox"), {"late": "on"})
    assert set(references(late)) == {unanswered.reference, missed.reference}


def test_filters_by_who_called_and_by_nobody_in_charge(signed_in):
    client = signed_in("coordinator")
    partner = make_request(caller="partner")
    operations.assign(request=make_request(), worker=client.user, by=client.user)
    assert references(client.get(reverse("intake:inbox"), {"caller": "partner"})) == [partner.reference]
    assert references(client.get(reverse("intake:inbox"), {"worker": "nobody"})) == [partner.reference]
    assert len(references(client.get(reverse("intake:inbox"), {"worker": str(client.user.pk)}))) == 1


# Named views


def test_a_view_is_saved_shown_renamed_removed_and_put_back(signed_in):
    client = signed_in("educator")
    save = {"name": "Tonight", "query": "urgency=tonight&junk=1&sort=-received"}
    assert client.post(reverse("intake:view_new"), save).url == "/intake/?urgency=tonight"
    view = SavedView.objects.get()
    page = client.get("/intake/?urgency=tonight")
    assert 'href="/intake/?urgency=tonight" aria-current="page">Tonight' in page.content.decode()
    client.post(reverse("intake:view", args=[view.pk]), {"name": "This night"})
    client.post(reverse("intake:view_remove", args=[view.pk]))
    removed = client.get("/intake/").content.decode()
    assert ">This night<" not in removed
    assert reverse("intake:view_restore", args=[view.pk]) in removed
    client.post(reverse("intake:view_restore", args=[view.pk]))
    assert ">This night<" in client.get("/intake/").content.decode()


def test_a_name_taken_or_empty_is_told_beside_it_and_the_filters_stay(signed_in):
    client = signed_in("educator")
    for name, said in (("Tonight", None), ("Tonight", "of this name already"), (" ", "required")):
        page = client.post(reverse("intake:view_new"), {"name": name, "query": "urgency=tonight"})
        if said:
            assert said in text_of(page)
            assert 'value="urgency=tonight"' in page.content.decode()
    assert SavedView.objects.count() == 1


def test_somebody_elses_view_is_nowhere(signed_in):
    view = operations.save_view(name="Mine alone", query="", by=make_user("coordinator"))
    client = signed_in("coordinator")
    assert "Mine alone" not in text_of(client.get("/intake/"))
    assert client.get(reverse("intake:view", args=[view.pk])).status_code == 404
    assert client.post(reverse("intake:view_remove", args=[view.pk])).status_code == 404


# Many at once


def give(client, requests, worker, **more):
    chosen = {"request": [request.reference for request in requests], "worker": worker.pk if worker else ""}
    return client.post(reverse("intake:assign_many"), chosen | more, follow=True)


def workers():
    return dict(Request.objects.values_list("pk", "worker"))


def test_many_requests_go_to_one_colleague_and_back_to_who_had_them(signed_in):
    client, educator = signed_in("coordinator"), make_user("educator")
    one, two, other = make_request(), make_request(), make_request()
    operations.assign(request=one, worker=client.user, by=client.user)
    page = give(client, [one, two], educator, query="urgency=48h")
    assert page.redirect_chain[-1][0] == "/intake/?urgency=48h"
    assert workers() == {one.pk: educator.pk, two.pk: educator.pk, other.pk: None}
    (undo,) = re.findall(r"/intake/assign/[0-9a-f]+/back/", page.content.decode())
    assert "2 requests are back" in text_of(client.post(undo, follow=True))
    assert workers() == {one.pk: client.user.pk, two.pk: None, other.pk: None}
    assert "nothing to take back" in text_of(client.post(undo, follow=True))


def test_undo_leaves_what_was_given_on_since(signed_in):
    client, educator = signed_in("coordinator"), make_user("educator")
    one, two = make_request(), make_request()
    page = give(client, [one, two], educator)
    operations.assign(request=one, worker=client.user, by=client.user)
    (undo,) = re.findall(r"/intake/assign/[0-9a-f]+/back/", page.content.decode())
    client.post(undo)
    assert workers() == {one.pk: client.user.pk, two.pk: None}


def test_undo_leaves_what_those_who_had_it_may_not_have_any_more(signed_in):
    client, manager = signed_in("coordinator"), make_user("management")
    educator, gone, barred = (make_user("educator") for _ in range(3))
    one, two, three = make_request(), make_request(), make_request(person=make_person())
    for request, worker in ((one, client.user), (two, gone), (three, barred)):
        operations.assign(request=request, worker=worker, by=client.user)
    page = give(client, [one, two, three], educator)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    close_file(person=three.person, user=barred, reason="A relative.", by=manager)
    (undo,) = re.findall(r"/intake/assign/[0-9a-f]+/back/", page.content.decode())
    said = text_of(client.post(undo, follow=True))
    assert "1 request is back" in said
    assert "2 requests stayed" in said
    assert workers() == {one.pk: client.user.pk, two.pk: educator.pk, three.pk: educator.pk}


def test_all_or_none_are_given(signed_in):
    client, educator = signed_in("coordinator"), make_user("educator")
    closed, person = make_request(), make_person()
    operations.decide(request=closed, by=client.user, outcome="withdrawn", reason="Found an aunt.")
    hidden, theirs, fine = make_request(person=make_person()), make_request(person=person), make_request()
    close_file(person=hidden.person, user=client.user, reason="A relative.", by=make_user("management"))
    close_file(person=person, user=educator, reason="A relative.", by=make_user("management"))
    for wrong, said in ((closed, "not open any more"), (hidden, "not open any more"), (theirs, "cannot open all")):
        assert said in text_of(give(client, [fine, wrong], educator))
    assert "Choose at least one" in text_of(give(client, [], educator))
    assert set(workers().values()) == {None}


def test_only_who_may_give_sees_the_boxes(signed_in):
    make_request()
    for role, boxes in (("educator", 0), ("coordinator", 1)):
        page = signed_in(role).get("/intake/").content.decode()
        assert page.count('type="checkbox" name="request"') == boxes


# The page of a request


def test_the_card_comes_before_the_number_and_showing_it_is_logged(signed_in):
    client, request = signed_in("psychologist"), make_request(call_back="0499 12 34 56", call_back_uses=["text"])
    page = client.get(reverse("intake:detail", args=[request.reference]))
    assert "Text message" in text_of(page)
    assert "0499 12 34 56" not in page.content.decode()
    address = reverse("intake:call_back", args=[request.reference])
    for headers in ({}, {"HX-Request": "true"}):
        assert "0499 12 34 56" in text_of(client.post(address, headers=headers))
    logged = Opening.objects.filter(what="reveal", subject_id=request.pk, user=client.user)
    assert set(logged.values_list("detail", flat=True)) == {"call_back"}
    assert client.get(address).status_code == 405


def test_a_files_own_card_stands_on_the_request(signed_in):
    client, person = signed_in("educator"), make_person()
    add_channel(
        person=person, kind="phone", value="0499 12 34 56", may_call="no", monitored="yes", by=make_user("coordinator")
    )
    page = client.get(reverse("intake:detail", args=[make_request(person=person).reference]))
    assert all(words in text_of(page) for words in ("watched by others", "call no", "•••• •• 56"))
    assert "12 34 56" not in page.content.decode()


def test_a_contact_is_noted_on_the_page_and_taken_back(signed_in):
    client, request = signed_in("psychologist"), make_request()
    address = reverse("intake:contact", args=[request.reference])
    page = client.post(address, {"result": "reached", "way": "phone", "note": "Sleeps at a friend’s."}, follow=True)
    assert all(words in text_of(page) for words in ("Spoke with them", "Sleeps at a friend’s.", "Noted: Spoke"))
    attempt = request.attempts.get()
    undone = client.post(reverse("intake:contact_undo", args=[request.reference, attempt.pk]), follow=True)
    assert "Sleeps at a friend’s." not in text_of(undone)


def test_a_promise_without_its_time_keeps_what_was_typed(signed_in):
    client, request = signed_in("educator"), make_request()
    address = reverse("intake:contact", args=[request.reference])
    typed = {"result": "call_back", "way": "phone", "note": "After school."}
    for call_back_at, said in (("", "Say when you will call back."), ("soon", "Write a time")):
        page = client.post(address, typed | {"call_back_at": call_back_at})
        assert said in text_of(page)
        assert "After school." in page.content.decode()
    assert not request.attempts.exists()


def test_after_three_attempts_in_vain_unreachable_is_proposed_never_decided(signed_in):
    client, request = signed_in("coordinator"), make_request()
    link = reverse("intake:decide", args=[request.reference]) + "?outcome=unreachable"
    for _number in range(3):
        assert link not in client.get(reverse("intake:detail", args=[request.reference])).content.decode()
        operations.note_contact(request=request, result="no_answer", by=client.user)
    assert link in client.get(reverse("intake:detail", args=[request.reference])).content.decode()
    assert client.get(link).context["form"]["outcome"].value() == "unreachable"
    assert Request.objects.get().state == "new"
    educator = signed_in("educator").get(reverse("intake:detail", args=[request.reference]))
    assert link not in educator.content.decode()


# Two calls at once


def test_two_open_forms_are_two_drafts_and_what_was_left_is_offered(signed_in):
    client = signed_in("educator")
    first, second = (client.get(reverse("intake:new")).context["draft"] for _tab in range(2))
    assert first != second
    client.post(reverse("draft", args=[first]), {"chosen_name": "Salomé"})
    page = client.get(reverse("intake:new"))
    assert "Calls you have not finished" in text_of(page)
    assert "Salomé" not in page.content.decode()
    token = first.rpartition(":")[2]
    again = client.get(reverse("intake:new"), {"draft": token})
    assert again.context["form"]["chosen_name"].value() == "Salomé"
    client.post(reverse("draft_discard", args=[first]))
    assert "not finished" not in text_of(client.get(reverse("intake:new")))


def test_a_promised_call_back_is_noted_as_it_is_said(signed_in):
    client = signed_in("educator")
    call = {"caller": "self", "channel": "phone", "urgency": "48h"}
    page = client.post(reverse("intake:new"), call | {"call_back_by": "one day"})
    assert "Write a time" in text_of(page)
    client.post(reverse("intake:new"), call | {"call_back_by": "in 2 h"})
    promised = Request.objects.get().call_back_by - timezone.now()
    assert timedelta(minutes=118) < promised <= timedelta(hours=2)


# The waiting list


def test_the_list_goes_by_urgency_then_by_the_call_and_says_why(signed_in):
    prevention = put_on_list(urgency="prevention", received_at=ago(days=90))
    week = put_on_list(urgency="week", received_at=ago(days=30))
    tonight = [put_on_list(urgency="tonight", received_at=ago(days=days)) for days in (2, 9)]
    make_request(urgency="tonight")
    page = signed_in("educator").get(reverse("intake:waiting"))
    shown = [line.record.reference for line in page.context["rows"]]
    assert shown == [each.reference for each in (tonight[1], tonight[0], week, prevention)]
    assert re.search(r"This week called \d", text_of(page))


def test_the_list_goes_on_by_key(signed_in, settings):
    settings.PAGE_SIZE = 2
    made = {put_on_list(urgency=urgency).reference for urgency in ("48h", "tonight", "week", "48h", "prevention")}
    client, seen, query = signed_in("management"), [], {}
    while query is not None:
        page = client.get(reverse("intake:waiting"), query)
        seen += [line.record.reference for line in page.context["rows"]]
        following = page.context["listing"].next
        query = {"after": following} if following else None
    assert len(seen) == 5
    assert set(seen) == made


def test_each_row_tells_the_spaces_that_fit_or_why_none_does(signed_in):
    make_space("A1")
    make_space("A2", reserved_asylum=True)
    somebody, promised = put_on_list(urgency="tonight"), put_on_list(urgency="48h")
    housing.offer(
        person=promised.person, space=make_space("B9"), starts_on=timezone.localdate() + timedelta(days=3),
        request=promised, by=make_user("coordinator"),
    )  # fmt: skip
    rows = {
        line.record.reference: line.cells[0][1]
        for line in signed_in("coordinator").get(reverse("intake:waiting")).context["rows"]
    }
    assert [fit.space.code for fit in rows[somebody.reference]["fits"]][:2] == ["A1", "A2"]
    assert rows[promised.reference]["given"].space == "B9"


def test_contact_overdue_stands_out_here_and_on_today(signed_in):
    kept, lost = (
        put_on_list(person=make_person(chosen_name="Kept")),
        put_on_list(person=make_person(chosen_name="Lost")),
    )
    Decision.objects.update(decided_at=ago(days=20))
    operations.note_contact(request=kept, result="reached", by=make_user("educator"))
    client = signed_in("educator")
    page = client.get(reverse("intake:waiting"))
    assert [line.is_overdue for line in page.context["rows"]] == [False, True]
    overdue = client.get(reverse("intake:waiting"), {"overdue": "on"})
    assert [line.record.reference for line in overdue.context["rows"]] == [lost.reference]
    today = text_of(client.get(reverse("today")))
    assert "to call again" in today
    assert "Lost" in today.partition("to call again")[2]
    assert "Kept" not in today.partition("to call again")[2]
    assert "Lost" not in text_of(signed_in("logistics").get(reverse("today")))


@pytest.mark.parametrize(
    ("why", "state"),
    [("withdrawn", "withdrawn"), ("elsewhere", "withdrawn"), ("unreachable", "unreachable"), ("declined", "declined")],
)
def test_leaving_the_list_has_a_reason_and_a_way_back(why, state, signed_in):
    client, request = signed_in("coordinator"), put_on_list()
    waited = request.decision_id
    address = reverse("intake:leave", args=[request.reference])
    declined = {"space_was_free": "no", "offered_instead": "A number."} if why == "declined" else {}
    assert set(client.post(address, {"why": why, **declined}).context["form"].errors) == {"reason"}
    page = client.post(address, {"why": why, "reason": "Told us on the phone.", **declined}, follow=True)
    request.refresh_from_db()
    assert request.state == state
    assert Decision.objects.get(pk=waited).revoked_at is None
    assert reverse("intake:wait_again", args=[request.reference]) in page.content.decode()
    client.post(reverse("intake:wait_again", args=[request.reference]))
    request.refresh_from_db()
    assert (request.state, request.decision_id) == ("waiting", waited)
    assert Decision.objects.exclude(pk=waited).get().revoked_by == client.user


def test_a_refusal_says_more_before_it_leaves(signed_in):
    client, request = signed_in("coordinator"), put_on_list()
    page = client.post(reverse("intake:leave", args=[request.reference]), {"why": "declined", "reason": "Full."})
    assert set(page.context["form"].errors) == {"space_was_free", "offered_instead"}
    assert "Full." in page.content.decode()


def test_nobody_leaves_while_a_space_is_promised():
    by, request = make_user("coordinator"), put_on_list()
    starts_on = timezone.localdate() + timedelta(days=3)
    housing.offer(person=request.person, space=make_space("B1"), starts_on=starts_on, request=request, by=by)
    with pytest.raises(ValidationError) as refused:
        operations.leave_waiting_list(request=request, outcome="withdrawn", reason="Found an aunt.", by=by)
    assert refused.value.code == "space_given"
    request.refresh_from_db()
    assert request.state == "waiting"


def test_only_what_waits_can_leave_and_only_what_waited_comes_back():
    by, request = make_user("coordinator"), make_request()
    operations.decide(request=request, by=by, outcome="referred", reason="Closer to Ghent.")
    for operation, more, code in (
        (operations.leave_waiting_list, {"outcome": "withdrawn", "reason": "x"}, "not_waiting"),
        (operations.return_to_waiting_list, {}, "not_waiting_before"),
    ):
        with pytest.raises(ValidationError) as refused:
            operation(request=request, by=by, **more)
        assert refused.value.code == code


def test_who_turned_out_to_be_a_minor_does_not_come_back_onto_the_list():
    by, request = make_user("coordinator"), put_on_list()
    operations.leave_waiting_list(request=request, by=by, outcome="referred", reason="Closer to Ghent.")
    age = {"birth_year": None, "stated_age": 16, "stated_on": timezone.localdate()}
    change_identity(person=request.person, by=by, **age)
    with pytest.raises(ValidationError) as refused:
        operations.return_to_waiting_list(request=request, by=by)
    assert [error.code for error in refused.value.error_dict["outcome"]] == ["minor"]
    assert Request.objects.get().state == "referred"


def test_an_arrival_takes_somebody_off_by_itself(signed_in):
    request = put_on_list()
    housing.arrive(person=request.person, space=make_space("C1"), request=request, by=make_user("coordinator"))
    assert "Nobody waits for a space" in text_of(signed_in("coordinator").get(reverse("intake:waiting")))


def test_a_file_closed_to_a_colleague_is_not_on_their_list(signed_in):
    client, request = signed_in("psychologist"), put_on_list(person=make_person(chosen_name="Zéphyr"))
    close_file(person=request.person, user=client.user, reason="A relative.", by=make_user("management"))
    assert "Zéphyr" not in text_of(client.get(reverse("intake:waiting")))


# The same number of queries, whatever there is


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/intake/", "/intake/?late=on&age=older", "/intake/waiting/", "/"])
def test_lists_ask_as_often_with_ten_times_the_data(path, signed_in):
    client, by = signed_in("coordinator"), make_user("coordinator")
    make_space("A1")

    def add(number):
        for place in range(number):
            request = make_request(received_at=ago(days=40, hours=place), by=by, person=make_person(by=by))
            if place % 2:
                operations.note_contact(request=request, result="no_answer", at=ago(days=39), by=by)
                operations.decide(request=request, by=by, outcome="waiting", reason="No space.")
        Decision.objects.update(decided_at=ago(days=30))

    add(4)
    few = queries_of(client, path)
    add(26)
    assert queries_of(client, path) == few <= (15 if path == "/" else 12)


def test_the_page_of_a_request_asks_as_often_with_many_attempts(signed_in):
    client, request = signed_in("coordinator"), make_request(person=make_person())
    path = reverse("intake:detail", args=[request.reference])
    for _number in range(4):
        operations.note_contact(request=request, result="no_answer", by=client.user)
    few = queries_of(client, path)
    for _number in range(40):
        operations.note_contact(request=request, result="no_answer", by=client.user)
    assert queries_of(client, path) == few <= 15


# How soon calls are answered


def test_the_time_to_a_first_answer_is_counted_as_it_says():
    by, year = make_user("coordinator"), timezone.localdate().year
    for hours in (1, 5, 60):
        request = make_request(received_at=ago(hours=100), by=by)
        operations.note_contact(request=request, result="no_answer", at=ago(hours=100 - hours), by=by)
    make_request(received_at=ago(hours=90), by=by)
    make_request(received_at=ago(hours=3), by=by)
    imported = put_on_list(received_at=ago(hours=80), by=by)
    Request.objects.filter(pk=imported.pk).update(answered_at=None)
    period = Period(ago(days=5).date(), timezone.localdate())
    assert round(indicators.get("response_median").compute(period).value, 2) == 5
    share = indicators.get("response_in_time").compute(period)
    assert (share.numerator, share.denominator) == (2, 4)
    assert indicators.get("response_median").compute(Period.year(year - 3)).value is None
