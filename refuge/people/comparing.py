"""Two files side by side, as far as the reader may read them, and what a merge moved, in numbers."""

from dataclasses import dataclass

from django.db.models import Count, Value
from django.utils.html import format_html
from django.utils.translation import gettext as _

from refuge.access import allows
from refuge.people.age import age_words
from refuge.people.choices import LANGUAGES, GenderIdentity, Orientation, labels
from refuge.people.merging import all_rules
from refuge.people.models import Person
from refuge.people.taking import GROUPS, differ
from refuge.questions import SOMEBODY, SOMEBODY_ELSE, ask
from refuge.ui.words import short_day


@dataclass
class Row:
    label: str
    kept: object
    absorbed: object
    differs: bool = False


def compared(kept, absorbed, user) -> list[Row]:
    """The fields that `user` may read, those of both files empty left out."""
    rows = [
        Row(group.label, worded(group.name, kept), worded(group.name, absorbed), differ(group, kept, absorbed))
        for group in GROUPS
        if allows(user, group.permission) and not (group.is_empty(kept) and group.is_empty(absorbed))
    ]
    if kept.languages or absorbed.languages:
        rows.append(Row(_("Languages"), labels(LANGUAGES, kept.languages), labels(LANGUAGES, absorbed.languages)))
    return rows


def holdings(kept, absorbed, user) -> list[Row]:
    """How much each file holds of what `user` may read. One query."""
    told = [rule for rule in all_rules() if rule.is_told_to(user)]
    files = {SOMEBODY: kept.pk, SOMEBODY_ELSE: absorbed.pk}
    numbers = dict(ask("people.holdings", user, lambda: _holdings(told, user), stand_ins=files)) if told else {}
    rows = (
        Row(rule.label, numbers.get(f"kept {place}", 0), numbers.get(f"absorbed {place}", 0))
        for place, rule in enumerate(told)
    )
    return [row for row in rows if row.kept or row.absorbed]


def _holdings(told, user):
    files = {"kept": Person(pk=SOMEBODY), "absorbed": Person(pk=SOMEBODY_ELSE)}
    return _united(
        {f"{name} {place}": rule.seen_by(user, file) for place, rule in enumerate(told) for name, file in files.items()}
    )


def _united(querysets: dict):
    """(name, how many rows) of each queryset that has any, in one query."""
    first, *others = (
        rows.order_by()
        .annotate(behind=Value(name))
        .values("behind")
        .annotate(number=Count("pk"))
        .values_list("behind", "number")
        for name, rows in querysets.items()
    )
    return first.union(*others, all=True)


def moved(merge, user) -> list[tuple[str, int]]:
    """(what, how many) a merge moved, of the rows that `user` may read. One query."""
    lines = merge.moves.exclude(field="").values("row")
    where = merge.absorbed if merge.is_parted else merge.kept
    return _told(user, lambda rule: rule.seen_by(user, where).filter(pk__in=lines))


def noted_since(merge, user) -> list[tuple[str, int]]:
    """(what, how many) came onto the kept file between the merge and its parting, or now: it stays there. One query."""
    span = {"events__pgh_label": "insert", "events__pgh_created_at__gt": merge.merged_at}
    if merge.parted_at:
        span["events__pgh_created_at__lte"] = merge.parted_at
    return _told(user, lambda rule: rule.seen_by(user, merge.kept).filter(**span))


def _told(user, rows_of) -> list[tuple[str, int]]:
    told = [rule for rule in all_rules() if rule.is_told_to(user)]
    numbers = dict(_united({str(place): rows_of(rule) for place, rule in enumerate(told)})) if told else {}
    return [(rule.label, numbers[str(place)]) for place, rule in enumerate(told) if numbers.get(str(place))]


def worded(name: str, person):
    """What a file says of one group of fields, in words; "" where it says nothing."""
    words = {
        "chosen_name": lambda each: _private(each.chosen_name),
        "age": _age,
        "legal_name": lambda each: _private(each.legal_name),
        "residence": lambda each: each.get_residence_display() if each.residence else "",
        "worker": lambda each: each.worker.name if each.worker else "",
        "gender": lambda each: _own_words(GenderIdentity, each.gender_identity, each.gender_words),
        "orientation": lambda each: _own_words(Orientation, each.orientation, each.orientation_words),
        "health": lambda each: _private(each.health),
    }
    return words[name](person) if name in words else getattr(person, name)


def _age(person) -> str:
    if not (person.birth_date or person.birth_year or person.stated_age):
        return ""
    day = person.birth_date or person.stated_on
    return f"{age_words(person)} · {short_day(day)}" if day else age_words(person)


def _own_words(answers, codes, words):
    return _private(" · ".join(filter(None, (labels(answers.choices, codes), words))))


def _private(text):
    """Blurred in discreet mode."""
    return format_html('<span class="private" tabindex="0">{}</span>', text) if text else ""
