"""The rules about merged files that no constraint can hold because they span rows."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

from refuge import violations
from refuge.history import Rule

MERGED = "people_file_merged"
violations.say(MERGED, _("This file has just been merged with another one: open that one."))


class FileNotMerged(Rule):
    """Nothing is noted on a file that has gone into another one. It stands on every table whose rows move with a merge
    (refuge/people/merging.py), and waits for a merge that is under way."""

    def __init__(self, column="person_id"):
        super().__init__(
            name=MERGED,
            message=violations.said(MERGED),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf(column),
            declare=[("other", "uuid")],
            func=f"""
                IF TG_OP = 'UPDATE' AND NEW.{column} IS NOT DISTINCT FROM OLD.{column} THEN
                    RETURN NEW;
                END IF;
                SELECT merged_into_id INTO other FROM people_person WHERE id = NEW.{column} FOR KEY SHARE;
                IF other IS NOT NULL THEN
                    {Rule.refuse(MERGED)}
                END IF;
                RETURN NEW;
            """,  # noqa: S608
        )


class MergedIntoAFile(Rule):
    """A file goes into one that stands by itself, and nothing is left pointing at it: there are no chains."""

    def __init__(self):
        super().__init__(
            name="people_merged_into_a_file",
            message=_("One of the files has just been merged: look at the page again."),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
            declare=[("other", "uuid")],
            func=f"""
                IF NEW.merged_into_id IS NULL THEN
                    RETURN NEW;
                END IF;
                SELECT merged_into_id INTO other FROM people_person WHERE id = NEW.merged_into_id FOR NO KEY UPDATE;
                IF other IS NOT NULL OR EXISTS (SELECT FROM people_person WHERE merged_into_id = NEW.id) THEN
                    {Rule.refuse("people_merged_into_a_file")}
                END IF;
                RETURN NEW;
            """,  # noqa: S608
        )
