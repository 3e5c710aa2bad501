"""What is known of a person, gathered from the tables: the same for the index and for whoever asks the truth."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from relance.applications import Application
from relance.candidates import Candidate
from relance.cv.profile import Profile
from relance.errors import InvalidInputError
from relance.jobs import JobId
from relance.mail.addresses import strict_address
from relance.mail.ledger import PROOFS_OF_SENDING
from relance.mail.mails import LEFT, Mail, MailState, Stream
from relance.matching.analysis import fold
from relance.records import Instant
from relance.segments.facts import AddressState, ApplicationFact, CandidateFacts, ReceivedFact
from relance.segments.trades import title_key, trades_of

_MOST_TITLES: Final = 20
_RECEIVED: Final = LEFT | {MailState.CLAIMED}
"""What is with SES at this moment counts as received: nobody is asked twice meanwhile."""


def facts_of(
    candidate: Candidate,
    applications: Sequence[Application],
    mails: Sequence[Mail] = (),
    *,
    address: AddressState = AddressState.USABLE,
) -> CandidateFacts:
    """What filters can know of a candidate; `mails` are all of theirs, of every kind and state."""
    profile, consent, wishes = candidate.profile, candidate.consent, candidate.wishes
    titles = frozenset(_titles(profile)) if profile else frozenset()
    received = tuple(_received(mails))
    offered = _offered(received)
    return CandidateFacts(
        candidate_id=candidate.candidate_id,
        index_revision=candidate.index_revision,
        language=candidate.language,
        readable=profile is not None,
        skills=frozenset(fold(skill.name).strip() for skill in profile.skills) if profile else frozenset(),
        titles=titles,
        trades=trades_of(titles),
        spoken_languages=frozenset(spoken.language for spoken in profile.languages) if profile else frozenset(),
        language_levels=_levels(profile),
        history=tuple(_application(each, offered) for each in sorted(applications, key=lambda each: each.job_id)),
        received=received,
        last_contact_at=max(_contacts(candidate, applications, mails)),
        source=candidate.source,
        tags=candidate.tags,
        contracts=wishes.contracts,
        areas=wishes.areas,
        available_from=wishes.available_from,
        consent_from=consent.given_at if consent else None,
        consent_until=consent.expires_at if consent else None,
        unsubscribed=candidate.unsubscribed_at is not None,
        do_not_contact=candidate.do_not_contact is not None,
        paused_until=candidate.paused_until,
        address=address,
    )


def address_state(
    candidate: Candidate, *, key: Callable[[str], str], suppressed: Callable[[str], object | None]
) -> AddressState:
    """Whether a mail can reach them, by the sender's own rule; `key` hashes an address, `suppressed` knows hashes."""
    if candidate.email is None:
        return AddressState.NONE
    try:
        hashed = key(strict_address(candidate.email))
    except InvalidInputError:
        return AddressState.INVALID
    return AddressState.USABLE if suppressed(hashed) is None else AddressState.SUPPRESSED


def left_at(mail: Mail) -> Instant | None:
    """When the mail left, or may have left; None when it certainly has not, or not yet."""
    proofs = [fact.at for fact in mail.facts if fact.kind in PROOFS_OF_SENDING]
    if proofs:
        return min(proofs)
    return mail.updated_at if mail.state in _RECEIVED else None


def _received(mails: Sequence[Mail]) -> Iterator[ReceivedFact]:
    for mail in sorted(mails, key=lambda each: each.mail_id):
        moment = left_at(mail)
        if mail.stream is Stream.CAMPAIGNS and moment is not None:
            for job_id in mail.job_ids:
                yield ReceivedFact(campaign_id=mail.campaign_id, job_id=job_id, at=moment)


def _offered(received: Sequence[ReceivedFact]) -> dict[JobId, Instant]:
    """When each job was first sent."""
    first: dict[JobId, Instant] = {}
    for fact in received:
        first[fact.job_id] = min(fact.at, first.get(fact.job_id, fact.at))
    return first


def _application(application: Application, offered: dict[JobId, Instant]) -> ApplicationFact:
    sent = offered.get(application.job_id)
    return ApplicationFact(
        job_id=application.job_id,
        stage=application.stage,
        outcome=application.outcome,
        reason_id=application.reason_id,
        after_our_offer=sent is not None and sent <= application.applied_at,
        updated_at=application.updated_at,
    )


def _contacts(candidate: Candidate, applications: Sequence[Application], mails: Sequence[Mail]) -> Iterator[Instant]:
    """Moments when one side wrote to or met the other one."""
    yield candidate.created_at
    yield from (file.received_at for file in candidate.cvs)
    if candidate.consent is not None:
        yield candidate.consent.given_at
    for application in applications:
        yield application.applied_at
        if application.last_interview_at is not None:
            yield application.last_interview_at
    yield from (moment for mail in mails if (moment := left_at(mail)) is not None)


def _titles(profile: Profile) -> Iterator[str]:
    written = [profile.basics.label, *(work.position for work in profile.work)]
    keys = [title_key(title) for title in written if title]
    return (key for key in keys[:_MOST_TITLES] if key)


def _levels(profile: Profile | None) -> dict[str, str]:
    if profile is None:
        return {}
    return {spoken.language: spoken.fluency for spoken in profile.languages if spoken.fluency}
