"""A procedure is not closed over a deadline that runs: from either side, each holding the track while it looks."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

from refuge import violations
from refuge.history import Rule

CLOSED = "casework_no_deadline_in_a_closed_track"
violations.say(CLOSED, _("A deadline is still running: say first what became of it."))


class NoDeadlineRunsInAClosedTrack(Rule):
    """On deadlines: none begins to run, or runs again, in a closed track."""

    def __init__(self):
        super().__init__(
            name=CLOSED,
            message=violations.said(CLOSED),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            declare=[("closed", "date")],
            func=f"""
                IF NEW.ended_at IS NOT NULL OR NEW.removed_at IS NOT NULL THEN
                    RETURN NEW;
                END IF;
                SELECT closed_on INTO closed FROM casework_asylumtrack WHERE id = NEW.track_id FOR NO KEY UPDATE;
                IF closed IS NOT NULL THEN
                    {Rule.refuse(CLOSED)}
                END IF;
                RETURN NEW;
            """,  # noqa: S608 the name is the code's own
        )


class NoDeadlineRunsOnClosing(Rule):
    """On tracks: the row is held by the update itself, so that a deadline set at the same moment is seen or waits."""

    def __init__(self):
        super().__init__(
            name=CLOSED,
            message=violations.said(CLOSED),
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("closed_on"),
            func=f"""
                IF NEW.closed_on IS NOT NULL AND EXISTS (
                    SELECT FROM casework_asylumdeadline
                    WHERE track_id = NEW.id AND ended_at IS NULL AND removed_at IS NULL) THEN
                    {Rule.refuse(CLOSED)}
                END IF;
                RETURN NEW;
            """,
        )
