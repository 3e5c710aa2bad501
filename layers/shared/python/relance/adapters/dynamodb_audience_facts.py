"""What decides about many people at once, by BatchGetItem: a hundred rows a request, only the attributes needed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Item, Table, from_item
from relance.adapters.dynamodb_candidates import APPLIED_TO
from relance.applications import Application
from relance.candidates import Candidate, CandidateId
from relance.mail.mails import MailId
from relance.ports.campaigns import HeldGuard, PersonFacts

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_OF_A_PERSON: Final = (
    "candidate_id", "profile.basics.name", "profile.basics.email", "profile.meta.language", "consent",
    "unsubscribed_at", "paused_until", "do_not_contact", "wishes.language",
    "wishes.offers_every_days", "wishes.refused_titles", "wishes.contracts", "created_at", "updated_at",
)  # fmt: skip
"""A profile is most of a row, and most of the time that reading it takes; nothing of it decides."""

_OF_AN_APPLICATION: Final = ("job_id", "candidate_id", "stage", "outcome", "applied_at", "updated_at")


class DynamoDbAudienceFacts:
    """`ports.AudienceFacts` over the tables."""

    def __init__(
        self,
        client: "DynamoDBClient",
        *,
        candidates_table: str,
        applications_table: str,
        suppressions_table: str,
        guards_table: str,
        mails_table: str,
    ) -> None:
        self._people = Table(client, candidates_table, ("candidate_id",))
        self._applications = Table(client, applications_table, ("job_id", "candidate_id"))
        self._suppressions = Table(client, suppressions_table, ("address_key",))
        self._guards = Table(client, guards_table, ("guard",))
        self._mails = Table(client, mails_table, ("mail_id",))

    def candidates(self, candidate_ids: Sequence[CandidateId]) -> Mapping[CandidateId, Candidate]:
        """See the port."""
        return {CandidateId(row["candidate_id"]): from_item(row, Candidate) for row in self._rows(candidate_ids)}

    def people(self, candidate_ids: Sequence[CandidateId]) -> Mapping[CandidateId, PersonFacts]:
        """See the port."""
        rows = self._rows(candidate_ids, APPLIED_TO)
        applications: dict[str, list[Application]] = {}
        for item in self._applications.get_many(list(_applications_of(rows)), only=_OF_AN_APPLICATION):
            applications.setdefault(item["candidate_id"], []).append(from_item(item, Application))
        return {CandidateId(row["candidate_id"]): _known(row, applications) for row in rows}

    def _rows(self, candidate_ids: Sequence[CandidateId], *more: str) -> list[Item]:
        keys = [{"candidate_id": one} for one in dict.fromkeys(candidate_ids)]
        return self._people.get_many(keys, only=(*_OF_A_PERSON, *more))

    def suppressed(self, address_keys: Collection[str]) -> Mapping[str, str]:
        """See the port."""
        rows = self._suppressions.get_many([{"address_key": key} for key in set(address_keys)])
        return {row["address_key"]: str(row["reason"]) for row in rows}

    def guards(self, names: Collection[str]) -> Mapping[str, HeldGuard]:
        """See the port."""
        rows = self._guards.get_many([{"guard": name} for name in set(names)])
        return {row["guard"]: _held(row) for row in rows}

    def planned(self, mail_ids: Collection[MailId]) -> frozenset[MailId]:
        """See the port."""
        rows = self._mails.get_many([{"mail_id": one} for one in set(mail_ids)], only=("mail_id",))
        return frozenset(MailId(row["mail_id"]) for row in rows)


def _applications_of(rows: Iterable[Item]) -> Iterator[dict[str, str | int]]:
    for row in rows:
        for job in row.get(APPLIED_TO, ()):
            yield {"job_id": job, "candidate_id": row["candidate_id"]}


def _known(row: Item, applications: Mapping[str, Sequence[Application]]) -> PersonFacts:
    own = sorted(applications.get(row["candidate_id"], ()), key=lambda application: application.job_id)
    return PersonFacts(candidate=from_item(row, Candidate), applications=tuple(own))


def _held(row: Item) -> HeldGuard:
    seconds: Decimal | None = row.get("sent_at")
    sent_at = None
    if seconds is not None:
        whole = datetime.fromtimestamp(int(seconds), UTC)
        sent_at = whole.replace(microsecond=int(seconds % 1 * 1_000_000))
    return HeldGuard(mail_id=MailId(row["mail_id"]), sent_at=sent_at)
