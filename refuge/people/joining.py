"""What two cards about the same number, or the same contact outside, say together: the safest answer of the two."""

from datetime import time

from refuge.people.models import Answer, Channel, Closure, OutsideContact

USES = ("may_call", "may_voicemail", "may_text", "may_name_refuge")
QUESTIONS = ("knows_orientation", "knows_gender", "knows_refuge")
MIDNIGHT, LAST = time.min, time.max


def same_channels(kept, absorbed) -> list:
    """Pairs of channels with the same number or address."""
    own = {(each.kind, each.value): each for each in Channel.objects.current().filter(person=kept)}
    others = Channel.objects.current().filter(person=absorbed).order_by("created_at", "id")
    return _once((own.get((each.kind, each.value)), each) for each in others)


def same_contacts(kept, absorbed) -> list:
    """Pairs of outside contacts of one kind, and the same one where it is told which."""
    own = {_contact(each): each for each in OutsideContact.objects.current().filter(person=kept)}
    others = OutsideContact.objects.current().filter(person=absorbed).order_by("id")
    return _once((own.get(_contact(each)), each) for each in others)


def same_closures(kept, absorbed) -> list:
    """Closures to a colleague to whom the kept file is closed already."""
    closed = Closure.objects.filter(reopened_at__isnull=True)
    own = {each.user_id: each for each in closed.filter(person=kept)}
    return _once((own.get(each.user_id), each) for each in closed.filter(person=absorbed))


def join_channels(first, second) -> dict:
    """ "never" and "no" win, and the hours are those that both allow; no common hour means never."""
    hours = common_hours(first, second)
    return {
        **{name: _safer(getattr(first, name), getattr(second, name), Answer.NO) for name in USES},
        "monitored": _safer(first.monitored, second.monitored, Answer.YES),
        "never": first.never or second.never or hours is None,
        "is_emergency": first.is_emergency or second.is_emergency,
        "only_after": hours[0] if hours else first.only_after,
        "only_before": hours[1] if hours else first.only_before,
        "code_word": both(first.code_word, second.code_word, " / "),
        "note": both(first.note, second.note, "\n"),
    }


def join_contacts(first, second) -> dict:
    """ "No" wins. Where the two would have another name or pronouns used, the question is open again, and letters are
    held until somebody asks."""
    contradicts = any(
        getattr(first, name) and getattr(second, name) and getattr(first, name) != getattr(second, name)
        for name in ("name_to_use", "pronouns_to_use")
    )
    answers = {name: _safer(getattr(first, name), getattr(second, name), Answer.NO) for name in QUESTIONS}
    neutral = OutsideContact.Letterhead.NEUTRAL
    return {
        **answers,
        **({"knows_gender": Answer.NOT_ASKED} if contradicts else {}),
        "name_to_use": first.name_to_use or second.name_to_use,
        "pronouns_to_use": first.pronouns_to_use or second.pronouns_to_use,
        "language": first.language or second.language,
        "letterhead": neutral if neutral in (first.letterhead, second.letterhead) else first.letterhead,
    }


def common_hours(first, second):
    """(after, before) that both allow, None where they share no hour that can be told in two times."""
    if _hours(first) == (None, None) or _hours(second) == (None, None):
        return _hours(second) if _hours(first) == (None, None) else _hours(first)
    if _over_midnight(first) != _over_midnight(second):
        return None
    after = max(first.only_after or MIDNIGHT, second.only_after or MIDNIGHT)
    before = min(first.only_before or LAST, second.only_before or LAST)
    if after >= before and not _over_midnight(first):
        return None
    return (None if after == MIDNIGHT else after), (None if before == LAST else before)


def _hours(channel) -> tuple:
    return channel.only_after, channel.only_before


def _over_midnight(channel) -> bool:
    return bool(channel.only_after and channel.only_before and channel.only_after > channel.only_before)


def _safer(first, second, wins) -> str:
    """The careful answer if one of them gave it, else whichever was given."""
    return wins if wins in (first, second) else first or second


def both(first: str, second: str, between: str) -> str:
    """Two texts one after the other; what the first says already is not said twice."""
    return first if not second or second in first else between.join(filter(None, (first, second)))


def _contact(contact) -> tuple:
    return contact.kind, contact.detail.strip().casefold()


def _once(pairs) -> list:
    """Each row of the kept file takes one double; a further one moves."""
    found = {}
    for own, other in pairs:
        if own is not None:
            found.setdefault(own.pk, (own, other))
    return list(found.values())
