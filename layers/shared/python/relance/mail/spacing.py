"""How often offers may reach one person, over all campaigns: the one place that decides it.

A person has one pressure guard. The mail that takes it holds it alone until it leaves; from the moment it left, the
guard is free again after the employer's N days. It is taken in the transaction that plans a mail and dated in the one
that claims it, so two campaigns at once cannot both write to a person, however long a mail was held back in between.
"""

from typing import Final, Literal

from relance.candidates import CandidateId
from relance.mail.mails import Mail, MailState

_PRESSURE: Final = "pressure#"
_HAS_IT: Final = frozenset({MailState.CLAIMED, MailState.UNKNOWN})

type Departed = Literal["left", "not_left"] | None


def pressure_guard(candidate_id: CandidateId) -> str:
    """The one guard of this person's patience."""
    return f"{_PRESSURE}{candidate_id}"


def is_pressure(guard: str) -> bool:
    """Whether it is free again some days after its mail left."""
    return guard.startswith(_PRESSURE)


def departed(before: MailState, mail: Mail) -> Departed:
    """What a step of the ledger says about the mail having left: a claim dates the guard, a refusal undates it."""
    if mail.state is MailState.CLAIMED or (before is MailState.HELD and mail.state is MailState.ACCEPTED):
        return "left"
    return "not_left" if before in _HAS_IT and mail.state is MailState.HELD else None


def without_pressure(guards: tuple[str, ...]) -> tuple[str, ...]:
    """For a mail that a named person sends again: its first departure stays the one that counts."""
    return tuple(guard for guard in guards if not is_pressure(guard))
