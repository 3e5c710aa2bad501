"""Jobs in DynamoDB."""

from typing import TYPE_CHECKING

from relance.adapters.dynamodb import Table, expression, from_item, to_item, transact
from relance.errors import NotFoundError
from relance.jobs import Job, JobId
from relance.records import Cursor, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbJobStore:
    """JobStore on the table Jobs."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._client = client
        self._jobs = Table(client, table, ("job_id",))

    def get(self, job_id: JobId) -> Job:
        """See the port."""
        item = self._jobs.get(job_id=job_id)
        if item is None:
            raise NotFoundError(f"no job {job_id}")
        return from_item(item, Job)

    def save(self, job: Job) -> Job:
        """See the port."""
        new = job.model_copy(update={"revision": job.revision + 1})
        unchanged = expression("#revision = :read", read=job.revision) if job.revision else self._jobs.absent()
        transact(self._client, [self._jobs.to_put(to_item(new), unchanged)])
        return new

    def page(self, *, after: Cursor | None, limit: int) -> Page[Job]:
        """See the port."""
        items, following = self._jobs.scan(after=after, limit=limit)
        return Page(items=tuple(from_item(item, Job) for item in items), next=following)
