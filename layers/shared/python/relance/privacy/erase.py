"""Erasing a person from every store, so that no late message brings them back (R31).

The tombstone and the end of the record are one transaction; everything after it may break off anywhere and is done
again, step by step, until the certificate is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from relance.candidates import Candidate, CandidateId
from relance.errors import InvalidInputError, NotFoundError, UnavailableError
from relance.mail import ledger
from relance.mail.mails import ErasedContent, Mail, MailState, SkipReason
from relance.mail.verdict import ERASED
from relance.ports.answers import Ratings
from relance.ports.audit import AuditLog
from relance.ports.mail import MailArchive, MailLedger, Suppressions
from relance.ports.people import ApplicationStore, CandidateStore, CvStore
from relance.ports.search import CandidateIndex
from relance.privacy.erasure import RETENTION, Erasure, ErasureOrder
from relance.records import Instant

LOOKS: Final = 6
"""How often the index is looked at before the order goes back to its queue: it follows within a second or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Every place that holds something about a person."""

    candidates: CandidateStore
    applications: ApplicationStore
    cvs: CvStore
    mails: MailLedger
    archive: MailArchive
    ratings: Ratings
    suppressions: Suppressions
    index: CandidateIndex
    audit: AuditLog
    address_key: Callable[[str], str]


def erase(order: ErasureOrder, *, stores: Stores, pause: Callable[[int], None], now: Instant) -> Erasure:
    """Do what the order says; again is harmless and goes on where it broke off. `pause(n)` waits before the n-th look
    at the index.

    NotFoundError when nobody has this id; ConflictError when the record was being written; UnavailableError while a
    mail is with SES at this moment or the search index still answers with the person: the queue repeats the order.
    """
    erasure = stores.candidates.erasure(order.candidate_id) or begin(order, stores, now=now)
    if erasure.finished_at is not None:
        return erasure
    found = clear_stores(erasure, stores, now=now)
    removed = {store: max(number, erasure.removed.get(store, 0)) for store, number in found.items()}
    # Kept before anything may fail again: another try finds less than there was.
    stores.candidates.note_erasure(erasure.model_copy(update={"removed": removed}))
    await_index(erasure.candidate_id, stores.index, pause)
    detail = {store: str(number) for store, number in removed.items()}
    actor = erasure.ordered_by
    stores.audit.append(f"candidate#{erasure.candidate_id}", actor=actor, action="erased", detail=detail, at=now)
    finished = erasure.done(removed, at=now)
    stores.candidates.note_erasure(finished)
    return finished


def begin(order: ErasureOrder, stores: Stores, *, now: Instant) -> Erasure:
    """The end of the record and its tombstone. Whose time is over is forgotten, and not suppressed."""
    person = stores.candidates.get(order.candidate_id)
    suppressed = None if order.by == RETENTION else _address_key(person, stores)
    return stores.candidates.erase(person, order, address_key=suppressed, now=now)


def clear_stores(erasure: Erasure, stores: Stores, *, now: Instant) -> dict[str, int]:
    """How much was removed from each store. Markers go last: until then the same file finds nobody to join."""
    who = erasure.candidate_id
    if erasure.address_key is not None:
        stores.suppressions.add(erasure.address_key, ERASED, now=now)
    removed = {"candidates": 1, "mails": 0, "letters": 0, "ratings": 0}
    for mail in stores.mails.of_candidate(who):
        empty_mail(mail, stores.mails, now=now)
        removed["mails"] += 1
        removed["letters"] += stores.archive.forget(mail.mail_id)
        removed["ratings"] += stores.ratings.forget(mail.mail_id)
    removed["applications"] = sum(stores.applications.forget(job_id, who) for job_id in erasure.jobs)
    removed["files"] = stores.cvs.forget(who)
    others = [remove_name(who, other, stores.candidates, now=now) for other in erasure.shared_with]
    removed["records_of_others"] = others.count(True)
    removed["markers"] = stores.candidates.release(erasure.markers, who)
    removed["search_index"] = 1
    return removed


def empty_mail(mail: Mail, mails: MailLedger, *, now: Instant) -> None:
    """No word of the mail is left; what had not left never will. State and ids stay: the sums of the ledger still
    add up, and a report can say why (R3)."""
    match mail.state:
        case MailState.CLAIMED:
            raise UnavailableError(f"mail {mail.mail_id} is with SES: it is emptied when that is settled")
        case MailState.HELD:
            mail = ledger.skip(mail, SkipReason.CANDIDATE_GONE, mails=mails, now=now)
        case MailState.DRAFT:
            mail = ledger.cancel(mail, by=ERASED, mails=mails, now=now)
        case MailState.UNKNOWN:
            mail = ledger.assume_sent(mail, by=ERASED, mails=mails, now=now)
        case _:
            pass
    if not isinstance(mail.content, ErasedContent):
        mails.replace(ledger.emptied(mail, now=now), expected=mail.state)


def remove_name(who: CandidateId, other: CandidateId, candidates: CandidateStore, *, now: Instant) -> bool:
    """The record of somebody on the same address no longer names the erased person; False when there is none."""
    try:
        held = candidates.get(other)
    except NotFoundError:
        return False
    rest = tuple(each for each in held.shares_email_with if each != who)
    if rest != held.shares_email_with:
        candidates.save(held.model_copy(update={"shares_email_with": rest, "updated_at": now}))
    return True


def await_index(who: CandidateId, index: CandidateIndex, pause: Callable[[int], None]) -> None:
    """The index follows the tables by itself; UnavailableError when it takes longer than we wait."""
    for look in range(1, LOOKS + 1):
        if index.revision(who) is None:
            return
        pause(look)
    raise UnavailableError("the search index still knows the person: the order comes again")


def _address_key(person: Candidate, stores: Stores) -> str | None:
    """None too when others use the address: they did not ask to be forgotten."""
    if person.email is None or person.shares_email_with:
        return None
    try:
        return stores.address_key(person.email)
    except InvalidInputError:
        return None
