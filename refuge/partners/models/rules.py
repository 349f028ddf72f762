"""The rules of a referral that span tables. Each reads the row it goes by under a lock, so that an answer, a consent
or an age changed at the same moment is either seen or waits its turn."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

from refuge import violations
from refuge.history import Rule
from refuge.partners.choices import FOR_MINORS_ONLY

NOT_HELD, WITH_CONSENT, FOR_MINORS = "partners_not_held", "partners_with_consent", "partners_youth_for_minors"
YOUTH = "({})".format(", ".join(f"'{kind.value}'" for kind in FOR_MINORS_ONLY))

violations.say(WITH_CONSENT, _("Nothing is sent without the young person’s consent to share with this organisation."))


class SentAsAgreed(Rule):
    """Nothing leaves while a who-knows question is unanswered or consent is missing, unless the hold was lifted."""

    def __init__(self):
        super().__init__(
            name=NOT_HELD,
            message=_("Held back: ask first what this organisation may know."),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""
                IF NEW.sent_on IS NULL OR NEW.lifted_at IS NOT NULL
                    OR (TG_OP = 'UPDATE' AND OLD.sent_on IS NOT NULL) THEN
                    RETURN NEW;
                END IF;
                PERFORM FROM people_outsidecontact
                    WHERE id = NEW.outside_id AND person_id = NEW.person_id AND removed_at IS NULL
                        AND knows_orientation <> '' AND knows_gender <> '' AND knows_refuge <> '' FOR SHARE;
                IF NOT FOUND THEN
                    {Rule.refuse(NOT_HELD)}
                END IF;
                PERFORM FROM people_consent
                    WHERE id = NEW.consent_id AND person_id = NEW.person_id AND purpose = 'sharing'
                        AND withdrawn_at IS NULL FOR SHARE;
                IF NOT FOUND THEN
                    {Rule.refuse(WITH_CONSENT)}
                END IF;
                RETURN NEW;
            """,
        )


class YouthForMinors(Rule):
    """A youth service is told only of who is certainly under 18 on that day. Two entries of one such service may be
    merged whatever became known since."""

    def __init__(self):
        super().__init__(
            name=FOR_MINORS,
            message=_("Youth services are for those certainly under 18."),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""
                IF TG_OP = 'UPDATE' AND (NEW.sent_on IS NULL OR OLD.sent_on IS NOT NULL)
                    AND (NEW.organisation_id = OLD.organisation_id OR EXISTS (
                        SELECT FROM partners_organisation WHERE id = OLD.organisation_id AND type IN {YOUTH})) THEN
                    RETURN NEW;
                END IF;
                IF NOT EXISTS (SELECT FROM partners_organisation WHERE id = NEW.organisation_id AND type IN {YOUTH})
                THEN
                    RETURN NEW;
                END IF;
                PERFORM FROM people_person
                    WHERE id = NEW.person_id AND minor_until > coalesce(NEW.sent_on, NEW.prepared_on) FOR SHARE;
                IF NOT FOUND THEN
                    {Rule.refuse(FOR_MINORS)}
                END IF;
                RETURN NEW;
            """,  # noqa: S608 the kinds are the code's own
        )
