"""A small shelter with one record of each kind, about which the table of rights asks."""

from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone

from casework import operations as casework
from housing import operations as housing
from housing.alerts import STAY_ENDS
from housing.models import ImportState, RegisterImport, WaitingStay
from intake import operations as intake
from intake.models import Request
from intake.operations import inquiries, mails
from refuge.accounts import operations as accounts
from refuge.accounts.models import Invitation, Role
from refuge.accounts.models.invitation import digest_of
from refuge.documents import operations as documents
from refuge.notifications.operations import notify
from refuge.parameters import operations as parameters
from refuge.partners import operations as partners
from refuge.partners.models import Contact
from refuge.people import operations as people
from reports import building
from reports import operations as reports
from tests.documents import a_picture, make_document, make_mail
from tests.factories import make_minor, make_person, make_request
from tests.housing import make_space, make_stay
from tests.partners import csv_file, make_organisation, make_referral
from tests.shelter_areas import LifeAreas
from tests.shelter_asylum import AsylumThings
from tests.shelter_board import OnTheBoard
from tests.shelter_casework import CaseworkShelter
from tests.shelter_evening import Evening
from tests.shelter_house import HouseThings
from tests.shelter_psychology import PsychologistsRoom
from tests.shelter_reports import ReportsRoom
from tests.shelter_stay import AfterStay
from tests.shelter_volunteers import VolunteersRoom
from tests.staff import make_staff, make_staff_training


class Shelter(
    OnTheBoard, HouseThings, CaseworkShelter, AsylumThings, PsychologistsRoom, VolunteersRoom, Evening, AfterStay,
    LifeAreas,
    ReportsRoom,
):  # fmt: skip
    """One person of each role, one young person, and what `about` in tests/access_table/ names."""

    ABOUT_THE_PERSON = HouseThings.ABOUT_THE_PERSON | frozenset(
        {
            "person", "panel", "request", "attempt", "alert", "channel", "outside", "consent", "closure",
            "stay", "held", "extension", "promise", "plan", "goal", "action", "note",
            "removed_goal", "removed_action", "withdrawn_note", "waiting_stay", "referral",
            "document", "removed_document", "filed_mail", "inquiry", "removed_inquiry",
            "removed_consent", "other_file", "merge", "flag", "closed_flag", "presence", "unnamed",
            "absence", "incident", "contact", "contact_try", "left_stay",
        }
        | CaseworkShelter.OF_CASEWORK
        | AsylumThings.OF_ASYLUM
        | PsychologistsRoom.OF_PSYCHOLOGY
        | LifeAreas.OF_AREAS
    )  # fmt: skip

    def __init__(self):
        self.staff = {role.value: make_staff(role) for role in Role}
        self.by = self.staff["coordinator"]
        self.person = make_person(by=self.by, legal_name="Nora El Amrani")

    def close_to(self, role):
        """A second person of the role, to whom the young person's file is closed."""
        colleague = make_staff(role)
        people.close_file(person=self.person, user=colleague, reason="They lived together.", by=self.manager)
        return colleague

    @property
    def manager(self):
        return self.staff["management"]

    def kwargs(self, about) -> dict:
        """The arguments of an address about that record."""
        return getattr(self, f"_{about}") if about else {}

    def _of_person(self, record) -> dict:
        return {"reference": self.person.reference, "pk": record.pk}

    @property
    def _person(self):
        return {"reference": self.person.reference}

    @property
    def _panel(self):
        return {"reference": self.person.reference, "key": "contact"}

    @cached_property
    def _request(self):
        return {"reference": make_request(person=self.person, by=self.by).reference}

    @cached_property
    def _attempt(self):
        request = Request.objects.get(**self._request)
        attempt = intake.note_contact(request=request, result="no_answer", by=self.by)
        return {"reference": request.reference, "pk": attempt.pk}

    @cached_property
    def _anonymous(self):
        return {"reference": make_request(call_back="0499 12 34 56", by=self.by).reference}

    @cached_property
    def _saved_view(self):
        return {"pk": intake.save_view(name="Tonight", query="urgency=tonight", by=self.by).pk}

    @property
    def _mark(self):
        return {"mark": "long-gone"}

    @cached_property
    def _minor_request(self):
        """Of somebody else, who is under 18."""
        return {"reference": make_request(person=make_minor(by=self.by), by=self.by).reference}

    def _raised(self, kind):
        by, review_on = self.by, timezone.localdate() + timedelta(days=14)
        return intake.raise_flag(person=self.person, kind=kind, level="watch", review_on=review_on, by=by)

    @cached_property
    def _flag(self):
        return {"pk": self._raised("honour").pk}

    @cached_property
    def _closed_flag(self):
        flag = intake.close_flag(flag=self._raised("medical"), closing_note="Seen by a doctor.", by=self.by)
        return {"pk": flag.pk}

    @cached_property
    def _alert(self):
        return self._of_person(people.set_team_alert(person=self.person, kind="allergy", text="Nuts", by=self.by))

    @cached_property
    def _channel(self):
        return self._of_person(people.add_channel(person=self.person, kind="phone", value="0499123456", by=self.by))

    @cached_property
    def _outside(self):
        return self._of_person(people.set_outside_contact(person=self.person, kind="school", by=self.by))

    @cached_property
    def _consent(self):
        return self._of_person(people.give_consent(person=self.person, purpose="sogi", how="spoken", by=self.by))

    @cached_property
    def _removed_consent(self):
        consent = people.give_consent(person=self.person, purpose="photo", how="spoken", by=self.by)
        people.remove_consent(consent=consent, because="wrong", by=self.by)
        return self._of_person(consent)

    @cached_property
    def _other_file(self):
        other = make_person(by=self.by, chosen_name="Noor")
        return {"reference": self.person.reference, "other": other.reference}

    @cached_property
    def _merge(self):
        twice = make_person(by=self.by, chosen_name="Nur")
        merge = people.merge_people(kept=self.person, absorbed=twice, reason="The same number.", by=self.by)
        return self._of_person(merge)

    @cached_property
    def _closure(self):
        other = make_staff("psychologist")
        closure = people.close_file(person=self.person, user=other, reason="Family.", by=self.manager)
        return self._of_person(closure)

    @cached_property
    def stay(self):
        return make_stay(self.person, make_space("L1"), by=self.by)

    @property
    def _stay(self):
        return {"pk": self.stay.pk}

    @cached_property
    def _extension(self):
        until = self.stay.agreed_until + timedelta(days=30)
        return {"pk": housing.ask_extension(stay=self.stay, until=until, reason="Keys.", by=self.by).pk}

    @cached_property
    def _promise(self):
        """Of a space after the stay."""
        starts_on = self.stay.agreed_until + timedelta(days=60)
        promise = housing.offer(person=self.person, space=make_space("L2"), starts_on=starts_on, by=self.by)
        return {"pk": promise.pk}

    @cached_property
    def space(self):
        return make_space("L3")

    @property
    def _space(self):
        return {"code": self.space.code}

    @cached_property
    def _space_closure(self):
        closure = housing.close_space(space=self.space, starts_on=timezone.localdate(), reason="Paint", by=self.by)
        return {"pk": closure.pk}

    @cached_property
    def register_import(self):
        row = {"sheet": "2019", "row": 2, "number": 1, "reason": "?", "headings": ["N°"], "cells": ["1"]}
        return RegisterImport.objects.create(state=ImportState.READ, asked_by=self.by, rejected=[row])

    @property
    def _register_import(self):
        return {"pk": self.register_import.pk}

    @cached_property
    def _waiting_stay(self):
        request = make_request(person=self.person, by=self.by)
        day = timezone.localdate() - timedelta(days=30)
        facts = {"reasons": [["age", "?"]], "programme": "emergency", "arrived_on": day, "departed_on": day}
        waiting = WaitingStay.objects.create(register_import=self.register_import, request=request, **facts)
        return {"pk": waiting.pk}

    @property
    def _site(self):
        return {"pk": self.space.unit.site_id}

    @cached_property
    def plan(self):
        return casework.open_plan(person=self.person, kind="residential", by=self.by)

    @property
    def _plan(self):
        return {"pk": self.plan.pk}

    @cached_property
    def goal(self):
        return casework.add_goal(plan=self.plan, domain="housing", wording="A room of their own", by=self.by)

    @property
    def _goal(self):
        return {"pk": self.goal.pk}

    @cached_property
    def _action(self):
        due = timezone.localdate()
        action = casework.add_action(goal=self.goal, text="Call", due_on=due, responsible=self.by, by=self.by)
        return {"pk": action.pk}

    @cached_property
    def _removed_goal(self):
        goal = casework.add_goal(plan=self.plan, domain="housing", wording="Entered twice", by=self.by)
        casework.remove_goal(goal=goal, by=self.by)
        return {"pk": goal.pk}

    @cached_property
    def _removed_action(self):
        due = timezone.localdate()
        action = casework.add_action(goal=self.goal, text="Twice", due_on=due, responsible=self.by, by=self.by)
        casework.remove_action(action=action, by=self.by)
        return {"pk": action.pk}

    @cached_property
    def _note(self):
        return {"pk": casework.write_note(person=self.person, domain="housing", text="Seen.", by=self.by).pk}

    @cached_property
    def _withdrawn_note(self):
        note = casework.write_note(person=self.person, domain="housing", text="Wrong file.", by=self.by)
        return {"pk": casework.withdraw_note(note=note, by=self.by).pk}

    @cached_property
    def organisation(self):
        return make_organisation("Planning des Marolles", by=self.by)

    @property
    def _organisation(self):
        return {"pk": self.organisation.pk}

    @property
    def _part_kind(self):
        return {"pk": self.organisation.pk, "kind": "contact"}

    @cached_property
    def _partner_part(self):
        contact = partners.add_part(kind=Contact, organisation=self.organisation, name="Mieke", by=self.by)
        return {"kind": "contact", "pk": contact.pk}

    @cached_property
    def _organisation_merge(self):
        twice = make_organisation("Planning Marolles", by=self.by)
        return {"pk": partners.merge_organisations(kept=self.organisation, gone=twice, by=self.by).pk}

    @cached_property
    def _import_batch(self):
        return {"pk": partners.read_import(file=csv_file("name\nCPAS du canal\n"), by=self.by).pk}

    @cached_property
    def _referral(self):
        return {"pk": make_referral(self.person, self.organisation, by=self.by).pk}

    @cached_property
    def _document(self):
        return {"pk": make_document(person=self.person, by=self.by).pk}

    @cached_property
    def _removed_document(self):
        removed = make_document(person=self.person, by=self.by, file=a_picture("removed.png"))
        return {"pk": documents.remove_document(document=removed, by=self.by).pk}

    @cached_property
    def _mail(self):
        return {"pk": make_mail(by=self.by).pk}

    @cached_property
    def _filed_mail(self):
        mail = make_mail("Filed.", by=self.by)
        mails.file_mail(mail=mail, person=self.person, urgency="48h", by=self.by)
        return {"pk": mail.pk}

    @cached_property
    def _inquiry(self):
        inquiry = inquiries.note_inquiry(asker="police", about="A first name", by=self.by)
        return {"pk": inquiries.join_inquiry(inquiry=inquiry, person=self.person, by=self.by).pk}

    @cached_property
    def _removed_inquiry(self):
        inquiry = inquiries.note_inquiry(asker="press", about="Entered twice", by=self.by)
        inquiries.join_inquiry(inquiry=inquiry, person=self.person, by=self.by)
        return {"pk": inquiries.withdraw_inquiry(inquiry=inquiry, by=self.by).pk}

    @property
    def _chart(self):
        return {"indicator": "occupancy_rate", "breakdown": "month"}

    @property
    def _heading(self):
        return {"topic": "volunteers", "number": 1}

    @property
    def _figure(self):
        return {"code": "accommodated"}

    @cached_property
    def _report(self):
        """Last year's, built."""
        year = timezone.localdate().year - 1
        first, last = date(year, 1, 1), date(year, 12, 31)
        report = reports.ask(template="annual", first=first, last=last, language="fr", build_here=True)
        building.build(report.pk)
        return {"pk": report.pk}

    @cached_property
    def _told(self):
        """An alert of the coordinator's."""
        url = f"/people/{self.person.reference}/"
        return {
            "pk": notify(kind=STAY_ENDS, subject=self.stay, recipients=[self.by], url=url, params={"days": 7})[0].pk
        }

    @cached_property
    def colleague(self):
        return make_staff("educator")

    @cached_property
    def _colleague(self):
        return {"pk": self.colleague.pk}

    @cached_property
    def _grant(self):
        return {"pk": self.colleague.pk, "grant_pk": self.colleague.grants.get().pk}

    @property
    def _staff_part_of(self):
        return {"pk": self.colleague.pk, "kind": "work"}

    @cached_property
    def _staff_part(self):
        return {"kind": "training", "pk": make_staff_training(self.colleague).pk}

    @cached_property
    def _invitation(self):
        invitation = accounts.invite(email="new@refuge.example", name="New", roles=["educator"], by=self.manager)
        return {"pk": invitation.pk}

    @cached_property
    def _token(self):
        """The secret of a link leaves by mail alone: here it is given one that is known."""
        Invitation.objects.filter(**self._invitation).update(digest=digest_of("known"))
        return {"token": "known"}

    @property
    def _draft(self):
        return {"key": "intake:new"}

    @property
    def _stamp(self):
        return {"stamp": 0}

    @property
    def _parameter(self):
        return {"code": "intake.undo_minutes"}

    @cached_property
    def _parameter_value(self):
        value = parameters.set_value(
            code="intake.undo_minutes", value=20, valid_from=timezone.localdate(), by=self.manager
        )
        return {"pk": value.pk}
