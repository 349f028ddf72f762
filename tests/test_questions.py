"""What is kept to answer sooner changes no answer: the SQL of large questions, permissions, widgets drawn in Python."""

import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pghistory
import pytest
import time_machine
from django import forms
from django.db import connection
from django.db.models import Value
from django.forms.renderers import TemplatesSetting

from refuge import questions
from refuge.access import allows
from refuge.accounts.backend import Backend
from refuge.accounts.models import RoleGrant
from refuge.audit.history import Wanted
from refuge.audit.history import page_of as log_of
from refuge.people import operations as people
from refuge.people import timeline
from refuge.people.models import Person
from refuge.questions import SOMEBODY
from refuge.ui.widgets import Renderer
from tests.factories import make_person
from tests.staff import make_staff

DAY, NEXT_DAY = datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_kept():
    questions._kept.clear()


@pytest.mark.django_db
class TestKept:
    def asked(self, user, *more):
        built = []
        questions.kept("test", user, lambda: built.append(1), *more)
        return bool(built)

    def test_it_is_built_once_a_day_for_a_user_their_roles_and_what_it_is_about(self):
        with time_machine.travel(DAY):
            user = make_staff("educator")
            assert [self.asked(user), self.asked(user), self.asked(user, "other")] == [True, False, True]
            assert self.asked(make_staff("educator"))
            RoleGrant.objects.create(user=user, role="coordinator")
            del user.roles
            assert self.asked(user)
        with time_machine.travel(NEXT_DAY):
            assert self.asked(user)

    def test_there_is_an_end_to_what_is_kept(self, monkeypatch):
        monkeypatch.setattr(questions, "MOST", 2)
        user = make_staff("educator")
        assert [self.asked(user, number) for number in (1, 2, 3)] == [True] * 3
        assert len(questions._kept) == 1

    def test_two_people_have_each_their_own_timeline(self):
        user = make_staff("coordinator")
        first, second = make_person(by=user), make_person(by=user)
        people.set_team_alert(person=second, kind="allergy", text="Nuts", by=user)
        assert len(timeline.page_of(user, first).entries) == 1
        kept = set(questions._kept)
        assert [len(timeline.page_of(user, person).entries) for person in (second, first)] == [2, 1]
        assert set(questions._kept) == kept

    def test_two_files_have_each_their_own_access_log_and_a_closed_one_none(self):
        user, manager = make_staff("coordinator"), make_staff("management")
        first, second = make_person(by=user), make_person(by=user)
        people.rename(person=second, chosen_name="Nour", pronouns="iel", by=user)
        wanted = [Wanted(subject=person.pk) for person in (first, second)]
        for person, each in zip((first, second), wanted, strict=True):
            assert {row["subject"] for row in log_of(manager, each).rows} == {person.pk}
        people.close_file(person=second, user=manager, reason="Family.", by=make_staff("management"))
        assert [bool(log_of(manager, each).rows) for each in wanted] == [True, False]


@pytest.mark.django_db
class TestPlanned:
    """A question that comes again is planned no more, whoever it is about."""

    PLANS = "SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements WHERE statement LIKE %s"

    def planned(self, mark):
        with connection.cursor() as cursor:
            cursor.execute(self.PLANS, [f"%{mark}%"])
            return cursor.fetchone()[0]

    def test_the_connection_keeps_it_and_fills_in_whom_it_is_about(self):
        user, mark = make_staff("coordinator"), "100 % planned"
        first, second = make_person(by=user), make_person(by=user)

        def about(person):
            marked = Person.objects.filter(pk=SOMEBODY).annotate(mark=Value(mark)).values_list("pk", "mark")
            return questions.ask("planned", user, lambda: marked, stand_ins={SOMEBODY: person.pk})

        assert [about(each) for each in (first, second, first)] == [
            [(each.pk, mark)] for each in (first, second, first)
        ]
        assert self.planned("%% planned") == 2

    def test_what_stands_for_nothing_known_is_refused(self):
        nobody = Person.objects.filter(pk=UUID(int=999_999)).values_list("pk")
        for ask in (questions.ask, questions.read):
            with pytest.raises(ValueError, match="STAND_INS"):
                ask("nobody", make_staff("coordinator"), lambda: nobody, stand_ins={UUID(int=999_999): uuid4()})

    def test_a_union_is_kept_too_where_changes_are_told(self):
        user = make_staff("coordinator")
        make_person(by=user)
        people = Person.objects.order_by().values("pk")
        both = people.union(people, all=True)
        with pghistory.context(reason="none"):
            answers = [questions.ask("both", user, lambda: both) for _time in range(2)]
        assert [len(rows) for rows in answers] == [2, 2]
        assert self.planned("UNION ALL") >= 1

    def test_what_is_counted_is_not_sorted_unless_the_first_are_meant(self):
        people = Person.objects.order_by("name_key")
        assert "ORDER BY" not in str(questions._unordered(people).query)
        assert "ORDER BY" in str(questions._unordered(people[:3]).query)

    def test_records_come_with_what_they_select_and_a_count_with_its_number(self, django_assert_num_queries):
        user = make_staff("coordinator")
        make_person(by=user)
        people = Person.objects.select_related("created_by")
        assert user.roles == {"coordinator"}, "read, so that they are not among the queries"
        for _time in range(2):
            with django_assert_num_queries(1):
                assert [each.created_by for each in questions.read("people", user, lambda: people)] == [user]
            assert questions.count("people", user, lambda: people) == 1


@pytest.mark.django_db
class TestSignedIn:
    def test_roles_and_second_factor_come_with_the_account(self, django_assert_num_queries):
        user = make_staff("educator", "psychologist")
        with django_assert_num_queries(1):
            read = Backend().get_user(str(user.pk))
            assert (read, read.roles, read.has_second_factor) == (user, {"educator", "psychologist"}, False)

    def test_a_role_that_has_ended_is_not_held(self):
        user = make_staff("educator")
        with time_machine.travel(DAY):
            RoleGrant.objects.create(user=user, role="coordinator", starts_on=DAY.date(), ends_on=NEXT_DAY.date())
            assert Backend().get_user(user.pk).roles >= {"coordinator"}
        with time_machine.travel(NEXT_DAY):
            assert "coordinator" not in Backend().get_user(user.pk).roles

    def test_who_is_switched_off_or_unknown_is_nobody(self):
        make_staff("management")
        user = make_staff("educator")
        user.is_active = False
        user.save()
        assert Backend().get_user(user.pk) is None
        assert Backend().get_user("00000000-0000-0000-0000-000000000009") is None

    def test_answers_are_remembered_for_one_request_alone(self):
        user = make_staff("educator")
        read = Backend().get_user(user.pk)
        assert not allows(read, "intake.decide_request")
        RoleGrant.objects.create(user=user, role="coordinator")
        assert not allows(read, "intake.decide_request")
        assert allows(Backend().get_user(user.pk), "intake.decide_request")


class Every(forms.Form):
    text = forms.CharField(initial='x"<&')
    number = forms.IntegerField(initial=3, required=False)
    choice = forms.ChoiceField(choices=[("", "–"), ("a", "A <b>"), ("Group", [("x", "X"), ("y", "Y")])], initial="x")
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], initial=["b"])
    year = forms.TypedChoiceField(choices=[(2026, 2026)], coerce=int)
    day = forms.DateField(initial=DAY.date())
    lines = forms.CharField(widget=forms.Textarea, initial="<t>\n")
    tick = forms.BooleanField(initial=True)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="z")
    secret = forms.CharField(widget=forms.PasswordInput)


@pytest.mark.parametrize("name", Every.base_fields)
def test_a_widget_is_drawn_as_django_draws_it(name):
    field = Every()[name]
    attrs = field.build_widget_attrs({"id": field.auto_id, "data-note": '"<', "disabled": True, "hidden": False})
    drawn, expected = (
        re.sub(r">\s+<", "><", field.field.widget.render(name, field.value(), attrs, renderer=renderer())).strip()
        for renderer in (Renderer, TemplatesSetting)
    )
    assert re.sub(r"\s+", " ", drawn) == re.sub(r"\s+", " ", expected)
