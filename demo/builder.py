"""Builds the demo shelter: two years of a made-up past in bulk, and whoever is there today through the operations that
staff use. The same people on every day it is built.

To add to it: write `demo/<room>.py` with `build_<room>(...)`, call it in `build()` after what it needs, and give what
it made a name in the counts. It gets the records of the rooms before it as dicts by name (`staff["coordinator"]`,
`requests["Nour"]`, `stays["Salomé"]`), `chance` for every draw, and `moment` for days and hours told from now. Draw
nothing that depends on the calendar, and add draws at the end: whoever comes after would become somebody else.
"""

from django.utils import timezone

from casework.asylum.alerts import send_deadline_alerts
from casework.psychology import alerts as psychology_alerts
from demo.accounts import build_accounts, build_work
from demo.agenda import build_agenda
from demo.areas import build_areas, build_rights
from demo.assessments import build_assessments
from demo.asylum import build_asylum
from demo.casework import build_plans
from demo.contact import build_contacts
from demo.doubles import build_doubles
from demo.evening import build_evening
from demo.exits import build_exits
from demo.house import build_house
from demo.housing import build_stays, open_flats
from demo.intake import build_requests
from demo.mail import build_documents, build_inquiries, build_mails
from demo.moments import Moments
from demo.partners import build_partners
from demo.past.chance import Chance
from demo.past.evenings import note_evenings
from demo.past.rows import Rows
from demo.people import build_people
from demo.psychology import build_follow_ups
from demo.shelter import DAYS_OPEN, past_of
from demo.shop import build_shop
from demo.situations import build_situations
from demo.volunteers import build_volunteers
from housing import alerts
from housing.house_alerts import send_house_alerts
from intake.reminders import send_reminders
from refuge.partners.alerts import send_partner_alerts
from reports.counters import count_for_public
from volunteers.notices import send_volunteer_alerts

SEED = 2018


def build() -> dict[str, int]:
    """Fill the database; what was made, counted, by name."""
    chance = Chance(SEED)
    moment = Moments(timezone.localtime())
    staff = build_accounts()
    build_work(staff, moment)
    spaces = open_flats(staff, moment.day(-DAYS_OPEN))
    rows = Rows(moment.day(0), by=staff["coordinator"])
    past = past_of(spaces, rows, staff)
    requests = build_requests(staff, chance, moment, past)
    people = build_people(requests.values(), staff, chance)
    people += build_doubles(people, staff)
    build_assessments(requests, staff, moment)
    stays = build_stays(requests, spaces, staff, moment)
    build_contacts(requests, staff, Chance(SEED), moment)
    partners = build_partners(people, staff, moment)
    plans = build_plans(requests, stays, staff, chance, moment, past)
    agenda = build_agenda(stays, plans, staff, moment)
    procedures = build_asylum(stays, staff, moment)
    documents = build_documents(people, staff, moment)
    build_mails(staff, moment)
    build_inquiries(people, staff, moment)
    repairs = build_house(stays, spaces, staff, moment)
    volunteers = build_volunteers(partners, staff, moment)
    shop = build_shop(partners, stays, staff, moment)
    incidents = build_evening(stays, people, staff, moment)
    areas = build_areas(stays, staff, Chance(SEED), moment)
    rights = build_rights(stays, staff, Chance(SEED), moment)
    blockers = build_exits(stays, staff, moment)
    situations = build_situations(stays, staff, Chance(SEED))
    followups = build_follow_ups(stays, people, staff, moment)
    note_evenings(rows, [staff["educator"], staff["coordinator"]], Chance(SEED), -DAYS_OPEN, len(spaces))
    rows.flush()
    count_for_public(moment.day(0))
    send_volunteer_alerts(moment.day(0))
    send_partner_alerts(moment.day(0))
    alerts.send_all(moment.day(0))
    send_house_alerts(moment.day(0))
    send_reminders(moment.day(0))
    psychology_alerts.tell(moment.day(0))
    send_deadline_alerts(moment.day(0))
    made = {
        "accounts": staff,
        "people": people,
        "partners": partners,
        "requests": requests,
        "stays": stays,
        "plans": plans,
        "appointments": agenda,
        "asylum procedures": procedures,
        "documents": documents,
        "repairs": repairs,
        "volunteers": volunteers,
        "shop": shop,
        "incidents": incidents,
        "areas": areas,
        "rights": rights,
        "blockers": blockers,
        "situations": situations,
        "follow-ups": followups,
    }
    return rows.counted({name: len(records) for name, records in made.items()})
