"""What the board adds to the small shelter of the table of rights."""


class OnTheBoard:
    """A bar of the board: the space that the young person sleeps in now."""

    @property
    def _held(self):
        return {"pk": self.stay.occupancies.get(status="arrived").pk}
