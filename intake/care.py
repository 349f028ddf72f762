"""What intake knows of risks, of minors and of asylum, made ready for the pages that others draw."""

from datetime import date, timedelta

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from intake.ages import age_status
from intake.models import AsylumFile, CentreIncident, DangerAssessment, DangerQuestion, MinorFollowUp, Request, RiskFlag
from intake.models.choices import Answer
from intake.registry import DUE_ROW, due_sources
from intake.reminders import TURNED_18, is_of_a_minor
from refuge.access import allows
from refuge.notifications.models import Alert
from refuge.people.models import AgeStatus, Person
from refuge.questions import SOMEBODY, read
from refuge.ui.words import short_day

ON_TODAY = 8
DANGER = DangerAssessment.Level
TONES = {DANGER.ACUTE: "late", DANGER.WORRYING: "soon", DANGER.UNCLEAR: "soon", DANGER.NONE: "well"}
SHOWN = ("centre", "referred_by", "account", "sp_number", "badge_number", "agreed_with")


def standing_flags(person) -> list[RiskFlag]:
    """The flags that stand, the gravest first; asked once for a page's header and its card."""
    if not hasattr(person, "standing_flags"):
        flags = read("person.flags", None, _flags_of_somebody, stand_ins={SOMEBODY: person.pk})
        for flag in flags:
            flag.person = person
        person.standing_flags = _gravest_first(flags)
    return person.standing_flags


def _flags_of_somebody():
    return RiskFlag.objects.filter(person=SOMEBODY).standing().order_by("since")


def flags_of(record) -> list[RiskFlag]:
    """The same for the person of a record that came with `flags_raised`: what a chip shows, without a query."""
    rows = ({**row, "review_on": date.fromisoformat(row["review_on"])} for row in record.raised)
    return _gravest_first(RiskFlag(**row) for row in rows)


def _gravest_first(flags) -> list[RiskFlag]:
    return sorted(flags, key=lambda flag: list(RiskFlag.Level).index(flag.level), reverse=True)


def flag_chips(request, person):
    """In the header: those that warn, and those nobody looked at again in time."""
    flags = [flag for flag in standing_flags(person) if flag.level != RiskFlag.Level.NONE or flag.is_overdue]
    return {"flags": flags, "person": person} if flags else None


def flags_card(request, person) -> dict:
    return {
        "flags": standing_flags(person),
        "person": person,
        "may_add": not person.has_died and allows(request.user, "intake.add_flag"),
        "may_change": not person.has_died and allows(request.user, "intake.change_flag"),
    }


def flags_of_request(request, record):
    return flags_card(request, record.person) if record.person else None


def minor_card(request, record):
    """Of somebody under 18: the danger, newest first, and who keeps in touch."""
    if age_status(record.person) != AgeStatus.MINOR:
        return None
    alive = not record.person.has_died
    dangers = record.danger_assessments.select_related("assessed_by").order_by("-assessed_at")
    return {
        "dangers": [_danger(each) for each in dangers],
        "follow_up": getattr(record.person, "minor_follow_up", None),
        "may_assess": alive and allows(request.user, "intake.assess_request"),
        "may_follow": alive and allows(request.user, "intake.follow_minor", record),
    }


def _danger(record) -> dict:
    answers = record.answers or {}
    told = [(each.label, Answer(answers[each]).label) for each in DangerQuestion if each in answers]
    return {"record": record, "tone": TONES[record.level], "answers": told}


def birthday_card(request, record):
    return {"may_decide": allows(request.user, "intake.decide_request")} if is_of_a_minor(record) else None


def asylum_of_request(request, record):
    """Of applicants, and of whoever has an asylum file: it came with the page."""
    person = record.person
    if person is None or (not hasattr(person, "asylum_file") and person.residence != Person.Residence.APPLICANT):
        return None
    return reception_card(request, person)


def asylum_of_person(request, person):
    """Of applicants. Nobody else's page asks for a file."""
    return reception_card(request, person) if person.residence == Person.Residence.APPLICANT else None


def reception_card(request, person) -> dict:
    """Where asylum stands; all of it to those who may read it."""
    file = getattr(person, "asylum_file", None)
    may_view = allows(request.user, "intake.view_asylum")
    standing, tone = _standing(file)
    facts = _facts(file) if file and may_view else []
    return {"person": person, "standing": standing, "tone": tone, "may_view": may_view, "facts": facts}


def _standing(file: AsylumFile | None) -> tuple[str, str]:
    standing = file.agreement_on(timezone.localdate()) if file else "none"
    if standing == "running" and file.agreement_ends_on:
        return _("Agreement until %(day)s") % {"day": short_day(file.agreement_ends_on)}, "well"
    words = {"none": (_("No agreement noted"), "soon"), "running": (_("Agreement running"), "well")}
    return words.get(standing) or (_("Agreement ended on %(day)s") % {"day": short_day(file.agreement_ends_on)}, "late")


def _facts(file) -> list[tuple]:
    facts = [(_label(file, name), getattr(file, name)) for name in SHOWN]
    incidents = ", ".join(str(CentreIncident(code).label) for code in file.incidents or [])
    facts.insert(2, (_label(file, "incidents"), incidents))
    facts.append((_label(file, "agreed_on"), short_day(file.agreed_on)))
    return [fact for fact in facts if fact[1]]


def _label(file, name) -> str:
    """With a capital, and the others as they stand: a number of the SP."""
    return capfirst(file._meta.get_field(name).verbose_name)


def due_today(request, record):
    """Flags to look at again, contacts with minors, birthdays that the reader was told of and nobody acted on, and what
    later apps add; what cannot be made good first, nothing where there is none. One query."""
    today, user = timezone.localdate(), request.user
    rows = read("today.due", user, lambda: _all_due(user, today))
    for row in rows:
        row["risk"] = RiskFlag.Kind(row["fact"]).label if row["what"] == "flag" else ""
        row["is_overdue"] = row["due_on"] < today
        row |= next((source.about(row) for source in due_sources if row["what"].startswith(source.prefix)), {})
    return {"rows": rows} if rows else None


def _all_due(user, today):
    told = Alert.objects.open().filter(kind=TURNED_18.code, recipient=user).values("subject_id")
    grown = Request.objects.visible_to(user).filter(pk__in=told)
    flags = RiskFlag.objects.visible_to(user).standing().filter(review_on__lte=today)
    contacts = MinorFollowUp.objects.visible_to(user).overdue(today + timedelta(days=1))
    due = [
        _due(flags, "flag", "review_on", "kind"),
        _due(contacts, "contact", "next_on", "worker__name"),
        _due(grown, "birthday", "person__adult_from", "reference"),
        *(rows for source in due_sources for rows in source.rows(user, today)),
    ]
    return due[0].union(*due[1:], all=True).order_by("weight", "due_on", "name")[:ON_TODAY]


def _due(records, what, due_on, fact):
    """Records in the one shape of the card's rows."""
    shape = {"what": Value(what), "weight": Value(1), "due_on": F(due_on), "fact": Cast(fact, CharField())}
    return (
        records.order_by()
        .annotate(**shape, name=F("person__chosen_name"), file=F("person__reference"))
        .values(*DUE_ROW)
    )
