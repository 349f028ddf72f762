"""Builds the demo shelter through the same operations that staff use; the same people on every day it is built."""

import random
from datetime import datetime, time, timedelta

from django.utils import timezone

from demo.accounts import build_accounts
from demo.assessments import build_assessments
from demo.casework import build_plans
from demo.contact import build_contacts
from demo.doubles import build_doubles
from demo.housing import build_stays
from demo.intake import build_requests
from demo.mail import build_documents, build_inquiries, build_mails
from demo.partners import build_partners
from demo.people import build_people
from housing.alerts import send_stay_alerts
from intake.reminders import send_reminders
from refuge.partners.alerts import send_partner_alerts

SEED = 2018


def build() -> dict[str, int]:
    """Fill the database; what was made, counted, by name."""
    chance = random.Random(SEED)
    moment = Moments(timezone.localtime())
    staff = build_accounts()
    requests = build_requests(staff, chance, moment)
    people = build_people(requests.values(), staff, chance)
    people += build_doubles(people, staff)
    build_assessments(requests, staff, moment)
    stays = build_stays(requests, staff, moment)
    build_contacts(requests, staff, random.Random(SEED), moment)
    partners = build_partners(people, staff, moment)
    build_plans(stays, staff, chance, moment)
    documents = build_documents(people, staff, moment)
    build_mails(staff, moment)
    build_inquiries(people, staff, moment)
    send_partner_alerts(moment.now.date())
    send_stay_alerts(moment.now.date())
    send_reminders(moment.now.date())
    made = {
        "accounts": staff,
        "people": people,
        "partners": partners,
        "requests": requests,
        "stays": stays,
        "documents": documents,
    }
    return {name: len(records) for name, records in made.items()}


class Moments:
    """Days and hours told from now, so that the demo is never out of date."""

    def __init__(self, now: datetime):
        self.now = now

    def ago(self, days: float = 0, hours: float = 0) -> datetime:
        """A moment before now; days back it falls into office hours."""
        moment = self.now - timedelta(days=days, hours=hours)
        if days < 1:
            return moment
        office = time(9 + int(days * 7) % 9, int(days * 37) % 60)
        return datetime.combine(moment.date(), office, tzinfo=self.now.tzinfo)
