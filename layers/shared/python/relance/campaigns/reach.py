"""How many of a segment a campaign would reach, and how many not for which reason: one question to the index.

The index is seconds behind the tables; a run re-reads each person before anything is written (R29).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from relance.applications import Outcome
from relance.campaigns.audience import ExclusionReason
from relance.candidates import ContractWish
from relance.jobs import JobId
from relance.ports.search import CandidateIndex
from relance.records import Instant, Record
from relance.segments import AddressState, Condition, ContractWishes, HistoryFilter, ReceivedFilter, Segment

type ExclusionConditions = Mapping[ExclusionReason, Condition]
"""Whom which reason leaves out, in the order in which reasons are looked at: the first one counts."""

NOT_AGREED: Final[ExclusionConditions] = {
    ExclusionReason.DO_NOT_CONTACT: Condition(do_not_contact=True),
    ExclusionReason.UNSUBSCRIBED: Condition(unsubscribed=True),
    ExclusionReason.PAUSED: Condition(paused=True),
    ExclusionReason.NO_CONSENT: Condition(consented=False),
}
"""What the person said, or did not say, about being written to."""
UNREACHABLE: Final[ExclusionConditions] = {
    ExclusionReason.NO_ADDRESS: Condition(addresses=frozenset({AddressState.NONE})),
    ExclusionReason.BAD_ADDRESS: Condition(addresses=frozenset({AddressState.INVALID})),
    ExclusionReason.SUPPRESSED: Condition(addresses=frozenset({AddressState.SUPPRESSED})),
}


_HIRED: Final[ExclusionConditions] = {
    ExclusionReason.HIRED: Condition(history=HistoryFilter(outcomes=frozenset({Outcome.HIRED})))
}


type Contracts = Mapping[JobId, frozenset[ContractWish]]
"""What each offer's contract may be; an offer that does not say it is left out."""
NO_CONTRACTS: Final[Contracts] = {}


class Reach(Record):
    """Everybody of a segment, counted once."""

    matching: int
    excluded: dict[ExclusionReason, int]
    """Reasons that hold for somebody."""
    reachable: int


def exclusion_conditions(
    jobs: Sequence[JobId], *, contracts: Contracts = NO_CONTRACTS, mailed_since: Instant | None
) -> ExclusionConditions:
    """Every reason that the index knows of, in the order of `relance.campaigns.eligibility`.

    Without jobs, none that depends on an offer; `mailed_since` begins the time in which nobody gets a second offer. The
    index does not know which kinds of jobs people refuse: those are found when an audience is taken.
    """
    found = {**NOT_AGREED, **UNREACHABLE, **_HIRED}
    if jobs:
        found |= _of_offers(jobs, contracts)
    if mailed_since is not None:
        found[ExclusionReason.MAILED_LATELY] = Condition(received=ReceivedFilter(since=mailed_since))
    return found


def reach(segment: Segment, cases: ExclusionConditions, *, index: CandidateIndex, at: Instant) -> Reach:
    """Counts everybody of the segment under the first reason that silences them; likeness is not looked at."""
    *silent, reachable = index.tally(segment.model_copy(update={"like": None}), list(cases.values()), at=at)
    excluded = {reason: people for reason, people in zip(cases, silent, strict=True) if people}
    return Reach(matching=sum(silent) + reachable, excluded=excluded, reachable=reachable)


def _of_offers(jobs: Sequence[JobId], contracts: Contracts) -> ExclusionConditions:
    """Applied to every job; besides that, look for another contract than every job has; or were sent every job."""
    applied = {job: Condition(history=HistoryFilter(jobs=frozenset({job}))) for job in jobs}
    refused = {job: _another_contract(known) for job in jobs if (known := contracts.get(job))}
    sent = {job: Condition(received=ReceivedFilter(jobs=frozenset({job}))) for job in jobs}

    def every(*reasons: Mapping[JobId, Condition]) -> Condition:
        return Condition(all_of=tuple(Condition(any_of=tuple(r[job] for r in reasons if job in r)) for job in jobs))

    found = {ExclusionReason.ALREADY_APPLIED: Condition(all_of=tuple(applied.values()))}
    if refused:
        found[ExclusionReason.NOT_THIS_CONTRACT] = every(applied, refused)
    return found | {ExclusionReason.ALREADY_OFFERED: every(applied, refused, sent)}


def _another_contract(offered: frozenset[ContractWish]) -> Condition:
    """Said which contracts they look for, and named none of these."""
    return Condition(none_of=(Condition(contracts=ContractWishes(any_of=offered, or_unstated=True)),))
