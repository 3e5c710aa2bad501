"""The file of the embedded engine: documents, their words in FTS5, their vectors, and the marks of what was deleted.

One writer at a time, any number of readers in other processes (WAL). Each write raises the file's generation, so that a
reader loads only what changed since it last looked.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from relance.adapters.embedded_search.rows import DAMAGED, Row, columns_of, content_of, row_of
from relance.errors import UnavailableError
from relance.matching.analysis import Language
from relance.matching.document import IndexedText

_BUSY_SECONDS: Final = 30.0
# Columns of the word index, in the order of the table below.
FIELDS: Final = ("tokens_fr", "tokens_en", "title_tokens_fr", "title_tokens_en")
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('generation', 0);
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    facts TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    tokens_fr TEXT NOT NULL,
    tokens_en TEXT NOT NULL,
    title_tokens_fr TEXT NOT NULL,
    title_tokens_en TEXT NOT NULL,
    model_id TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    chunk_vectors BLOB NOT NULL,
    title_vector BLOB
);
CREATE INDEX IF NOT EXISTS documents_by_generation ON documents (generation);
CREATE TABLE IF NOT EXISTS deleted (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, generation INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS deleted_by_generation ON deleted (generation);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    tokens_fr, tokens_en, title_tokens_fr, title_tokens_en,
    content = 'documents', content_rowid = 'number', tokenize = "ascii tokenchars '+#.'"
);
CREATE VIRTUAL TABLE IF NOT EXISTS occurrences USING fts5vocab ('words', 'instance');
CREATE TRIGGER IF NOT EXISTS documents_written AFTER INSERT ON documents BEGIN
    INSERT INTO words (rowid, tokens_fr, tokens_en, title_tokens_fr, title_tokens_en)
    VALUES (new.number, new.tokens_fr, new.tokens_en, new.title_tokens_fr, new.title_tokens_en);
END;
CREATE TRIGGER IF NOT EXISTS documents_removed AFTER DELETE ON documents BEGIN
    INSERT INTO words (words, rowid, tokens_fr, tokens_en, title_tokens_fr, title_tokens_en)
    VALUES ('delete', old.number, old.tokens_fr, old.tokens_en, old.title_tokens_fr, old.title_tokens_en);
END;
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What was written after a generation, and the generation that it leads to."""

    generation: int
    written: tuple[Row, ...]
    deleted: tuple[str, ...]


class Storage:
    """Opens the file at `path`, making it if need be; UnavailableError while another writer holds it for too long."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = RLock()
        self._connection = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None, cached_statements=256
        )
        with self._translated():
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Give the file back; nothing else may be called afterwards."""
        with self._lock:
            self._connection.close()

    # --- writing ------------------------------------------------------------------------------------

    def put(self, documents: Sequence[tuple[str, int, str, IndexedText]]) -> None:
        """Write (id, revision, facts, content) in one transaction, each unless a newer revision or its end is known."""
        with self._transaction("IMMEDIATE") as connection:
            generation = self._next_generation(connection)
            for document_id, revision, facts, content in documents:
                held, ended = _revisions(connection, document_id)
                if revision < held or revision <= ended:
                    continue
                connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
                connection.execute("DELETE FROM deleted WHERE id = ?", (document_id,))
                connection.execute(_INSERT, (document_id, revision, generation, facts, *columns_of(content)))

    def delete(self, document_id: str, revision: int) -> None:
        """Forget a document and remember its revision, so that an older one cannot bring it back."""
        with self._transaction("IMMEDIATE") as connection:
            if revision < max(_revisions(connection, document_id)):
                return
            generation = self._next_generation(connection)
            connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            connection.execute("INSERT OR REPLACE INTO deleted VALUES (?, ?, ?)", (document_id, revision, generation))

    def forget_until(self, generation: int) -> None:
        """Drop what was last written at or before that generation; it may come back at any revision."""
        with self._transaction("IMMEDIATE") as connection:
            now = self._next_generation(connection)
            connection.execute(
                "INSERT OR REPLACE INTO deleted SELECT id, -1, ? FROM documents WHERE generation <= ?",
                (now, generation),
            )
            connection.execute("DELETE FROM documents WHERE generation <= ?", (generation,))

    @staticmethod
    def _next_generation(connection: sqlite3.Connection) -> int:
        connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
        return int(connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0])

    # --- reading ------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One unchanging view of the file for all reads inside."""
        with self._transaction("DEFERRED"):
            yield

    def generation(self) -> int:
        """Number of writes so far."""
        with self._translated():
            return int(self._connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0])

    def changes(self, after: int) -> Changes:
        """What was written after that generation."""
        with self._translated():
            rows = self._connection.execute(_SELECT_CHANGED, (after,)).fetchall()
            deleted = self._connection.execute("SELECT id FROM deleted WHERE generation > ?", (after,)).fetchall()
        return Changes(self.generation(), tuple(map(row_of, rows)), tuple(name for (name,) in deleted))

    def contents(self, document_ids: Sequence[str]) -> dict[str, tuple[str, IndexedText]]:
        """Facts and content by id; unknown ids are left out."""
        found: dict[str, tuple[str, IndexedText]] = {}
        with self.reading():
            for document_id in document_ids:
                columns = self._connection.execute(_SELECT_CONTENT, (document_id,)).fetchone()
                if columns is not None:
                    found[document_id] = (str(columns[0]), content_of(columns[1:]))
        return found

    def revision(self, document_id: str) -> int | None:
        """Revision of a document; None when it is not there."""
        with self._lock, self._translated():
            found = self._connection.execute("SELECT revision FROM documents WHERE id = ?", (document_id,)).fetchone()
        return int(found[0]) if found else None

    def occurrences(self, stem: str, field: str) -> NDArray[np.int64]:
        """Pairs (document number, how often it says the stem in that field), in the order of numbers; shape (n, 2)."""
        with self._translated():
            found = self._connection.execute(
                "SELECT doc, count(*) FROM occurrences WHERE term = ? AND col = ? GROUP BY doc", (stem, field)
            ).fetchall()
        return np.array(found, np.int64).reshape(-1, 2)

    def plain_words(self, stems: Sequence[str], top: int) -> list[str]:
        """Ids of the best by FTS5's own BM25 over any of the stems."""
        question = " OR ".join('"' + stem.replace('"', '""') + '"' for stem in stems)
        with self._lock, self._translated():
            found = self._connection.execute(_PLAIN_WORDS, (question, top)).fetchall()
        return [str(name) for (name,) in found]

    def bytes_held(self) -> int:
        """Size of the file, without its log."""
        with self._lock, self._translated():
            (pages,), (size,) = (
                self._connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
            )
        return int(pages) * int(size)

    # --- transactions -------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[sqlite3.Connection]:
        with self._lock, self._translated():
            if self._connection.in_transaction:  # A read inside a read.
                yield self._connection
                return
            self._connection.execute(f"BEGIN {kind}")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise UnavailableError("the embedded search index is busy or cannot be opened") from error
        except sqlite3.DatabaseError as error:
            raise UnavailableError(DAMAGED) from error


_INSERT: Final = """
INSERT INTO documents (id, revision, generation, facts, title, text, tokens_fr, tokens_en, title_tokens_fr,
    title_tokens_en, model_id, dimensions, chunk_vectors, title_vector)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PLAIN_WORDS: Final = """
SELECT documents.id FROM words JOIN documents ON documents.number = words.rowid
WHERE words MATCH ? ORDER BY bm25(words, 1.0, 1.0, 0.3, 0.3) LIMIT ?
"""
_LENGTHS: Final = ", ".join(f"length({name}) - length(replace({name}, ' ', '')) + ({name} <> '')" for name in FIELDS)
_SELECT_CHANGED: Final = f"""
SELECT number, id, facts, {_LENGTHS}, model_id, dimensions, chunk_vectors, title_vector
FROM documents WHERE generation > ? ORDER BY number
"""  # noqa: S608  Only the names of our own columns are put in.
_SELECT_CONTENT: Final = """
SELECT facts, title, text, tokens_fr, tokens_en, title_tokens_fr, title_tokens_en, model_id, dimensions, chunk_vectors,
    title_vector
FROM documents WHERE id = ?
"""


def _revisions(connection: sqlite3.Connection, document_id: str) -> tuple[int, int]:
    """Revision that is held, revision at which it was deleted; -1 where there is none."""
    held = connection.execute("SELECT revision FROM documents WHERE id = ?", (document_id,)).fetchone()
    ended = connection.execute("SELECT revision FROM deleted WHERE id = ?", (document_id,)).fetchone()
    return (int(held[0]) if held else -1, int(ended[0]) if ended else -1)


def field(language: Language, *, title: bool = False) -> str:
    """The column that holds the stems of text or title by the rules of a language."""
    return f"{'title_' if title else ''}tokens_{language}"
