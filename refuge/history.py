"""History that the database writes itself: `@tracked` on a model, and tables that only grow.

Each change of a tracked row becomes a row of its event table, with who, when and from which page (pghistory). An
event table, like every table with the `KeeperOnly` trigger, refuses update, delete and truncate from everybody but
the database function of refuge/audit (rule 7 of the design).
"""

import pghistory
import pgtrigger
from django.utils.translation import gettext_lazy as _

from refuge import violations

KEEPER_ROLE = "refuge_keeper"

violations.say("append_only", _("What was recorded here can be added to, but not changed or removed."))


class KeeperOnly(pgtrigger.Trigger):
    """Refuse update, delete and truncate unless the keeper's function does it."""

    name = "keeper_only"
    when = pgtrigger.Before
    level = pgtrigger.Statement
    operation = pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    func = f"""
        IF current_user <> '{KEEPER_ROLE}' THEN
            RAISE EXCEPTION 'table % only grows', TG_TABLE_NAME
                USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
        END IF;
        RETURN NULL;
    """


class Rule(pgtrigger.Trigger):
    """A rule across tables. Its `func` raises through `refuse()`, so that the form shows `message`."""

    def __init__(self, *, message, **kwargs):
        super().__init__(**kwargs)
        violations.say(self.name, message)

    @staticmethod
    def refuse(rule: str) -> str:
        """The PL/pgSQL statement that refuses with the name of the rule."""
        return f"RAISE EXCEPTION 'rule {rule}' USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}';"


def because(why: str):
    """Within it, history says of each change why it was made: one word, never anything personal."""
    return pghistory.context(why=why)


def tracked(*, exclude=()):
    """Keep every insert, update and delete of the model in its event table, for good.

    Encrypted columns are copied as they are: history holds no plain text that the record does not hold.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude) or None,
        meta={"triggers": [KeeperOnly()], "default_permissions": ()},
    )
