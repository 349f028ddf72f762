"""What the words of an e-mail seem to say, each with the passage it was read from. Proposals: somebody looks at all
of them before anything is filed."""

from dataclasses import dataclass

AROUND = 60


@dataclass(frozen=True)
class Found:
    """A passage: where it stands in the text, and the value read from it. `field` is a field of the call form."""

    field: str
    value: str
    start: int
    end: int
    theirs: bool = True  # of the young person; False for the sender's own number, address, service


@dataclass(frozen=True)
class Proposal:
    """Ready for the page: what is proposed, in words, and the passage: before, the words themselves, after."""

    field: str
    label: str
    value: str
    shown: str
    before: str
    words: str
    after: str
    theirs: bool = True


def proposals_of(text: str, sender: str = "") -> list[Proposal]:
    """Every proposal, the likeliest of each field first."""
    from intake.mail.recognisers import recognise
    from intake.mail.words import label_of, shown_as

    return [
        Proposal(
            field=found.field,
            label=label_of(found),
            value=found.value,
            shown=shown_as(found),
            before=_before(text, found.start),
            words=text[found.start : found.end],
            after=_after(text, found.end),
            theirs=found.theirs,
        )
        for found in recognise(text, sender)
    ]


def _before(text: str, start: int) -> str:
    if not start:
        return ""
    part = " ".join(text[max(0, start - AROUND) : start].split("\n")[-2:])
    return f"…{part}" if start > AROUND else part


def _after(text: str, end: int) -> str:
    part = " ".join(text[end : end + AROUND].split("\n")[:2])
    return f"{part}…" if len(text) > end + AROUND else part


def initial_of(proposals, *, agreed: bool) -> dict:
    """The call form filled in: the likeliest of each field. Without the young person's agreement nothing of theirs,
    and the sender is who can be reached."""
    first = {}
    for proposal in proposals:
        if agreed or not proposal.theirs or proposal.field == "urgency":
            first.setdefault((proposal.field, proposal.theirs), proposal.value)
    filled = {field: value for (field, theirs), value in first.items() if theirs or field == "caller_organisation"}
    if not agreed:
        filled["call_back"] = first.get(("call_back", False), "")
    languages = filled.pop("languages", "")
    return {name: value for name, value in filled.items() if value} | (
        {"languages": languages.split(",")} if languages else {}
    )
