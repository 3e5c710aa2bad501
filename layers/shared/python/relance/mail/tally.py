"""What a run's mails add up to, counted in the very writes that change them: a report reads sums, never the mails."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from pydantic import Field

from relance.mail.mails import Mail, MailState, Stream
from relance.records import Record

TOLD: Final = frozenset({"delivery", "bounce", "complaint"})
"""Events that a report counts, each once a mail."""
_SKIP: Final = "skip_"


class Tally(Record):
    """The mails of one run, as far as they have moved: whatever has not is held."""

    states: dict[MailState, int] = Field(default_factory=dict)
    """How many came into each state and stayed; HELD counts down from what was planned."""
    skipped: dict[str, int] = Field(default_factory=dict)
    """Reason → mails that were planned and then, at the last moment, not sent."""
    told: dict[str, int] = Field(default_factory=dict)
    """Delivery, bounce, complaint → mails of which SES told it."""

    def in_state(self, planned: int) -> dict[MailState, int]:
        """How many of so many planned mails are in each state."""
        held = planned + self.states.get(MailState.HELD, 0)
        return {state: number for state, number in {**self.states, MailState.HELD: held}.items() if number > 0}


def told(mail: Mail) -> tuple[str, ...]:
    """Which of the counted events the mail's facts hold."""
    return tuple(sorted({fact.kind for fact in mail.facts} & TOLD))


def steps(before: MailState, mail: Mail) -> Mapping[str, int]:
    """What one write adds to its run's sums; nothing for a mail of no run."""
    if mail.stream is not Stream.CAMPAIGNS or mail.campaign_id is None:
        return {}
    counted = Counter({kind: 1 for kind in told(mail) if kind not in mail.told})
    if before is not mail.state:
        counted.update({mail.state.value: 1})
        counted.subtract({before.value: 1})
        if mail.skip_reason is not None and mail.state is MailState.SKIPPED:
            counted.update({f"{_SKIP}{mail.skip_reason}": 1})
    return counted


def added_up(sums: Mapping[str, int]) -> Tally:
    """The tally of the sums by name."""
    states = {state: sums[state.value] for state in MailState if sums.get(state.value)}
    skipped = {name.removeprefix(_SKIP): number for name, number in sums.items() if name.startswith(_SKIP)}
    return Tally(states=states, skipped=skipped, told={kind: sums[kind] for kind in sorted(TOLD) if sums.get(kind)})
