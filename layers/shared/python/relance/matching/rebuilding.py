"""Fills a search index anew from the tables while the old one goes on answering (R41)."""

from collections.abc import Callable
from typing import Final

from relance.candidates import Candidate
from relance.matching.document import CandidateDocument
from relance.ports.people import CandidateStore
from relance.ports.search import IndexRebuild

_PAGE: Final = 100


def rebuild(
    *,
    candidates: CandidateStore,
    document_of: Callable[[Candidate], CandidateDocument],
    target: IndexRebuild,
    progress: Callable[[int], None],
) -> int:
    """Write everybody's document beside the living index, then let it take over; how many were written in this run.

    A run that was cut short is taken up where its last page ended. `progress` hears the number written so far.
    """
    written = 0
    after = target.resume()
    while True:
        page = candidates.page(after=after, limit=_PAGE)
        target.put([document_of(person) for person in page.items], reached=page.next)
        written += len(page.items)
        progress(written)
        if page.next is None:
            break
        after = page.next
    target.finish()
    return written
