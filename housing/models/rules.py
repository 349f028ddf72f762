"""The rules that no constraint can hold because they span tables (DESIGN.md, rules 3, 4 and 5).

Each stands on every table it spans and locks the common parent first, space before person: at READ COMMITTED two of
them would otherwise each miss what the other has not committed yet. NO KEY UPDATE is enough, as they lock each other
out and an update of the parent too, and it lets foreign keys be checked, which FOR UPDATE would turn into deadlocks.
"""

import pgtrigger
from django.utils.translation import gettext_lazy as _

from refuge import violations
from refuge.history import Rule

AGREED = "('offered', 'promised', 'arrived')"
BRUSSELS_TODAY = "(now() AT TIME ZONE 'Europe/Brussels')::date"

NOT_CLOSED = "housing_not_closed"
IN_SERVICE = "housing_in_service"
WITHIN_LIMIT = "housing_within_limit"

violations.say(IN_SERVICE, _("The space is not in service on all of those nights."))
violations.say(NOT_CLOSED, _("The space is closed on one of those nights."))


def lock(table: str, row: str, column: str) -> str:
    return f"PERFORM FROM {table} WHERE id = {row}.{column} FOR NO KEY UPDATE;"


def lock_space(row="NEW") -> str:
    return lock("housing_space", row, "space_id")


def lock_person(row="NEW") -> str:
    return lock("people_person", row, "person_id")


def service_of(space: str) -> str:
    """All days on which a space is in service, as one multirange; none is an empty one, not NULL."""
    return f"""coalesce(
        (SELECT range_agg(daterange(starts_on, ends_on)) FROM housing_serviceperiod WHERE space_id = {space}),
        '{{}}'::datemultirange)"""  # noqa: S608


class AgreedInService(Rule):
    """Rule 5 from the occupancy's side. What was agreed and only gets shorter is not asked again."""

    def __init__(self):
        super().__init__(
            name="housing_agreed_in_service",
            message=_("The space cannot be used on all of those nights."),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            declare=[("agreed", "daterange")],
            func=f"""
                IF NEW.space_id IS NULL OR NEW.status NOT IN {AGREED} THEN
                    RETURN NEW;
                END IF;
                agreed := daterange(NEW.starts_on, NEW.agreed_until);
                IF TG_OP = 'UPDATE' AND OLD.status IN {AGREED} AND OLD.space_id = NEW.space_id
                    AND agreed <@ daterange(OLD.starts_on, OLD.agreed_until) THEN
                    RETURN NEW;
                END IF;
                {lock_space()}
                IF NOT agreed <@ {service_of("NEW.space_id")} THEN
                    {Rule.refuse(IN_SERVICE)}
                END IF;
                IF EXISTS (
                    SELECT FROM housing_spaceclosure
                    WHERE space_id = NEW.space_id AND daterange(starts_on, ends_on) && agreed
                ) THEN
                    {Rule.refuse(NOT_CLOSED)}
                END IF;
                RETURN NEW;
            """,
        )


class ServiceStillNeeded(Rule):
    """Rule 5 from the service's side: a period that agreed nights stand on cannot be cut short or taken away."""

    def __init__(self):
        super().__init__(
            name="housing_service_still_needed",
            message=_("Somebody is to sleep in this space on one of those nights: that must move first."),
            when=pgtrigger.After,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"""
                {lock_space("OLD")}
                IF EXISTS (
                    SELECT FROM housing_occupancy
                    WHERE space_id = OLD.space_id AND status IN {AGREED}
                      AND NOT daterange(starts_on, agreed_until) <@ {service_of("OLD.space_id")}
                ) THEN
                    {Rule.refuse("housing_service_still_needed")}
                END IF;
                RETURN NULL;
            """,
        )


class NotUnderAgreement(Rule):
    """Rule 5 from the closure's side."""

    def __init__(self):
        super().__init__(
            name="housing_closure_over_agreement",
            message=_("Somebody is to sleep in this space on one of those nights: that must move first."),
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""
                {lock_space()}
                IF EXISTS (
                    SELECT FROM housing_occupancy
                    WHERE space_id = NEW.space_id AND status IN {AGREED}
                      AND daterange(starts_on, agreed_until) && daterange(NEW.starts_on, NEW.ends_on)
                ) THEN
                    {Rule.refuse("housing_closure_over_agreement")}
                END IF;
                RETURN NULL;
            """,
        )


class GivenToAdults(Rule):
    """Rule 3: each night newly given lies on or after `adult_from`. Departures, and what only gets shorter, pass.

    A past night of somebody who was not certainly 18 can be entered, openly: with the mark `under_age`.
    """

    def __init__(self):
        super().__init__(
            name="housing_given_to_adults",
            message=_("No space before the age of 18, nor while the age is unknown."),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            declare=[("first_night", "date"), ("given", "date")],
            func=f"""
                IF NEW.status = 'cancelled'
                    OR (NEW.status = 'ended' AND NEW.under_age AND NEW.ended_on <= {BRUSSELS_TODAY}) THEN
                    RETURN NEW;
                END IF;
                first_night := NEW.starts_on;
                IF TG_OP = 'UPDATE' AND OLD.status IN ('arrived', 'ended') AND OLD.person_id = NEW.person_id
                    AND OLD.starts_on = NEW.starts_on AND OLD.space_id IS NOT DISTINCT FROM NEW.space_id THEN
                    given := greatest(coalesce(OLD.ended_on, OLD.agreed_until), {BRUSSELS_TODAY});
                    IF (NEW.status = 'ended' AND NEW.ended_on <= given)
                        OR (OLD.status = 'arrived' AND NEW.agreed_until <= OLD.agreed_until) THEN
                        RETURN NEW;
                    END IF;
                    first_night := given;
                END IF;
                {lock_person()}
                IF NOT EXISTS (
                    SELECT FROM people_person WHERE id = NEW.person_id AND adult_from <= first_night
                ) THEN
                    {Rule.refuse("housing_given_to_adults")}
                END IF;
                RETURN NEW;
            """,
        )


class AgeCorrected(pgtrigger.Trigger):
    """Rule 3 from the person's side: a correction is always accepted. Nights are kept and marked; plans that begin
    before the new `adult_from` are cancelled. It takes no lock on a space, so it cannot wait for who waits for it."""

    name = "housing_age_corrected"
    when = pgtrigger.After
    operation = pgtrigger.Update
    condition = pgtrigger.Condition("OLD.adult_from IS DISTINCT FROM NEW.adult_from")
    func = """
        UPDATE housing_occupancy SET under_age = coalesce(starts_on < NEW.adult_from, true)
        WHERE person_id = NEW.id AND status IN ('arrived', 'ended')
          AND under_age <> coalesce(starts_on < NEW.adult_from, true);
        UPDATE housing_occupancy SET status = 'cancelled', cancelled_because = 'age'
        WHERE person_id = NEW.id AND status IN ('offered', 'promised')
          AND coalesce(starts_on < NEW.adult_from, true);
        RETURN NULL;
    """


class SetLimit(pgtrigger.Trigger):
    """`limit_on` is the clock's first day plus the months valid on that day: calendar months, never chained, clamped
    to the month's end. Before the first value's day, the first value. Nobody else sets it."""

    name = "housing_set_limit"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    declare = [("months", "integer")]
    func = """
        IF TG_OP = 'UPDATE' AND (OLD.programme, OLD.clock_from) = (NEW.programme, NEW.clock_from) THEN
            NEW.limit_on := OLD.limit_on;
            RETURN NEW;
        END IF;
        NEW.limit_on := NULL;
        IF NEW.programme = 'emergency' THEN
            SELECT (value #>> '{}')::integer INTO months FROM parameters_parametervalue
            WHERE code = 'housing.emergency_months'
            ORDER BY valid_from > NEW.clock_from, abs(valid_from - NEW.clock_from) LIMIT 1;
            NEW.limit_on := NEW.clock_from + make_interval(months => months);
        END IF;
        RETURN NEW;
    """


def beyond_limit(person: str) -> str:
    """Whether a stay of the person is agreed past its limit without an approved extension of the same clock."""
    return f"""EXISTS (
        SELECT FROM housing_stay stay
        WHERE stay.person_id = {person} AND stay.agreed_until > stay.limit_on AND NOT EXISTS (
            SELECT FROM housing_extension extension JOIN housing_stay asked ON asked.id = extension.stay_id
            WHERE asked.person_id = stay.person_id AND asked.clock_from = stay.clock_from
              AND extension.approved AND extension.until >= stay.agreed_until
        )
    )"""  # noqa: S608


class WithinLimit(Rule):
    """Rule 4 from the stay's side."""

    def __init__(self):
        super().__init__(
            name=WITHIN_LIMIT,
            message=_("Beyond the longest emergency stay, an extension must be approved first."),
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""
                {lock_person()}
                IF {beyond_limit("NEW.person_id")} THEN
                    {Rule.refuse(WITHIN_LIMIT)}
                END IF;
                RETURN NULL;
            """,
        )


class AsTheStay(Rule):
    """Rule 4 from the occupancy's side: whoever is there sleeps in a space of their stay's programme, no longer than
    agreed for the stay. After the constraints, so that a taken space is named first; a corrected age is not asked."""

    def __init__(self):
        super().__init__(
            name="housing_as_the_stay",
            message=_("The space and its dates must be those of the stay."),
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""
                IF NEW.status <> 'arrived' OR TG_OP = 'UPDATE'
                    AND (OLD.status, OLD.space_id, OLD.stay_id, OLD.starts_on, OLD.agreed_until)
                    IS NOT DISTINCT FROM (NEW.status, NEW.space_id, NEW.stay_id, NEW.starts_on, NEW.agreed_until) THEN
                    RETURN NULL;
                END IF;
                {lock_person()}
                IF EXISTS (
                    SELECT FROM housing_stay stay LEFT JOIN housing_space space ON space.id = NEW.space_id
                    WHERE stay.id = NEW.stay_id AND (
                        space.programme <> stay.programme
                        OR NEW.agreed_until > greatest(NEW.starts_on, stay.agreed_until))
                ) THEN
                    {Rule.refuse("housing_as_the_stay")}
                END IF;
                RETURN NULL;
            """,
        )


class SameProgramme(Rule):
    """The same from the stay's side: a stay does not change its programme under whoever is there."""

    def __init__(self):
        super().__init__(
            name="housing_same_programme",
            message=_("The space and its dates must be those of the stay."),
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.programme IS DISTINCT FROM NEW.programme"),
            func=f"""
                {lock_person()}
                IF EXISTS (
                    SELECT FROM housing_occupancy held JOIN housing_space space ON space.id = held.space_id
                    WHERE held.stay_id = NEW.id AND held.status = 'arrived' AND space.programme <> NEW.programme
                ) THEN
                    {Rule.refuse("housing_same_programme")}
                END IF;
                RETURN NULL;
            """,
        )


class ExtensionStillNeeded(Rule):
    """Rule 4 from the extension's side: an approval that an agreed date stands on cannot be taken away."""

    def __init__(self):
        super().__init__(
            name="housing_extension_still_needed",
            message=_("The agreed date stands on this extension: bring the date back first."),
            when=pgtrigger.After,
            operation=pgtrigger.Update | pgtrigger.Delete,
            condition=pgtrigger.Condition("OLD.approved"),
            declare=[("concerned", "uuid")],
            func=f"""
                SELECT person_id INTO concerned FROM housing_stay WHERE id = OLD.stay_id;
                PERFORM FROM people_person WHERE id = concerned FOR NO KEY UPDATE;
                IF {beyond_limit("concerned")} THEN
                    {Rule.refuse("housing_extension_still_needed")}
                END IF;
                RETURN NULL;
            """,  # noqa: S608
        )
