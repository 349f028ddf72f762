"""Who of the staff did what in the past."""

EVENING = 18 * 60


class Team:
    """`coordinators` decide, `management` approves, `educators` are there in the evening."""

    def __init__(self, coordinators, educators, management, chance):
        self.coordinators, self.educators, self.management = coordinators, educators, management
        self.chance = chance

    def coordinator(self):
        return self.chance.choice(self.coordinators)

    def worker(self):
        """Somebody to be in charge of a file."""
        return self.chance.choice(self.educators) if self.chance.happens(0.3) else self.coordinator()

    def noting(self, minute: int):
        """Who takes the phone."""
        return self.chance.choice(self.educators) if minute >= EVENING else self.coordinator()
