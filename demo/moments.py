"""Days and hours told from now."""

from datetime import datetime, time, timedelta


class Moments:
    """Days and hours told from now, so that the demo is never out of date."""

    def __init__(self, now: datetime):
        self.now = now

    def day(self, offset: int):
        """Today, or so many days after it."""
        return self.now.date() + timedelta(days=offset)

    def ago(self, days: float = 0, hours: float = 0) -> datetime:
        """A moment before now; days back it falls into office hours."""
        moment = self.now - timedelta(days=days, hours=hours)
        if days < 1:
            return moment
        office = time(9 + int(days * 7) % 9, int(days * 37) % 60)
        return datetime.combine(moment.date(), office, tzinfo=self.now.tzinfo)
