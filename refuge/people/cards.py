"""What stands on the safe-contact card and in the who-knows matrix, in words: warnings before the number."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from refuge.people import phones
from refuge.people.models import Answer, Channel, OutsideContact
from refuge.questions import SOMEBODY, read
from refuge.ui.words import clock


@dataclass
class ChannelCard:
    """One number or address: what to know first, then what it may be used for, then the number, hidden."""

    channel: Channel

    @cached_property
    def title(self) -> str:
        kind = self.channel.get_kind_display()
        return kind if self.channel.whose == Channel.Whose.SELF else f"{kind} · {self.channel.get_whose_display()}"

    @cached_property
    def masked(self) -> str:
        return phones.masked(self.channel.kind, self.channel.value)

    @cached_property
    def shown(self) -> str:
        return phones.display(self.channel.kind, self.channel.value)

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """(words, tone), the gravest first. A question not asked is answered with the careful answer."""
        channel = self.channel
        if channel.never:
            return [(_("never use"), "late")]
        said = [(_("watched by others"), "late")] if channel.monitored == Answer.YES else []
        said += [(text, "soon") for text in self._hours()]
        if channel.may_name_refuge == Answer.NO:
            said.append((_("do not name the Refuge"), "late"))
        elif not channel.may_name_refuge:
            said.append((_("not asked: do not name the Refuge"), "soon"))
        return said

    def _hours(self) -> list[str]:
        after, before = self.channel.only_after, self.channel.only_before
        said = [_("not before %(time)s") % {"time": clock(after)}] if after else []
        return said + ([_("not after %(time)s") % {"time": clock(before)}] if before else [])

    @property
    def is_bad_moment(self) -> bool:
        """Whether it is now outside the hours that were agreed."""
        now, after, before = timezone.localtime().time(), self.channel.only_after, self.channel.only_before
        if after and before and after > before:
            return before < now < after
        return bool((after and now < after) or (before and now > before))

    @property
    def uses(self) -> str:
        """In one line, what it may be used for; nothing is said of an address."""
        if self.channel.never or self.channel.kind != Channel.Kind.PHONE:
            return ""
        names = {"may_call": _("call"), "may_voicemail": _("voicemail"), "may_text": _("text message")}
        words = {Answer.YES: pgettext("use", "%(use)s yes"), Answer.NO: pgettext("use", "%(use)s no")}
        asked = [(name, getattr(self.channel, field)) for field, name in names.items()]
        return " · ".join(words.get(answer, _("%(use)s not asked")) % {"use": name} for name, answer in asked)


@dataclass
class OutsideCard:
    """One contact outside: what may be said to them, and whether letters wait."""

    contact: OutsideContact

    @property
    def title(self) -> str:
        kind = self.contact.get_kind_display()
        return f"{kind} · {self.contact.detail}" if self.contact.detail else kind

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """(question, answer, tone) in the order of the matrix."""
        questions = (_("orientation"), _("gender identity"), _("being at the Refuge"))
        tones = {Answer.YES: "well", Answer.NO: "late", Answer.NOT_ASKED: "soon"}
        return [
            (question, Answer(answer).label, tones[answer])
            for question, answer in zip(questions, self.contact.answers, strict=True)
        ]

    @property
    def line(self) -> str:
        held = [_("letters are held")] if self.contact.is_held else []
        if not any(self.contact.answers):
            return " · ".join([_("no answer yet"), *held])
        return " · ".join([*(f"{question} {str(answer).lower()}" for question, answer, _tone in self.answers), *held])

    @property
    def verdict(self) -> tuple[str, str]:
        """The one chip: to ask while something is not answered, else whether anything may be said."""
        if self.contact.is_held:
            return _("to ask"), "soon"
        if Answer.YES in self.contact.answers:
            return _("some may be said"), "well"
        return _("say nothing"), "late"


def channel_cards(person) -> list[ChannelCard]:
    """The person's own first, what must never be used last."""
    channels = _of("people.channels", person, lambda: Channel.objects.current().order_by("created_at"))
    return [ChannelCard(channel) for channel in sorted(channels, key=lambda each: (each.never, each.whose != "self"))]


def outside_cards(person) -> list[OutsideCard]:
    contacts = _of("people.outside", person, lambda: OutsideContact.objects.current().order_by("kind", "id"))
    return [OutsideCard(contact) for contact in contacts]


def _of(name, person, records) -> list:
    found = read(name, None, lambda: records().filter(person=SOMEBODY), stand_ins={SOMEBODY: person.pk})
    for each in found:
        each.person = person
    return found
