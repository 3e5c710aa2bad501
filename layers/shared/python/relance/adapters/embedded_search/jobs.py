"""The job index on the embedded engine."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from relance.adapters.embedded_search.scoring import legs
from relance.adapters.embedded_search.snapshot import Documents
from relance.adapters.embedded_search.storage import Storage
from relance.jobs import JobId
from relance.matching.document import JobDocument
from relance.matching.legs import Legs
from relance.matching.offer import OfferQuery


class EmbeddedJobIndex:
    """Jobs in `folder/jobs.sqlite`."""

    def __init__(self, folder: Path) -> None:
        self._storage = Storage(folder / "jobs.sqlite")
        self._documents = Documents(self._storage)

    def close(self) -> None:
        """Give the file back."""
        self._storage.close()

    def put(self, documents: Sequence[JobDocument]) -> None:
        """Write documents in one transaction; an older revision is ignored."""
        self._storage.put([(each.job_id, each.revision, each.language, each.content) for each in documents])

    def delete(self, job_id: JobId, *, revision: int) -> None:
        """Forget a job; an older document cannot bring it back."""
        self._storage.delete(job_id, revision)

    def revision(self, job_id: JobId) -> int | None:
        """Version of the indexed document; None when there is none."""
        return self._storage.revision(job_id)

    def legs(self, query: OfferQuery, *, top: int) -> Legs:
        """Union of each leg's best `top` jobs, with every leg's score for each of them."""
        with self._storage.reading():
            snapshot = self._documents.snapshot(query.model_id, len(query.vector))
            languages = [row.facts for row in snapshot.rows]
            return legs(self._storage, snapshot, languages, np.ones(len(languages), np.bool_), query, top=top)
