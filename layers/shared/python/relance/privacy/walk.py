"""How far the daily walk over everybody has come."""

from datetime import date

from relance.records import Cursor, Record


class RetentionCursor(Record):
    """The walk of a day: the page it reads next, or that it has met everybody."""

    day: date
    after: Cursor | None = None
    done: bool = False

    def on(self, today: date) -> "RetentionCursor":
        """Where to go on today: a walk that broke off is ended first, one that ended begins again on another day."""
        return RetentionCursor(day=today) if self.done and self.day != today else self
