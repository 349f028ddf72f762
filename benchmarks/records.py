"""The records that the measured pages are about: the same rule in a small and in a large database.

Where there is a choice the middle one is taken, neither the fullest file nor an empty one. What the data does not
hold is made here, through operations.
"""

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from benchmarks.records_psychology import FollowUpRecords
from benchmarks.workbook import write_workbook
from casework import operations as casework
from casework.models import Action, AsylumTrack, Plan
from casework.operations import asylum
from housing import operations as housing
from housing.models import Extension, ImportState, Occupancy, RegisterImport, Space, Stay, WaitingStay
from housing.operations import register
from housing.register import reading
from intake import operations as intake
from intake.models import IncomingMail, Inquiry, Request, RiskFlag
from refuge.accounts import operations as accounts
from refuge.accounts.models import StaffWork, User
from refuge.documents.models import Document
from refuge.partners.models import Contact, Organisation, Referral
from refuge.people import operations as people
from refuge.people.models import Person
from reports import building, exports
from reports import operations as reports
from reports.models import ReportTemplate

LAST_PAGE = 26
REGISTER_ROWS = 400


class Records(FollowUpRecords):
    """`address_of(page)` for the pages of benchmarks/pages.py, in the database at hand."""

    def __init__(self):
        self.by, self.manager = self.holder("coordinator"), self.holder("management")

    @staticmethod
    def holder(role) -> User:
        """The person of the role who is in charge of most young people."""
        holders = User.objects.with_role(role).order_by("email")
        return max(holders, key=lambda holder: Person.objects.filter(worker=holder).count())

    def address_of(self, page) -> str:
        """Path and query string."""
        kwargs, query = self.about(page.about)
        query = "&".join(part for part in (page.query, query) if part)
        return reverse(page.address, kwargs=kwargs) + (f"?{query}" if query else "")

    def about(self, about: str) -> tuple[dict, str]:
        """What stands in the path and what in the query string."""
        if about.startswith("panel_"):
            return {**self.person_, "key": about.removeprefix("panel_")}, ""
        if about.startswith("heading_"):
            _heading, topic, number = about.split("_")
            return {"topic": topic, "number": number}, ""
        found = getattr(self, f"{about}_") if about else {}
        return ({}, found) if isinstance(found, str) else (found, "")

    @cached_property
    def minor_request_(self):
        minors = Request.objects.open().filter(person__minor_until__gt=timezone.localdate())
        return {"reference": minors.order_by("received_at")[0].reference}

    @cached_property
    def flag_(self):
        flag = RiskFlag.objects.standing().first()
        if flag is None:
            person, later = Person.objects.get(**self.person_), timezone.localdate() + timedelta(days=14)
            flag = intake.raise_flag(person=person, kind="family", level="watch", review_on=later, by=self.by)
        return {"pk": flag.pk}

    @cached_property
    def stay(self) -> Stay:
        """Of somebody who is there, with a plan that has steps to do and notes in the journal."""
        with_steps = Action.objects.to_do().filter(goal__state="open").values("goal__plan__person")
        stays = Stay.objects.visible_to(self.by).open().filter(person__in=with_steps, extensions__isnull=True)
        return middle(stays.annotate(notes=Count("person__notes")).order_by("notes", "arrived_on", "pk"))

    @property
    def person(self) -> Person:
        return self.stay.person

    @property
    def person_(self):
        return {"reference": self.person.reference}

    @property
    def stay_(self):
        return {"pk": self.stay.pk}

    @cached_property
    def plan(self) -> Plan:
        return Plan.objects.open().get(person=self.person)

    @property
    def plan_(self):
        return {"pk": self.plan.pk}

    @cached_property
    def action_(self):
        return {"pk": self.step.pk}

    @property
    def goal_(self):
        return {"pk": self.step.goal_id}

    @cached_property
    def step(self) -> Action:
        return Action.objects.to_do().filter(goal__plan=self.plan, goal__state="open").order_by("due_on", "pk").first()

    @property
    def person_moment_(self):
        return {"reference": self.plan.person.reference, "moment": "entry"}

    @property
    def person_right_(self):
        return {"reference": self.plan.person.reference, "right": "income"}

    @property
    def plan_road_(self):
        return {"pk": self.plan.pk, "code": "housing"}

    @property
    def road_(self):
        return {"code": "housing", "language": "fr"}

    @cached_property
    def appointment_(self):
        facts = {"kind": "talk", "title": "A talk", "starts_at": timezone.now(), "minutes": 30}
        made = casework.make_appointment(person=self.person, worker=self.by, by=self.by, **facts)
        return {"pk": made.pk}

    @cached_property
    def fresh_note_(self):
        note = casework.write_note(person=self.person, domain="social", text="Just written.", by=self.by)
        return {"pk": note.pk}

    @cached_property
    def plan_copy_(self):
        return {"pk": casework.make_copy(plan=self.plan, language="fr", by=self.by).pk}

    @cached_property
    def asylum_track(self) -> AsylumTrack:
        """Of the person in the middle, with a step, a deadline that runs, and the checklist."""
        track = self.person.asylum_tracks.open().first() or asylum.open_track(person=self.person, by=self.by)
        today = timezone.localdate()
        asylum.note_step(track=track, kind=10, done_on=today, by=self.by)
        asylum.confirm_deadline(track=track, kind="appeal", notified_on=today, days=30, confirmed=True, by=self.by)
        if not track.tasks.exists():
            asylum.prepare_interview(track=track, language="fr", by=self.by)
        return track

    @property
    def asylum_track_(self):
        return {"pk": self.asylum_track.pk}

    @property
    def asylum_step_kind_(self):
        return {"pk": self.asylum_track.pk, "kind": 8}

    @property
    def asylum_step_(self):
        return {"pk": self.asylum_track.steps.first().pk}

    @property
    def asylum_deadline_(self):
        return {"pk": self.asylum_track.deadlines.running().first().pk}

    @property
    def asylum_task_(self):
        return {"pk": self.asylum_track.tasks.first().pk}

    @property
    def checklist_language_(self):
        return {"language": "fr"}

    @cached_property
    def without_plan_(self):
        planned = Plan.objects.open().values("person")
        return {"reference": middle(Person.objects.visible_to(self.by).exclude(pk__in=planned)).reference}

    @cached_property
    def request_(self):
        """One that is being assessed, of somebody known."""
        assessed = Request.objects.visible_to(self.by).filter(state="assessing", person__isnull=False)
        return {"reference": middle(assessed.order_by("received_at")).reference}

    @cached_property
    def request_waiting_(self):
        waiting = Request.objects.visible_to(self.by).filter(state="waiting", person__isnull=False)
        return {"reference": middle(waiting.order_by("received_at")).reference}

    @cached_property
    def alert_(self):
        new = {"person": self.person, "kind": "allergy", "text": "Nuts", "by": self.by}
        alert = self.person.team_alerts.standing().first() or people.set_team_alert(**new)
        return {**self.person_, "pk": alert.pk}

    @property
    def other_file_(self):
        return {**self.person_, "other": self.without_plan_["reference"]}

    @cached_property
    def promise_(self):
        return {"pk": middle(Occupancy.objects.visible_to(self.by).coming().order_by("starts_on", "pk")).pk}

    @cached_property
    def extension_(self):
        return {"pk": (Extension.objects.visible_to(self.manager).waiting().first() or self.asked()).pk}

    def asked(self) -> Extension:
        until = self.stay.agreed_until + timedelta(days=30)
        return housing.ask_extension(stay=self.stay, until=until, reason="Keys.", by=self.by)

    @cached_property
    def space_(self):
        return {"code": middle(Space.objects.in_service(timezone.localdate()).order_by("code")).code}

    @cached_property
    def channel(self):
        new = {"person": self.person, "kind": "phone", "value": "0499 12 34 56", "by": self.by}
        return self.person.channels.current().first() or people.add_channel(**new)

    @property
    def channel_(self):
        return {**self.person_, "pk": self.channel.pk}

    @cached_property
    def export_(self):
        year = timezone.localdate().year
        asked = {"kind": "figures", "format": "xlsx", "first": date(year, 1, 1), "last": date(year, 12, 31)}
        return {"pk": exports.ask_export(**asked, language="fr", by=self.manager).pk}

    @property
    def statement_(self):
        return {"code": "fedasil"}

    @property
    def template_(self):
        return {"pk": ReportTemplate.objects.get(example="yearbook").pk}

    @property
    def template_part_(self):
        return {"pk": ReportTemplate.objects.get(example="yearbook").parts.current()[1].pk}

    @property
    def phone_(self):
        return f"q={self.channel.value}".replace("+", "%2B")

    @cached_property
    def outside_(self):
        new = {"person": self.person, "kind": "school", "by": self.by}
        held = self.person.outside_contacts.current().first() or people.set_outside_contact(**new)
        return {**self.person_, "pk": held.pk}

    @property
    def colleague_(self):
        return {"pk": self.holder("educator").pk}

    @property
    def staff_part_(self):
        """Working time of the educator, noted where the house has none."""
        held = StaffWork.objects.current().first()
        facts = {"function": "education", "share": Decimal(1), "starts_on": date(2025, 1, 1)}
        new = {"kind": StaffWork, "user": self.holder("educator"), "by": self.manager, **facts}
        return {"kind": "work", "pk": (held or accounts.add_to_colleague(**new)).pk}

    @property
    def staff_part_of_(self):
        return {"pk": self.holder("educator").pk, "kind": "work"}

    @property
    def parameter_(self):
        return {"code": "intake.undo_minutes"}

    @property
    def chart_(self):
        return {"indicator": "occupancy_rate", "breakdown": "month"}

    @property
    def figure_(self):
        return {"code": "accommodated"}

    @cached_property
    def report_(self):
        """Last year's, built."""
        year = timezone.localdate().year - 1
        first, last = date(year, 1, 1), date(year, 12, 31)
        report = reports.ask(template="annual", first=first, last=last, language="fr", build_here=True)
        building.build(report.pk)
        return {"pk": report.pk}

    @cached_property
    def document_(self):
        return {"pk": middle(Document.objects.visible_to(self.by).kept().order_by("uploaded_at", "pk")).pk}

    @cached_property
    def organisation_(self):
        return {"pk": middle(Organisation.objects.current().order_by("name", "pk")).pk}

    @property
    def part_kind_(self):
        return {**self.organisation_, "kind": "contact"}

    @cached_property
    def partner_part_(self):
        return {"kind": "contact", "pk": middle(Contact.objects.current().order_by("pk")).pk}

    def referral(self, *statuses):
        referrals = Referral.objects.visible_to(self.by)
        return {"pk": middle((referrals.filter(status__in=statuses) if statuses else referrals).order_by("pk")).pk}

    @property
    def referral_(self):
        return self.referral()

    @property
    def referral_to_send_(self):
        return self.referral("prepared")

    @property
    def referral_sent_(self):
        return self.referral("sent")

    @property
    def referral_answered_(self):
        return self.referral("accepted")

    @cached_property
    def mail_(self):
        return {"pk": middle(IncomingMail.objects.visible_to(self.by).to_file().order_by("added_at", "pk")).pk}

    @cached_property
    def inquiry_(self):
        return {"pk": middle(Inquiry.objects.visible_to(self.by).kept().order_by("asked_at", "pk")).pk}

    @cached_property
    def register_import(self) -> RegisterImport:
        """A workbook that was read and not taken over, so that the size of the house stays what it is."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "register.xlsx")
            write_workbook(path, REGISTER_ROWS)
            with path.open("rb") as workbook:
                found = register.found_in(reading.read(workbook))
        return RegisterImport.objects.create(state=ImportState.READ, asked_by=self.by, **found)

    @property
    def register_import_(self):
        return {"pk": self.register_import.pk}

    @cached_property
    def waiting_stay_(self):
        known = Request.objects.visible_to(self.by).filter(person__isnull=False).order_by("received_at", "pk")
        day = timezone.localdate() - timedelta(days=30)
        stay = {"reasons": [["age", "?"]], "programme": "emergency", "arrived_on": day, "departed_on": day}
        facts = {"register_import": self.register_import, "request": middle(known), **stay}
        return {"pk": WaitingStay.objects.create(**facts).pk}

    @cached_property
    def last_people_(self):
        return after(Person.objects.visible_to(self.by).order_by("name_key", "pk"))

    @cached_property
    def last_requests_(self):
        return f"state=all&{after(Request.objects.visible_to(self.by).order_by('-received_at', '-pk'))}"


def middle(records):
    """The one in the middle; LookupError where there is none."""
    found = list(records.values_list("pk", flat=True))
    if not found:
        raise LookupError(f"There is no {records.model._meta.verbose_name} to measure.")
    return records.get(pk=found[len(found) // 2])


def after(records) -> str:
    """The place in the list after which the last whole page begins."""
    keys = list(records.values_list("pk", flat=True))
    return f"after={keys[-LAST_PAGE]}" if len(keys) >= LAST_PAGE else ""
