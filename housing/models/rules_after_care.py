"""After-care, and what is so at departure, and the stay they follow: from either side, under the lock of the person."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

from refuge.history import Rule

NEEDED = "housing_after_care_needs_departure"


def lock_person_of(stay: str) -> str:
    return f"""
        PERFORM FROM people_person WHERE id = (SELECT person_id FROM housing_stay WHERE id = {stay})
        FOR NO KEY UPDATE;"""  # noqa: S608


class AfterDeparture(Rule):
    """After-care follows a departure: none for who is still here, and none answered before they left."""

    def __init__(self):
        super().__init__(
            name="housing_after_departure",
            message=_("After-care begins with the departure."),
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""
                {lock_person_of("NEW.stay_id")}
                IF NOT EXISTS (
                    SELECT FROM housing_stay WHERE id = NEW.stay_id AND departed_on IS NOT NULL
                    AND NEW.due_on >= departed_on AND coalesce(NEW.done_on, departed_on) >= departed_on
                ) THEN
                    {Rule.refuse("housing_after_departure")}
                END IF;
                RETURN NULL;
            """,
        )


class DepartureStillNeeded(Rule):
    """The same from the stay's side: a departure that after-care stands on is not taken away under it."""

    def __init__(self):
        super().__init__(
            name=NEEDED,
            message=_("A contact was made after this departure: take that back first."),
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.departed_on IS DISTINCT FROM NEW.departed_on"),
            func=f"""
                PERFORM FROM people_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
                IF EXISTS (
                    SELECT FROM housing_aftercare WHERE stay_id = NEW.id AND (NEW.departed_on IS NULL
                    OR due_on < NEW.departed_on OR coalesce(done_on, NEW.departed_on) < NEW.departed_on)
                ) THEN
                    {Rule.refuse(NEEDED)}
                END IF;
                RETURN NULL;
            """,
        )


class ExitOnceLeft(Rule):
    """What is so at departure (`Situation`) is known once somebody has left."""

    def __init__(self):
        super().__init__(
            name="housing_situation_after_departure",
            message=_("What is so at departure is noted once the person has left."),
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            condition=pgtrigger.Condition("NEW.moment = 'exit'"),
            func=f"""
                {lock_person_of("NEW.stay_id")}
                IF NOT EXISTS (SELECT FROM housing_stay WHERE id = NEW.stay_id AND departed_on IS NOT NULL) THEN
                    {Rule.refuse("housing_situation_after_departure")}
                END IF;
                RETURN NULL;
            """,
        )


class NotLeftAnyMore(Rule):
    """The same from the stay's side: a departure taken back takes along what was so at it."""

    def __init__(self):
        super().__init__(
            name="housing_situation_needs_departure",
            message=_("What is so at departure is noted for this one: take that away first."),
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.departed_on IS NOT NULL AND NEW.departed_on IS NULL"),
            func=f"""
                PERFORM FROM people_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
                IF EXISTS (SELECT FROM housing_situation WHERE stay_id = NEW.id AND moment = 'exit') THEN
                    {Rule.refuse("housing_situation_needs_departure")}
                END IF;
                RETURN NULL;
            """,
        )
