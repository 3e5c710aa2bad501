"""The job index on OpenSearch."""

from collections.abc import Sequence

from opensearchpy import OpenSearch

from relance.adapters.opensearch_search.scoring import legs, rules_of, text_fields
from relance.adapters.opensearch_search.storage import AliasStorage, Write
from relance.jobs import JobId
from relance.matching.document import JobDocument
from relance.matching.legs import Legs
from relance.matching.offer import OfferQuery


class OpenSearchJobIndex:
    """Jobs behind one alias; a write is searchable within a second."""

    def __init__(
        self, client: OpenSearch, *, alias: str = "jobs", dimensions: int = 512, visible_at_once: bool = False
    ) -> None:
        self.storage = AliasStorage(client, alias, dimensions=dimensions, visible_at_once=visible_at_once)

    def put(self, documents: Sequence[JobDocument]) -> None:
        """Write documents; an older revision is ignored."""
        self.storage.write([as_write(each) for each in documents])

    def delete(self, job_id: JobId, *, revision: int) -> None:
        """Forget a job."""
        self.storage.write([Write(job_id, revision, None)])

    def revision(self, job_id: JobId) -> int | None:
        """Version of the indexed document; None when there is none."""
        return self.storage.revision(job_id)

    def legs(self, query: OfferQuery, *, top: int) -> Legs:
        """Union of each leg's best `top` jobs, with every leg's score for each of them."""
        return legs(self.storage, query, [], top=top)


def as_write(document: JobDocument) -> Write:
    """A job as OpenSearch holds it."""
    source = {
        "id": document.job_id,
        "rules": rules_of(document.language),
        "language": document.language,
        **text_fields(document.content),
    }
    return Write(document.job_id, document.revision, source)
