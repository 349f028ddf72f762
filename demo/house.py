"""What the house itself is busy with: repairs, keys, the rules, agreements, and who lives with whom."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from housing import operations
from housing.models import HouseRules, Space, Stay, Ticket, Unit
from housing.models.keys import Signed
from housing.models.maintenance import Priority, TicketState
from housing.models.together import Wish

RULES = {
    "fr": "1. Chacun·e est accueilli·e tel·le qu’iel est. Aucune parole ni geste contre qui que ce soit.\n"
    "2. L’adresse ne se donne à personne, pas même à la famille ou sur les réseaux.\n"
    "3. Le calme règne de 22 h à 7 h. Les visites s’annoncent à l’équipe.\n"
    "4. On ne fume pas à l’intérieur. Alcool et drogues n’entrent pas dans l’appartement.\n"
    "5. Chacun·e range sa place et prend sa part du ménage commun.\n"
    "6. Les clés se rendent le jour du départ. Une clé perdue se signale tout de suite.",
    "nl": "1. Iedereen is welkom zoals die is. Geen woord of gebaar tegen wie dan ook.\n"
    "2. Het adres geef je aan niemand, ook niet aan familie of op sociale media.\n"
    "3. Van 22 tot 7 uur is het stil. Bezoek kondig je aan bij het team.\n"
    "4. Binnen wordt niet gerookt. Alcohol en drugs komen niet in de flat.\n"
    "5. Iedereen houdt de eigen plek netjes en helpt mee in het gemeenschappelijke huishouden.\n"
    "6. De sleutels geef je terug op de dag van vertrek. Een verloren sleutel meld je meteen.",
    "en": "1. Everybody is welcome as they are. No word or gesture against anybody.\n"
    "2. The address is given to nobody, not even to family or online.\n"
    "3. It is quiet from 10 pm to 7 am. Visits are announced to the team.\n"
    "4. No smoking inside. No alcohol or drugs in the flat.\n"
    "5. Everybody keeps their own space tidy and does their part of the housework.\n"
    "6. Keys are given back on the day of leaving. A lost key is reported at once.",
}
# Where, what, part, how pressing, where it stands, days ago, due in so many days, costs (euros, supplier, days ago).
REPAIRS = [
    ("M2", "Chaudière en panne, pas de chauffage", "Chaudière", Priority.URGENT, TicketState.UNDER_WAY, 6, 3,
     [("184.50", "Chauffage Delvaux", 4)]),
    ("Orme", "Fuite sous l’évier de la cuisine", "Cuisine", Priority.URGENT, TicketState.REPORTED, 0.2, 1, []),
    ("S5", "Repeindre la chambre", "Chambre", Priority.SOON, TicketState.PLANNED, 12, 10, [("96.20", "Brico", 2)]),
    ("N4", "La fenêtre ne ferme plus bien", "Chambre", Priority.SOON, TicketState.REPORTED, 9, -2, []),
    ("Nord", "Ampoule du deuxième palier", "Cage d’escalier", Priority.WHENEVER, TicketState.REPORTED, 3, None, []),
    ("T1", "Douche bouchée", "Salle de bain", Priority.SOON, TicketState.DONE, 30, -24,
     [("75.00", "Plomberie Maes", 25)]),
    ("L5", "Remplacer le matelas", "Chambre", Priority.SOON, TicketState.DONE, 45, -38,
     [("229.00", "Literie Nuit", 40)]),
]  # fmt: skip
WITH_PHOTO = {"Fuite sous l’évier de la cuisine"}
COMMENTS = {
    "Chaudière en panne, pas de chauffage": "Pièce commandée, le technicien repasse jeudi matin.",
    "La fenêtre ne ferme plus bien": "La charnière du bas est cassée. Chauffage d’appoint prêté.",
}
# Without keys yet, or whose agreement waits; everybody else has both.
NO_KEYS, UNSIGNED = {"Fleur"}, {"Zoé", "Fleur", "Ayoub"}
WISHES = {
    "Farid": ([Wish.QUIET, Wish.EARLY], "Commence à six heures chez le boulanger."),
    "Salomé": ([Wish.QUIET, Wish.NO_SMOKE], ""),
    "Aïcha": ([Wish.NO_SMOKE, Wish.NO_PETS], ""),
    "Quentin": ([Wish.SMOKES, Wish.LATE], "Fume sur le balcon."),
    "Idris": ([Wish.NIGHT_WORK], ""),
    "Jo": ([Wish.PET], "Un vieux chat, Biscuit."),
}
CONFLICTS = [("Quentin", "Kai", "Dispute de couple finie en février ; ne pas loger ensemble pour l’instant.", 90)]


def build_house(stays, spaces, staff, moment) -> list[Ticket]:
    """All of it; the repairs."""
    rules = operations.write_rules(
        valid_from=moment.day(0), by=staff["management"], **{f"text_{code}": text for code, text in RULES.items()}
    )
    HouseRules.objects.filter(pk=rules.pk).update(valid_from=moment.day(-400))
    stays = {name: Stay.objects.select_related("person").get(pk=stay.pk) for name, stay in stays.items()}
    _keys(stays, spaces, staff)
    _agreements(stays, staff)
    _together(stays, staff, moment)
    return [_repair(staff, moment, *row) for row in REPAIRS]


def _repair(staff, moment, where, what, part, priority, state, days, due, costs) -> Ticket:
    by = staff["educator"]
    ticket = operations.report_ticket(
        place=_place(where), what=what, part=part, priority=priority, by=by,
        due_on=None if due is None else moment.day(due), assigned_to=staff["logistics"],
        photo=_picture() if what in WITH_PHOTO else None,
    )  # fmt: skip
    reported = moment.ago(days=days)
    Ticket.objects.filter(pk=ticket.pk).update(reported_at=reported)
    for amount, supplier, ago in costs:
        paid_on = moment.day(-ago)
        operations.add_cost(ticket=ticket, amount=amount, supplier=supplier, paid_on=paid_on, by=staff["logistics"])
    if what in COMMENTS:
        operations.comment_ticket(ticket=ticket, text=COMMENTS[what], by=staff["logistics"])
    on = moment.day(-int(days) + 4 if state == TicketState.DONE else 0)
    if state != TicketState.REPORTED:
        operations.move_ticket(ticket=ticket, state=state, on=on, by=staff["logistics"])
    return ticket


def _place(name):
    """By code of a space, else by name of a flat, else by alias of a house."""
    space = Space.objects.filter(code=name).first()
    return space or Unit.objects.filter(name=name).first() or Space.objects.filter(unit__site__alias=name)[0].unit.site


def _picture() -> ContentFile:
    """A drawing of a sink, so that no photo of anybody's kitchen is in the code."""
    image = Image.new("RGB", (640, 420), (214, 206, 196))
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 60, 580, 190), fill=(240, 240, 238), outline=(120, 120, 120), width=4)
    pen.rectangle((300, 190, 340, 330), fill=(150, 150, 150))
    pen.ellipse((180, 320, 470, 390), fill=(120, 160, 190))
    drawn = BytesIO()
    image.save(drawn, "JPEG")
    return ContentFile(drawn.getvalue(), name="photo.jpg")


def _keys(stays, spaces, staff) -> None:
    """A ring for every space, and a spare one for every flat, of which the educator has one."""
    by = staff["logistics"]
    rings = {code: operations.add_key_set(number=f"{code}-1", place=space, by=by) for code, space in spaces.items()}
    spare = [operations.add_key_set(number=f"R{n}", place=unit, by=by)
             for n, unit in enumerate(Unit.objects.order_by("name"), start=1)]  # fmt: skip
    for name, stay in stays.items():
        space = stay.occupancies.current().select_related("space").first().space
        if name not in NO_KEYS:
            operations.hand_out(
                key_set=rings[space.code], stay=stay, signed=Signed.PAPER, out_on=stay.arrived_on, by=staff["educator"]
            )
    operations.hand_out(key_set=spare[0], colleague=staff["educator"], signed=Signed.SCREEN, by=by)


def _agreements(stays, staff) -> None:
    by = staff["coordinator"]
    for name, stay in stays.items():
        language = next((code for code in stay.person.languages if code in RULES), "fr")
        agreement = operations.prepare_agreement(stay=stay, language=language, by=by)
        if name not in UNSIGNED:
            operations.sign_on_paper(agreement=agreement, on=stay.arrived_on, by=by)


def _together(stays, staff, moment) -> None:
    by = staff["coordinator"]
    for name, (wishes, note) in WISHES.items():
        operations.set_wishes(person=stays[name].person, wishes=wishes, note=note, by=by)
    for name, other, reason, days in CONFLICTS:
        person, other = stays[name].person, stays[other].person
        operations.note_conflict(person=person, other=other, reason=reason, ends_on=moment.day(days), by=by)
