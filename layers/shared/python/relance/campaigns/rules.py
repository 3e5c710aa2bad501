"""The employer's rules for keeping contact: how often, and how many offers a mail may hold."""

from datetime import timedelta
from typing import Final

from pydantic import Field

from relance.candidates import Candidate
from relance.records import Instant, Record

NO_RULE: Final = timedelta(0)


class RelanceRules(Record):
    """Decided once for all campaigns of an employer."""

    every: timedelta = Field(default=NO_RULE, ge=NO_RULE)
    """An offer reaches a person at most once in this time, over all campaigns; zero: no such rule."""

    def quiet_since(self, at: Instant, *, for_whom: Candidate | None = None) -> Instant | None:
        """Whoever was sent an offer after this moment is left in peace at `at`; None: there is no such rule.

        A person's own rhythm counts where it is slower than the employer's.
        """
        own = for_whom.wishes.offers_every_days if for_whom else None
        every = max(self.every, timedelta(days=own or 0))
        return at - every if every else None
