"""Repairs, keys, agreements and living together, for the table of rights."""

from functools import cached_property

from housing import operations as housing
from housing.models import HouseRules
from tests.documents import a_picture
from tests.factories import make_person
from tests.house_things import make_rules


class HouseThings:
    """What `about` names of the house itself."""

    ABOUT_THE_PERSON = frozenset({"agreement", "stay_to_sign", "person_alone", "conflict", "blocker"})

    @cached_property
    def ticket(self):
        return housing.report_ticket(place=self.space, what="A leak", priority=2, by=self.by)

    @property
    def _ticket(self):
        return {"pk": self.ticket.pk}

    @cached_property
    def _cost(self):
        return {"pk": housing.add_cost(ticket=self.ticket, amount="12.50", supplier="A shop", by=self.by).pk}

    @cached_property
    def _ticket_picture(self):
        return {"pk": housing.add_photo(ticket=self.ticket, photo=a_picture(), by=self.by).pk}

    @cached_property
    def key_set(self):
        return housing.add_key_set(number="L3-1", place=self.space, by=self.by)

    @property
    def _key_set(self):
        return {"pk": self.key_set.pk}

    @cached_property
    def _free_set(self):
        return {"pk": housing.add_key_set(number="L3-2", place=self.space, by=self.by).pk}

    @cached_property
    def _loan(self):
        loan = housing.hand_out(key_set=self.key_set, colleague=self.manager, signed="paper", by=self.by)
        return {"pk": loan.pk}

    @cached_property
    def rules(self):
        return HouseRules.objects.first() or make_rules()

    @property
    def _rules(self):
        return {"pk": self.rules.pk}

    @property
    def _stay_to_sign(self):
        self.rules  # noqa: B018 an agreement is prepared with them
        return self._stay

    @cached_property
    def agreement(self):
        self.rules  # noqa: B018
        return housing.prepare_agreement(stay=self.stay, language="fr", by=self.by)

    @property
    def _agreement(self):
        return {"pk": self.agreement.pk}

    @property
    def _person_alone(self):
        return {"reference": self.person.reference}

    @cached_property
    def _conflict(self):
        from datetime import timedelta

        from django.utils import timezone

        ends_on = timezone.localdate() + timedelta(days=30)
        other = make_person(by=self.by, chosen_name="Kai")
        conflict = housing.note_conflict(person=self.person, other=other, reason="Ask.", ends_on=ends_on, by=self.by)
        return {"reference": self.person.reference, "pk": conflict.pk}
