"""What stands in a seeded house today, beside its past: where residents go next, the directory, papers, e-mails and
those who ask after somebody. As much of it as so many spaces bring, up to `MOST_SPACES`, and whoever waits is kept in
touch with: one by one, through the operations that staff use. What the demo has by name goes round among the residents.
"""

from itertools import cycle, islice

from demo.contact import keep_the_list_alive
from demo.exits import BLOCKERS, PLANS, note_blocker, set_plan
from demo.mail import INQUIRIES, MAILS, PAPERS, bring_mail, keep_paper, note_inquiry
from demo.partners import ORGANISATIONS, REFERRALS, build_directory, refer
from housing.models import Destination, Programme, Stay

MOST_SPACES = 300
SPACES_AN_ORGANISATION = 2
SPACES_A_MAIL = SPACES_AN_INQUIRY = 15


def furnish(spaces: int, staff, chance, moment) -> None:
    """After the past. Every second resident has a plan to leave, every third papers, every one was referred."""
    spaces = min(spaces, MOST_SPACES)
    stays = list(Stay.objects.open().select_related("person").order_by("arrived_on", "person__reference")[:spaces])
    keep_the_list_alive(staff, chance, moment)
    _exits(stays[::2], staff["coordinator"], moment)
    directory = build_directory(staff, moment, max(len(ORGANISATIONS), spaces // SPACES_AN_ORGANISATION))
    _referrals(stays, directory, staff, moment)
    for stay, papers in zip(stays[::3], cycle(PAPERS.values()), strict=False):
        for kind, title, ends_in, days, extension in papers:
            paper = (kind, title, ends_in, _since(stay, days, moment), extension)
            keep_paper(stay.person, paper, staff, moment)
    for later, (hours, *mail) in enumerate(_as_many(MAILS, spaces // SPACES_A_MAIL)):
        bring_mail((hours + later, *mail), staff, moment)  # the same e-mail comes in once
    for *asked, _resident, answer in _as_many(INQUIRIES, spaces // SPACES_AN_INQUIRY):
        note_inquiry(asked, None, answer, staff, moment)


def _as_many(rows, number) -> list:
    """All of them, and again from the first one until there are so many."""
    return list(islice(cycle(rows), max(len(rows), number)))


def _exits(stays, by, moment) -> None:
    for stay, (destination, *plan), blockers in zip(
        stays, cycle(PLANS.values()), cycle(BLOCKERS.values()), strict=False
    ):
        if stay.programme == Programme.POST and destination == Destination.POST_SHELTER_HERE:
            destination = Destination.FLATSHARE
        set_plan(stay, destination, *plan, by=by, moment=moment)
        for row in blockers if plan[1] != "sure" else ():
            note_blocker(stay, *row, by=by)


def _referrals(stays, directory, staff, moment) -> None:
    """To each organisation of the list in turn, then to the next of those like it. Youth care is for those under 18,
    and nobody here is."""
    referrals = [row for row in REFERRALS if row[2] != "youth_care"]
    alike = len(directory) // len(ORGANISATIONS)
    for number, stay in enumerate(stays):
        again, place = divmod(number, len(referrals))
        _name, to, need, days, went, answered = referrals[place]
        organisation = directory[f"{to} {again % alike + 1}" if again % alike else to]
        days = _since(stay, days, moment)
        if answered > days:
            went = "sent"
        refer(stay.person, organisation, need, days, went, answered, staff=staff, moment=moment)


def _since(stay, days, moment) -> int:
    """So many days ago, and not before the person came."""
    return min(days, (moment.day(0) - stay.arrived_on).days)
