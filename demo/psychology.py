"""Follow-ups of both psychologists: sessions held and missed, questionnaires with a curve, a risk that is due to be
looked at, a note that is not signed yet, a stand-in, and one that is closed. The words are made up, and say little."""

from datetime import datetime, time, timedelta

from casework.models import FollowUp
from casework.psychology import operations

# Whose, since how many days, days of the sessions held, days of those missed, the day of the next one.
FOLLOWED = (
    ("psychologist", 62, (60, 53, 46, 32, 18, 11, 4), (39,), 3),
    ("psychologist", 40, (39, 25, 11), (18,), 0),
    ("psychologist", 21, (20, 6), (), 8),
    ("psychologist", 5, (5,), (), 2),
    ("psychologist2", 48, (47, 33, 19, 5), (12, 26), 2),
    ("psychologist2", 16, (15, 2), (), 12),
)
NOTES = (
    "Premier entretien : faire connaissance, ce qui amène, ce qui est attendu. Cadre et secret expliqués.",
    "Revient sur les nuits. S’endort tard, moins de réveils. Exercice de respiration essayé ensemble.",
    "Parle de la famille avec plus de distance. A appelé une amie. On garde cet appui.",
    "Semaine difficile après un message reçu. Ce qui a aidé : sortir, ne pas rester seul·e le soir.",
    "Projet de formation évoqué pour la première fois. Envie, et peur d’échouer.",
    "Plus reposé·e. Les repas à heures fixes aident. Rien d’inquiétant aujourd’hui.",
    "On fait le point : ce qui a changé, ce qui reste lourd. Objectifs revus ensemble.",
)
# WHO-5, PHQ-9 and GAD-7 of the first of them: days ago, answers.
WHO5 = ((60, (1, 1, 2, 1, 2)), (32, (2, 2, 3, 2, 2)), (4, (3, 3, 3, 2, 3)))
PHQ9 = ((60, (2, 2, 2, 2, 1, 2, 1, 1, 1)), (18, (1, 1, 2, 1, 1, 1, 0, 0, 0)))
GAD7 = ((46, (2, 2, 2, 1, 1, 1, 2)), (4, (1, 1, 1, 1, 0, 1, 1)))
CHECK = "Demandé franchement : pensées passagères, pas d’intention, pas de moyen. Convenu qui appeler, et quand."
MODALITIES = ("on_site", "walk", "on_site", "video")
LINE = "Pas de nouvelles à minuit : prévenir la garde"
PLAN = (
    "Pas de nouvelles à 23 h : un message, puis un appel. Sans réponse à minuit : appeler la permanence.\n"
    "Ce qui aide : proposer une tisane, parler d’autre chose, rester à côté après un appel de la famille."
)
CONDITIONS = dict.fromkeys(("was_told", "agreed", "in_their_interest", "is_necessary", "same_mission"), True)


def build_follow_ups(stays, people, staff, moment) -> list[FollowUp]:
    """Of some who live here, and of one who has left."""
    residents = [stay.person for stay in stays.values() if stay.departed_on is None]
    rows = zip(FOLLOWED, residents, strict=False)
    made = [_followed(row, person, number, staff, moment) for number, (row, person) in enumerate(rows)]
    by = staff["psychologist"]
    _first(made[0], by, moment)
    other = made[2]
    operations.name_stand_in(
        followup=other, user=staff["psychologist2"], starts_on=moment.day(0), last_day=moment.day(10), by=by
    )
    draft = {"note": ["Arrive à l’heure, plus reposée. Parle du retour des nuits entières depuis"]}
    operations.save_draft(followup=other, key="note", fields=draft, by=by)
    return [*made, _closed(people, residents, staff, moment)]


def _followed(row, person, number, staff, moment) -> FollowUp:
    whose, since, held, missed, next_in = row
    by = staff[whose]
    stand_in = staff["psychologist2"] if number == 0 else None
    followup = operations.open_follow_up(person=person, opened_on=moment.day(-since), stand_in=stand_in, by=by)
    days = sorted([*((day, "attended") for day in held), *((day, "missed") for day in missed)], reverse=True)
    for each, (day, attendance) in enumerate(days):
        last = each == len(days) - 1
        facts = {"note": "", "modality": ""} if attendance == "missed" else {
            "note": NOTES[1 + (each + number) % (len(NOTES) - 1)] if each else NOTES[0], "minutes": 50,
            "modality": MODALITIES[(each + number) % len(MODALITIES)],
        }  # fmt: skip
        operations.sign_session(
            followup=followup, held_on=moment.day(-day), attendance=attendance, by=by,
            next_on=moment.day(next_in) if last else None, signed_at=_evening(moment, day), **facts,
        )  # fmt: skip
    return followup


def _evening(moment, days) -> datetime:
    return min(moment.now, datetime.combine(moment.day(-days), time(17, 40), tzinfo=moment.now.tzinfo))


def _first(followup, by, moment) -> None:
    """The one with everything."""
    for tool, filled in (("who5", WHO5), ("phq9", PHQ9), ("gad7", GAD7)):
        for day, answers in filled:
            check = CHECK if tool == "phq9" and answers[-1] else ""
            operations.record_score(
                followup=followup, tool=tool, answers=list(answers), taken_on=moment.day(-day), check=check, by=by
            )
    operations.raise_flag(
        followup=followup, kind="suicide", level="watch", comment="Pensées passagères, soir surtout.",
        review_on=moment.day(0), by=by,
    )  # fmt: skip
    operations.raise_flag(
        followup=followup, kind="self_harm", level="none", review_on=moment.day(0) + timedelta(days=14), by=by
    )
    session = followup.sessions.order_by("held_on").first()
    operations.add_to_session(
        session=session, text="Corrigé : l’amie s’appelait depuis l’école, pas le travail.", by=by
    )
    operations.write_safety_plan(person=followup.person, line=LINE, text=PLAN, by=by, **CONDITIONS)


def _closed(people, residents, staff, moment) -> FollowUp:
    """Somebody who does not live here any more."""
    by, here = staff["psychologist2"], {person.pk for person in residents}
    left = [person for person in people if person.pk not in here and not person.merged_into_id and not person.has_died]
    followup = operations.open_follow_up(person=left[0], opened_on=moment.day(-120), by=by)
    for day in (118, 104, 90):
        operations.sign_session(
            followup=followup, held_on=moment.day(-day), attendance="attended", note=NOTES[day % len(NOTES)],
            minutes=45, modality="on_site", signed_at=_evening(moment, day), by=by,
        )  # fmt: skip
    return operations.close_follow_up(followup=followup, closed_on=moment.day(-85), by=by)
