"""Whether people may be written to now, from consistent reads of many at once, and why not (R29)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from relance.applications import Application, Outcome
from relance.campaigns.audience import ExclusionReason
from relance.campaigns.job_kinds import JobKind, furthest, unwanted
from relance.campaigns.rules import RelanceRules
from relance.candidates import Candidate, CandidateId
from relance.errors import InvalidInputError
from relance.jobs import JobId
from relance.mail.addresses import strict_address
from relance.mail.mails import offer_guard
from relance.mail.spacing import pressure_guard
from relance.ports.campaigns import AudienceFacts, HeldGuard
from relance.ports.mail import MailLedger
from relance.records import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityPorts:
    """The tables that decide whether a person may be written to."""

    facts: AudienceFacts
    mails: MailLedger
    address_key: Callable[[str], str]
    """Keyed hash of an address; InvalidInputError when it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consenting:
    """A person who agreed and has an address that works."""

    candidate: Candidate
    address_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contactable(Consenting):
    """The same, not hired, and the address takes our mails."""

    applications: tuple[Application, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligible(Consenting):
    """The same, with the offers that are new to them."""

    jobs: tuple[JobId, ...]


def consenting(
    ids: Sequence[CandidateId], *, eligibility: EligibilityPorts, at: Instant
) -> dict[CandidateId, Consenting | ExclusionReason]:
    """What the people themselves say, in the order given; one read a person."""
    known = eligibility.facts.candidates(ids)
    return {one: _consenting(known.get(one), eligibility=eligibility, at=at) for one in dict.fromkeys(ids)}


def contactable(
    ids: Sequence[CandidateId], *, eligibility: EligibilityPorts, at: Instant
) -> dict[CandidateId, Contactable | ExclusionReason]:
    """What the people themselves, their addresses and their applications say, in the order given."""
    known = eligibility.facts.people(ids)
    asked = {
        one: _consenting(known[one].candidate if one in known else None, eligibility=eligibility, at=at)
        for one in dict.fromkeys(ids)
    }
    keys = {found.address_key for found in asked.values() if isinstance(found, Consenting)}
    suppressed = eligibility.facts.suppressed(keys)
    return {
        one: found
        if isinstance(found, ExclusionReason)
        else _contactable(found, suppressed, applications=known[one].applications)
        for one, found in asked.items()
    }


def with_new_offers(
    people: Mapping[CandidateId, Contactable | ExclusionReason],
    wanted: Mapping[CandidateId, Sequence[JobId]],
    *,
    kinds: Mapping[JobId, JobKind],
    eligibility: EligibilityPorts,
    rules: RelanceRules,
    at: Instant,
) -> dict[CandidateId, Eligible | ExclusionReason]:
    """Who of them may be sent some of the `wanted` offers, by the guards as they are now.

    `kinds` says of each job what a person may not want of it.
    """
    asked = [one for one, found in people.items() if isinstance(found, Contactable)]
    guards = eligibility.facts.guards({guard for one in asked for guard in _guards(one, wanted.get(one, ()))})
    return {
        one: found
        if isinstance(found, ExclusionReason)
        else _new_to(found, wanted.get(one, ()), guards, kinds=kinds, rules=rules, at=at)
        for one, found in people.items()
    }


def with_offers_not_refused(
    people: Mapping[CandidateId, Consenting | ExclusionReason],
    wanted: Mapping[CandidateId, Sequence[JobId]],
    *,
    kinds: Mapping[JobId, JobKind],
    rules: RelanceRules,
    at: Instant,
) -> dict[CandidateId, Eligible | ExclusionReason]:
    """The same for offers that were new to these people when the audience was frozen.

    Guards are conditions of the transaction that follows; what they applied for since is seen before the claim.
    """
    return {
        one: found
        if isinstance(found, ExclusionReason)
        else _eligible(found, wanted.get(one, ()), {}, kinds=kinds, rules=rules, at=at)
        for one, found in people.items()
    }


def _consenting(
    candidate: Candidate | None, *, eligibility: EligibilityPorts, at: Instant
) -> Consenting | ExclusionReason:
    if candidate is None:
        return ExclusionReason.CANDIDATE_GONE
    refusal = candidate.contact_refusal(at)
    if refusal is not None:
        return ExclusionReason(refusal.value)
    if candidate.email is None:
        return ExclusionReason.NO_ADDRESS
    try:
        key = eligibility.address_key(strict_address(candidate.email))  # The sender's own rule.
    except InvalidInputError:
        return ExclusionReason.BAD_ADDRESS
    return Consenting(candidate=candidate, address_key=key)


def _contactable(
    person: Consenting, suppressed: Collection[str], *, applications: tuple[Application, ...]
) -> Contactable | ExclusionReason:
    if person.address_key in suppressed:
        return ExclusionReason.SUPPRESSED
    if any(application.outcome is Outcome.HIRED for application in applications):
        return ExclusionReason.HIRED
    return Contactable(candidate=person.candidate, address_key=person.address_key, applications=applications)


def _guards(one: CandidateId, jobs: Iterable[JobId]) -> list[str]:
    return [pressure_guard(one), *(offer_guard(job, one) for job in jobs)]


def _new_to(
    person: Contactable,
    jobs: Sequence[JobId],
    guards: Mapping[str, HeldGuard],
    *,
    kinds: Mapping[JobId, JobKind],
    rules: RelanceRules,
    at: Instant,
) -> Eligible | ExclusionReason:
    applied = {application.job_id for application in person.applications}
    unapplied = [job for job in jobs if job not in applied]
    if jobs and not unapplied:
        return ExclusionReason.ALREADY_APPLIED
    return _eligible(person, unapplied, guards, kinds=kinds, rules=rules, at=at)


def _eligible(
    person: Consenting,
    jobs: Sequence[JobId],
    guards: Mapping[str, HeldGuard],
    *,
    kinds: Mapping[JobId, JobKind],
    rules: RelanceRules,
    at: Instant,
) -> Eligible | ExclusionReason:
    if not jobs:
        return ExclusionReason.JOB_CLOSED
    one, wishes = person.candidate.candidate_id, person.candidate.wishes
    against = {job: why for job in jobs if (why := unwanted(kinds[job], wishes)) is not None}
    if len(against) == len(jobs):
        return ExclusionReason(furthest(against.values()).value)
    new = tuple(job for job in jobs if job not in against and offer_guard(job, one) not in guards)
    if not new:
        return ExclusionReason.ALREADY_OFFERED
    if _pressed(guards.get(pressure_guard(one)), rules.quiet_since(at, for_whom=person.candidate)):
        return ExclusionReason.MAILED_LATELY
    return Eligible(candidate=person.candidate, address_key=person.address_key, jobs=new)


def _pressed(held: HeldGuard | None, since: Instant | None) -> bool:
    """Whether another offer waits to leave for this person, or left too lately."""
    if held is None or since is None:
        return False
    return held.sent_at is None or held.sent_at > since
