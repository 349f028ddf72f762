"""The one generator that everything made up is drawn from."""

import math
import random
import uuid
from bisect import bisect
from itertools import accumulate

MANY = 50  # above it a Poisson number is drawn as a normal one: exp(-n) has an end


class Chance(random.Random):
    """Draws that come out the same for the same seed, ids included."""

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=self.getrandbits(128), version=4)

    def happens(self, share: float) -> bool:
        return self.random() < share

    def number(self, mean: float) -> int:
        """How many of something that happens `mean` times on average (Poisson)."""
        if mean > MANY:
            return max(round(self.gauss(mean, math.sqrt(mean))), 0)
        number, left, end = 0, self.random(), math.exp(-mean)
        while left > end:
            number, left = number + 1, left * self.random()
        return number


class Weighted:
    """A choice in which some answers are likelier: `Weighted({"gay": 3, "bi": 1}).draw(chance)`."""

    def __init__(self, weights: dict):
        self.values, self.sums = list(weights), list(accumulate(weights.values()))

    def draw(self, chance):
        return self.values[bisect(self.sums, chance.random() * self.sums[-1])]


class Deck:
    """Cards dealt until none is left: every answer comes as often as it stands in the deck, however rare."""

    def __init__(self, numbers: dict):
        self.cards = [value for value, number in numbers.items() for _each in range(number)]
        self.left = []

    def draw(self, chance):
        if not self.left:
            self.left = chance.sample(self.cards, len(self.cards))
        return self.left.pop()
