from pathlib import Path

from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.matching.embedding import HashingEmbedder
from relance.matching.indexing import candidate_document
from relance.matching.rebuilding import rebuild
from relance.segments import Segment
from tests import factories


def test_everybody_of_the_table_is_indexed_with_progress(tmp_path: Path) -> None:
    store = MemoryCandidateStore()
    for i in range(230):
        store.create(factories.candidate(f"person-{i:03}"), keys=())
    index = EmbeddedCandidateIndex(tmp_path)
    heard: list[int] = []

    written = rebuild(
        candidates=store,
        document_of=lambda person: candidate_document(person, "Comptable", (), embedder=HashingEmbedder()),
        target=index.rebuild(),
        progress=heard.append,
    )

    assert written == 230
    assert heard == [100, 200, 230]
    assert index.count(Segment(), at=factories.NOW) == 230
    index.close()
