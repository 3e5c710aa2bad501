"""What every candidate index promises, whatever engine holds it; `Segment.matches` specifies the filters."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.applications import Outcome, Stage
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.matching.document import CandidateDocument
from relance.matching.embedding import HashingEmbedder
from relance.matching.indexing import candidate_document, indexed_text
from relance.matching.offer import offer_query
from relance.matching.ranking import fuse, nearest, rank
from relance.ports.search import CandidateIndex
from relance.segments import ApplicationFact, CandidateFacts, HistoryFilter, Likeness, Segment
from tests import factories
from tests.contract.search_engines import EMBEDDER, engine, new_index, no_network

__all__ = ["engine", "new_index", "no_network"]

NOW = factories.NOW
DAYS = [NOW + timedelta(days=days) for days in (-800, -30, -1, 0, 1, 30)]
JOBS = [JobId(name) for name in ("accountant", "nurse", "welder")]
TEXTS = [
    ("Comptable", "Comptable fournisseurs\nTenue des comptes sous Sage\nClôture mensuelle", "fr"),
    ("Accountant", "Senior accountant\nMonth-end closing and payroll in Sage", "en"),
    ("Infirmier", "Infirmier de bloc\nSoins aux patients", "fr"),
    ("Welder", "Welder\nTIG and MIG welding of stainless steel", "en"),
    ("", "Aide aux personnes, cuisine, jardin", "fr"),
    ("", "", "fr"),
]


@pytest.fixture
def index(new_index: Callable[[], CandidateIndex]) -> CandidateIndex:
    """An empty index of each engine."""
    return new_index()


def document(candidate_id: str = "zoe", *, revision: int = 1, text: int = 0, **facts: Any) -> CandidateDocument:
    title, body, language = TEXTS[text]
    known = {
        "candidate_id": CandidateId(candidate_id),
        "index_revision": revision,
        "language": language,
        "readable": bool(body),
    }
    return CandidateDocument(
        facts=CandidateFacts(**(known | facts)), content=indexed_text(body, title, embedder=EMBEDDER)
    )


def everybody(index: CandidateIndex, segment: Segment, *, limit: int = 3) -> list[CandidateId]:
    found: list[CandidateId] = []
    after = None
    while True:
        page = index.members(segment, at=NOW, after=after, limit=limit)
        found += page.items
        after = page.next
        if after is None:
            return found


class TestFilters:
    def test_consent_is_judged_at_the_moment_that_is_asked_for(self, index: CandidateIndex) -> None:
        index.put([document(consent_from=NOW, consent_until=NOW + timedelta(days=1))])
        only = Segment(contactable_only=True)

        counts = [index.count(only, at=NOW + timedelta(days=days)) for days in (-1, 0, 1)]

        assert counts == [0, 1, 0]

    def test_an_empty_index_answers(self, index: CandidateIndex) -> None:
        query = offer_query("Comptable", embedder=EMBEDDER)

        assert index.count(Segment(), at=NOW) == 0
        assert index.members(Segment(), at=NOW, after=None, limit=10).items == ()
        assert index.legs(query, Segment(), at=NOW, top=10).hits == ()
        assert rank(query, Segment(), index=index, at=NOW, after=None, limit=10).items == ()


class TestVersions:
    def test_an_older_document_never_overwrites_a_newer_one(self, index: CandidateIndex) -> None:
        index.put([document(revision=3, skills=frozenset({"sage"}))])

        index.put([document(revision=2, skills=frozenset({"excel"}))])

        assert index.revision(CandidateId("zoe")) == 3
        assert index.count(Segment(skills_all=frozenset({"sage"})), at=NOW) == 1
        assert index.count(Segment(skills_all=frozenset({"excel"})), at=NOW) == 0

    def test_a_newer_document_replaces_all_of_the_older_one(self, index: CandidateIndex) -> None:
        index.put([document(revision=1, text=0, skills=frozenset({"sage"}))])

        index.put([document(revision=2, text=2, skills=frozenset({"soins"}))])

        query = offer_query("Comptable Sage clôture", embedder=EMBEDDER)
        (hit,) = index.legs(query, Segment(), at=NOW, top=10).hits
        assert hit.words == 0.0
        assert index.count(Segment(skills_any=frozenset({"sage"})), at=NOW) == 0
        assert index.count(Segment(), at=NOW) == 1

    def test_the_same_revision_can_be_written_anew(self, index: CandidateIndex) -> None:
        index.put([document(revision=1, skills=frozenset({"sage"}))])

        index.put([document(revision=1, skills=frozenset({"excel"}))])

        assert index.count(Segment(skills_all=frozenset({"excel"})), at=NOW) == 1

    @pytest.mark.parametrize("late", [1, 4, 5])
    def test_a_deleted_person_is_not_brought_back_by_a_late_document(self, index: CandidateIndex, late: int) -> None:
        index.put([document(revision=4)])
        index.delete(CandidateId("zoe"), index_revision=5)

        index.put([document(revision=late)])

        assert index.revision(CandidateId("zoe")) is None
        assert index.count(Segment(), at=NOW) == 0
        assert index.documents([CandidateId("zoe")]) == {}

    def test_a_late_deletion_does_not_remove_a_newer_document(self, index: CandidateIndex) -> None:
        index.put([document(revision=6)])

        index.delete(CandidateId("zoe"), index_revision=5)

        assert index.revision(CandidateId("zoe")) == 6

    def test_deleting_an_unknown_person_is_harmless(self, index: CandidateIndex) -> None:
        index.delete(CandidateId("nobody"), index_revision=1)

        assert index.count(Segment(), at=NOW) == 0

    def test_one_call_may_hold_newer_and_older_documents(self, index: CandidateIndex) -> None:
        index.put([document("zoe", revision=5)])

        index.put([document("zoe", revision=4), document("ada", revision=1)])

        assert [index.revision(CandidateId(name)) for name in ("zoe", "ada")] == [5, 1]


class TestLegs:
    def test_words_find_the_trade_in_both_languages(self, index: CandidateIndex) -> None:
        index.put([document(f"person-{text}", text=text) for text in range(len(TEXTS))])
        query = offer_query("Comptable\nTenue des comptes, clôture mensuelle, paie, Sage", embedder=EMBEDDER)

        words = {hit.id: hit.words for hit in index.legs(query, Segment(), at=NOW, top=10).hits}

        assert words["person-0"] == max(words.values())
        assert words["person-1"] > words["person-3"]
        assert words["person-0"] > words["person-2"]

    def test_the_best_of_all_legs_comes_first(self, index: CandidateIndex) -> None:
        index.put([document(f"person-{text}", text=text) for text in range(len(TEXTS))])
        query = offer_query("Infirmier\nSoins aux patients", embedder=EMBEDDER)

        order = fuse(index.legs(query, Segment(), at=NOW, top=10), asked_in=query.language)

        assert order[0].hit.id == "person-2"

    def test_who_is_best_in_one_leg_gets_a_score_in_every_leg(self, index: CandidateIndex) -> None:
        index.put([document(f"person-{text}", text=text) for text in range(len(TEXTS))])
        query = offer_query("Comptable\nTenue des comptes sous Sage", embedder=EMBEDDER)

        hits = {hit.id: hit for hit in index.legs(query, Segment(), at=NOW, top=1).hits}
        all_hits = {hit.id: hit for hit in index.legs(query, Segment(), at=NOW, top=10).hits}

        assert len(hits) < len(all_hits)
        for name, hit in hits.items():
            assert hit.words == pytest.approx(all_hits[name].words, rel=1e-5)
            assert hit.meaning == pytest.approx(all_hits[name].meaning, rel=1e-3)

    def test_without_a_title_the_title_leg_is_silent(self, index: CandidateIndex) -> None:
        index.put([document("untitled", text=4)])
        query = offer_query("Cuisine et jardin", embedder=EMBEDDER)

        (hit,) = index.legs(query, Segment(), at=NOW, top=10).hits

        assert hit.title is None
        assert hit.meaning is not None

    def test_a_candidate_without_text_is_in_no_leg_but_among_the_members(self, index: CandidateIndex) -> None:
        index.put([document("unread", text=5)])
        query = offer_query("Comptable", embedder=EMBEDDER)

        assert index.legs(query, Segment(), at=NOW, top=10).hits == ()
        assert everybody(index, Segment()) == ["unread"]

    def test_vectors_of_another_model_are_never_compared(self, index: CandidateIndex) -> None:
        index.put([document()])
        query = offer_query("Comptable fournisseurs", embedder=_Renamed())

        (hit,) = index.legs(query, Segment(), at=NOW, top=10).hits

        assert (hit.meaning, hit.title) == (None, None)
        assert hit.words > 0

    def test_the_meaning_leg_is_half_the_best_chunk_and_half_their_mean(self, index: CandidateIndex) -> None:
        long_text = " ".join(["comptable"] * 120 + ["jardinier"] * 120)
        content = indexed_text(long_text, "", embedder=EMBEDDER)
        index.put([CandidateDocument(facts=document().facts, content=content)])
        query = offer_query("jardinier", embedder=EMBEDDER)

        (hit,) = index.legs(query, Segment(), at=NOW, top=10).hits

        mean = content.chunk_vectors.sum(axis=0)
        expected = 0.5 * max(content.chunk_vectors @ query.vector) + 0.5 * (mean / np.linalg.norm(mean)) @ query.vector
        assert hit.meaning == pytest.approx(float(expected), abs=1e-3)

    @pytest.mark.parametrize("offer", ["😀 🎉 comptable", "محاسب ذو خبرة", "Buchhalter mit SAP", "x " * 100_000])
    def test_odd_offers_are_answered(self, index: CandidateIndex, offer: str) -> None:
        index.put([document()])

        page = rank(offer_query(offer, embedder=EMBEDDER), Segment(), index=index, at=NOW, after=None, limit=5)

        assert [match.candidate_id for match in page.items] == ["zoe"]


class TestPaging:
    def test_everybody_who_passes_the_filters_is_reached_once(self, index: CandidateIndex) -> None:
        index.put([document(f"person-{i:02}", text=i % len(TEXTS)) for i in range(17)])
        query = offer_query("Comptable sous Sage", embedder=EMBEDDER)
        seen: list[str] = []
        after = None

        for _ in range(20):
            page = rank(query, Segment(), index=index, at=NOW, after=after, limit=4)
            seen += [match.candidate_id for match in page.items]
            after = page.next
            if after is None:
                break

        assert after is None
        assert sorted(seen) == [f"person-{i:02}" for i in range(17)]

    def test_likeness_keeps_the_nearest(self, index: CandidateIndex) -> None:
        index.put([document(f"person-{text}", text=text) for text in range(len(TEXTS))])
        query = offer_query("Comptable fournisseurs sous Sage, clôture mensuelle", embedder=EMBEDDER)
        two = Segment(like=Likeness(job_id=JobId("accountant"), top=2))

        page = rank(query, two, index=index, at=NOW, after=None, limit=10)

        assert tuple(match.candidate_id for match in page.items) == nearest(query, two, index=index, at=NOW, top=2)
        assert page.next is None

    def test_pages_follow_the_ids(self, index: CandidateIndex) -> None:
        index.put([document(name) for name in ("b", "a", "é", "C", "d")])

        assert everybody(index, Segment(), limit=2) == sorted(["b", "a", "é", "C", "d"])


class TestDocuments:
    def test_what_was_put_comes_back(self, index: CandidateIndex) -> None:
        candidate = factories.candidate("zoe", index_revision=7, consent=factories.consent())
        applications = [factories.application("accountant", "zoe", stage=Stage.FINALIST)]
        put = candidate_document(
            candidate, "Zoé Lambert\nComptable\nTenue des comptes", applications, embedder=EMBEDDER
        )
        index.put([put])

        got = index.documents([CandidateId("zoe"), CandidateId("unknown")])

        assert list(got) == ["zoe"]
        assert got[CandidateId("zoe")].facts == put.facts
        assert got[CandidateId("zoe")].content.text == put.content.text
        assert got[CandidateId("zoe")].content.title == "Comptable"

    def test_times_are_kept_to_the_microsecond(self, index: CandidateIndex) -> None:
        moment = datetime(2026, 3, 1, 12, 0, 0, 123457, tzinfo=UTC)
        fact = ApplicationFact(job_id=JOBS[0], stage=Stage.APPLIED, outcome=Outcome.OPEN, updated_at=moment)
        index.put([document(history=(fact,))])

        before = Segment(history=HistoryFilter(updated_before=moment))
        until = Segment(history=HistoryFilter(updated_after=moment, updated_before=moment + timedelta(microseconds=1)))

        assert index.count(before, at=NOW) == 0
        assert index.count(until, at=NOW) == 1


class TestRebuild:
    def walk(self, index: Any, people: list[CandidateDocument], *, until: int | None = None) -> None:
        """One document a page; `until` cuts the run short before its end."""
        target = index.rebuild()
        start = int(target.resume() or 0)
        for place in range(start, len(people)):
            if place == until:
                return
            target.put([people[place]], reached=str(place + 1))
        target.finish()

    def test_r41_nothing_is_missing_and_nothing_is_left_over(self, index: CandidateIndex) -> None:
        index.put([document("left-over"), document("stale", revision=1, skills=frozenset({"old"}))])
        people = [document(f"person-{i}", text=i % 5) for i in range(7)] + [document("stale", revision=2)]

        self.walk(index, people)

        assert everybody(index, Segment()) == sorted(each.facts.candidate_id for each in people)
        assert index.count(Segment(skills_all=frozenset({"old"})), at=NOW) == 0
        assert index.revision(CandidateId("left-over")) is None

    def test_the_same_revision_is_written_anew(self, index: CandidateIndex) -> None:
        index.put([document("zoe", revision=3, text=0)])

        self.walk(index, [document("zoe", revision=3, text=2)])

        assert index.documents([CandidateId("zoe")])[CandidateId("zoe")].content.title == "Infirmier"

    def test_an_interrupted_rebuild_leaves_the_old_answers_and_can_be_taken_up(self, index: CandidateIndex) -> None:
        old = [document(f"person-{i}") for i in range(3)]
        index.put(old)

        self.walk(index, old, until=2)
        meanwhile = everybody(index, Segment())
        self.walk(index, old)

        assert meanwhile == ["person-0", "person-1", "person-2"]
        assert everybody(index, Segment()) == meanwhile

    def test_what_changes_during_a_rebuild_is_not_lost(self, index: Any) -> None:
        index.put([document("zoe", revision=1), document("gone", revision=1)])
        target = index.rebuild()
        target.resume()

        index.put([document("zoe", revision=2, skills=frozenset({"sage"})), document("new")])
        index.delete(CandidateId("gone"), index_revision=1)
        target.put([document("zoe", revision=1), document("gone", revision=1)], reached=None)
        target.finish()
        index.put([document("after")])

        assert everybody(index, Segment()) == ["after", "new", "zoe"]
        assert index.revision(CandidateId("zoe")) == 2
        assert index.count(Segment(skills_all=frozenset({"sage"})), at=NOW) == 1


class TestEmbeddedFile:
    def test_it_survives_a_restart(self, tmp_path: Path) -> None:
        first = EmbeddedCandidateIndex(tmp_path)
        first.put([document(revision=2, text=0)])
        first.delete(CandidateId("gone"), index_revision=9)
        first.close()

        again = EmbeddedCandidateIndex(tmp_path)
        again.put([document("gone", revision=9)])

        query = offer_query("Comptable Sage", embedder=EMBEDDER)
        assert [hit.id for hit in again.legs(query, Segment(), at=NOW, top=5).hits] == ["zoe"]
        assert again.revision(CandidateId("zoe")) == 2
        again.close()

    def test_a_reader_sees_what_another_one_writes(self, tmp_path: Path) -> None:
        reader, writer = EmbeddedCandidateIndex(tmp_path), EmbeddedCandidateIndex(tmp_path)
        query = offer_query("Comptable Sage", embedder=EMBEDDER)
        assert reader.legs(query, Segment(), at=NOW, top=5).hits == ()

        writer.put([document("zoe"), document("ada", text=2)])
        after_put = reader.count(Segment(), at=NOW), len(reader.legs(query, Segment(), at=NOW, top=5).hits)
        writer.delete(CandidateId("zoe"), index_revision=2)
        after_delete = [hit.id for hit in reader.legs(query, Segment(), at=NOW, top=5).hits]

        assert after_put == (2, 2)
        assert after_delete == ["ada"]
        reader.close()
        writer.close()


class _Renamed(HashingEmbedder):
    """The same vectors under another name."""

    def __init__(self) -> None:
        super().__init__()
        self.model_id = "another-model"
