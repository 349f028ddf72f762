"""How this room keeps its history, and the rules across its tables that the database holds itself."""

import pghistory
import pgtrigger
from django.utils.translation import gettext_lazy as _

from refuge import violations
from refuge.history import KEEPER_ROLE, KeeperOnly, Rule

CLOSED, NOT_A_PSYCHOLOGIST, LOCKED = "casework_followup_closed", "casework_psychologist", "casework_signed"
CHECK_MISSING = "casework_safety_check_missing"
violations.say(CLOSED, _("This follow-up is closed. Reopen it to go on."))
violations.say(NOT_A_PSYCHOLOGIST, _("A follow-up is held by a psychologist of the house, and by nobody else."))
violations.say(LOCKED, _("What is signed is locked. Add to it instead."))
violations.say(CHECK_MISSING, _("Record the safety check first: an answer of a questionnaire asks for it."))


def tracked_without_values():
    """History of who and when: of each insert, update and delete it keeps the row's id, and no value."""

    def track(model):
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=pgtrigger.Condition("OLD.* IS DISTINCT FROM NEW.*")),
            pghistory.DeleteEvent(),
            fields=["id"],
            model_name=f"{model.__name__}Event",
            obj_field=pghistory.ObjForeignKey(related_name="events"),
            meta={"triggers": [KeeperOnly()], "default_permissions": ()},
        )(model)

    return track


class HeldByAPsychologist(Rule):
    """Whoever is put in charge, or stands in, holds the role on that day and has an account that is on."""

    def __init__(self, column):
        super().__init__(
            name=NOT_A_PSYCHOLOGIST,
            message=violations.said(NOT_A_PSYCHOLOGIST),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf(column),
            func=f"""
                PERFORM FROM accounts_user WHERE id = NEW.{column} FOR SHARE;
                IF NOT EXISTS (
                    SELECT FROM accounts_rolegrant held JOIN accounts_user holder ON holder.id = held.user_id
                    WHERE held.user_id = NEW.{column} AND held.role = 'psychologist' AND holder.is_active
                    AND held.starts_on <= (now() AT TIME ZONE 'Europe/Brussels')::date
                    AND (held.ends_on IS NULL OR held.ends_on > (now() AT TIME ZONE 'Europe/Brussels')::date)
                ) THEN
                    {Rule.refuse(NOT_A_PSYCHOLOGIST)}
                END IF;
                RETURN NEW;
            """,
        )


class OnlyWhileOpen(Rule):
    """Nothing new in a follow-up that is closed. Waits for a closing that is under way."""

    def __init__(self):
        super().__init__(
            name=CLOSED,
            message=violations.said(CLOSED),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("closed", "date")],
            func=f"""
                SELECT closed_on INTO closed FROM casework_followup WHERE id = NEW.followup_id FOR SHARE;
                IF closed IS NOT NULL THEN
                    {Rule.refuse(CLOSED)}
                END IF;
                RETURN NEW;
            """,  # noqa: S608
        )


class NoCheckMissing(Rule):
    """A follow-up is not closed while a questionnaire waits for its safety check."""

    def __init__(self):
        super().__init__(
            name=CHECK_MISSING,
            message=violations.said(CHECK_MISSING),
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("closed_on"),
            condition=pgtrigger.Condition("OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL"),
            func=f"""
                IF EXISTS (SELECT FROM casework_score WHERE followup_id = NEW.id AND signed_at IS NULL) THEN
                    {Rule.refuse(CHECK_MISSING)}
                END IF;
                RETURN NEW;
            """,
        )


class NoteAfterCheck(Rule):
    """No note is signed while a questionnaire of the same follow-up waits for its safety check."""

    def __init__(self):
        super().__init__(
            name=f"{CHECK_MISSING}_note",
            message=violations.said(CHECK_MISSING),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=f"""
                PERFORM FROM casework_followup WHERE id = NEW.followup_id FOR NO KEY UPDATE;
                IF EXISTS (SELECT FROM casework_score WHERE followup_id = NEW.followup_id AND signed_at IS NULL) THEN
                    {Rule.refuse(CHECK_MISSING)}
                END IF;
                RETURN NEW;
            """,
        )


class LockedOnceSigned(Rule):
    """A signed row stays as it is: whatever is to be said is added. The keeper alone re-encrypts or erases."""

    def __init__(self, condition="TRUE"):
        super().__init__(
            name=LOCKED,
            message=violations.said(LOCKED),
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"""
                IF current_user <> '{KEEPER_ROLE}' AND ({condition}) THEN
                    {Rule.refuse(LOCKED)}
                END IF;
                IF TG_OP = 'DELETE' THEN
                    RETURN OLD;
                END IF;
                RETURN NEW;
            """,
        )
