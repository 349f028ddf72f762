"""One search over what every app offers."""

from dataclasses import dataclass

from refuge import registry

SHORTEST = 2


@dataclass
class Found:
    """What was looked for, and hits by kind, best first."""

    text: str
    groups: list

    @property
    def empty(self) -> bool:
        return not self.text

    @property
    def too_short(self) -> bool:
        return 0 < len(self.text) < SHORTEST

    @property
    def count(self) -> int:
        return sum(len(hits) for _label, hits in self.groups)


def find(user, text, limit) -> Found:
    """Ask every provider that `user` may see; a text of fewer than two signs asks nobody."""
    if len(text) < SHORTEST:
        return Found(text, [])
    providers = registry.search_providers.shown_to(user)
    answers = ((provider.label, list(provider.find(user, text, limit))) for provider in providers)
    return Found(text, [(label, hits) for label, hits in answers if hits])
