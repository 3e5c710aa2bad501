"""Applications in DynamoDB; each write also rings the candidate's bell."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relance.adapters.aws_errors import TransactionRefusedError
from relance.adapters.dynamodb import Table, expression, from_item, to_item, transact
from relance.adapters.dynamodb_candidates import APPLIED_TO
from relance.applications import Application
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.records import Cursor, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbApplicationsOfJobs:
    """ApplicationsOfJobs on the table Applications, for whoever knows nothing of people."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._client = client
        self._applications = Table(client, table, ("job_id", "candidate_id"))

    def of_job(self, job_id: JobId, *, after: Cursor | None, limit: int) -> Page[Application]:
        """See the port."""
        items, following = self._applications.query(expression("#job_id = :job", job=job_id), after=after, limit=limit)
        return Page(items=tuple(from_item(item, Application) for item in items), next=following)


class DynamoDbApplicationStore(DynamoDbApplicationsOfJobs):
    """ApplicationStore on the tables Applications and Candidates."""

    def __init__(self, client: "DynamoDBClient", *, table: str, candidates_table: str) -> None:
        super().__init__(client, table=table)
        self._people = Table(client, candidates_table, ("candidate_id",))

    def get(self, job_id: JobId, candidate_id: CandidateId) -> Application:
        """See the port."""
        item = self._applications.get(job_id=job_id, candidate_id=candidate_id)
        if item is None:
            raise NotFoundError(f"candidate {candidate_id} has no application for job {job_id}")
        return from_item(item, Application)

    def save(self, application: Application) -> Application:
        """See the port."""
        read = application.revision
        new = application.model_copy(update={"revision": read + 1})
        unchanged = expression("#revision = :read", read=read) if read else self._applications.absent()
        bell = expression(f"ADD #index_revision :one, #{APPLIED_TO} :jobs", one=1, jobs={new.job_id})
        try:
            transact(
                self._client,
                [
                    self._people.to_update({"candidate_id": new.candidate_id}, bell, self._people.present()),
                    self._applications.to_put(to_item(new), unchanged),
                ],
            )
        except TransactionRefusedError as refused:
            if refused.failed(0):
                raise NotFoundError(f"no candidate {new.candidate_id}") from refused
            raise
        return new

    def forget(self, job_id: JobId, candidate_id: CandidateId) -> int:
        """See the port."""
        self._applications.delete({"job_id": job_id, "candidate_id": candidate_id})
        return 1

    def of_candidate(self, candidate_id: CandidateId) -> Sequence[Application]:
        """See the port."""
        person = self._people.get(candidate_id=candidate_id)
        jobs = sorted(person.get(APPLIED_TO, ())) if person else []
        items = self._applications.get_many([{"job_id": job, "candidate_id": candidate_id} for job in jobs])
        return sorted((from_item(item, Application) for item in items), key=lambda application: application.job_id)
