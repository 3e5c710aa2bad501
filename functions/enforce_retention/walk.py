"""The daily walk: who goes, and who is asked whether their agreement goes on (R30)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from relance.candidates import Candidate
from relance.mail.renewal import renewal_mail
from relance.ports.mail import MailLedger
from relance.ports.people import ApplicationStore, CandidateStore, ErasureRequests
from relance.ports.retention import RetentionPlaces
from relance.privacy.erasure import RETENTION, ErasureOrder
from relance.privacy.retention import RetentionAction, RetentionPolicy, fate
from relance.privacy.walk import RetentionCursor
from relance.records import Instant, Record

PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """What the walk reads, and where its decisions go."""

    candidates: CandidateStore
    applications: ApplicationStore
    mails: MailLedger
    erasing: ErasureRequests
    places: RetentionPlaces


class Walked(Record):
    """What one stretch of the walk did; numbers only."""

    met: int = 0
    asked: int = 0
    ordered_to_erase: int = 0
    done: bool = False


def walk(stores: Stores, *, policy: RetentionPolicy, now: Instant, may_go_on: Callable[[], bool]) -> Walked:
    """Go on where the last stretch stopped, page by page, until everybody was met today or `may_go_on` says no.

    The place is kept after each page: a stretch that breaks off does one page again, which is harmless.
    """
    place = (stores.places.read() or RetentionCursor(day=now.date())).on(now.date())
    total = Walked(done=place.done)
    while not total.done and may_go_on():
        page = stores.candidates.page(after=place.after, limit=PAGE)
        fates = [_settle(person, stores, policy=policy, now=now) for person in page.items]
        place = RetentionCursor(day=now.date(), after=page.next, done=page.next is None)
        stores.places.keep(place)
        total = Walked(
            met=total.met + len(fates),
            asked=total.asked + fates.count(RetentionAction.RENEW),
            ordered_to_erase=total.ordered_to_erase + fates.count(RetentionAction.ERASE),
            done=place.done,
        )
    return total


def _settle(person: Candidate, stores: Stores, *, policy: RetentionPolicy, now: Instant) -> RetentionAction:
    """What came of this person; somebody who was asked before is kept."""
    due = fate(person, stores.applications.of_candidate(person.candidate_id), policy=policy, at=now)
    if due is RetentionAction.ERASE:
        stores.erasing.put(ErasureOrder(candidate_id=person.candidate_id, by=RETENTION, at=now))
    if due is RetentionAction.RENEW and not stores.mails.plan(renewal_mail(person, now=now)):
        return RetentionAction.KEEP
    return due
