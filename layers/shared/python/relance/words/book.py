"""Which words are in force now, and which ones any earlier answer was written with."""

from collections.abc import Mapping
from threading import RLock

from relance.errors import ConflictError
from relance.mail.mails import AnswerContent, Mail
from relance.ports.answers import WordStore
from relance.ratings.rating import UNKNOWN_WORDS
from relance.records import Instant
from relance.words.check import checked
from relance.words.own import OwnWords, merged, parsed
from relance.words.words import Words, shipped


class WordBook:
    """The words of a deployment over its store; sets are kept under their version for good and remembered here."""

    def __init__(self, store: WordStore) -> None:
        self._store = store
        self._lock = RLock()
        self._sets: dict[str, Words] = {}
        self._merged: dict[str, Words] = {}
        self._kept: set[str] = set()

    def in_force(self) -> OwnWords | None:
        """The employer's own file, as it was put; None when only the product's words are used."""
        return self._store.in_force()

    def current(self) -> Words:
        """What new answers are written with: the product's words with the employer's own over them."""
        own = self._store.in_force()
        if own is None:
            return shipped()
        with self._lock:
            if own.source not in self._merged:
                self._merged[own.source] = merged(parsed(own.source), shipped())
            return self._merged[own.source]

    def of(self, version: str | None) -> Words:
        """The words of a version; those of the product for answers from before versions were kept. NotFoundError."""
        if version is None or version in {UNKNOWN_WORDS, shipped().version}:
            return shipped()
        with self._lock:
            known = self._sets.get(version)
        if known is None:
            known = Words.model_validate_json(self._store.kept(version))
            with self._lock:
                self._sets[version] = known
        return known

    def paragraphs_of(self, mail: Mail) -> Mapping[str, str] | None:
        """The frame that an answer was written with; None for any other mail."""
        if not isinstance(mail.content, AnswerContent):
            return None
        return self.of(mail.content.words_version).paragraphs.of(mail.language, mail.content.tone)

    def keep(self, words: Words) -> str:
        """Make sure that an answer written with these words can be written again; their version."""
        version = words.version
        if version not in self._kept:
            self._store.keep(version, words.model_dump_json())
            self._kept.add(version)
        return version

    def put(self, source: str, *, by: str, revision: int | None, now: Instant) -> OwnWords:
        """Put an employer's file in force; the same file again changes nothing.

        WordsRefusedError with every problem; ConflictError when another file was put since `revision` was read.
        """
        words = checked(source, shipped())
        held = self._store.in_force()
        if held is not None and held.source == source:
            return held
        if revision is not None and revision != (held.revision if held else 0):
            raise ConflictError("somebody else has put other words in force since: read them again")
        version = self.keep(words)
        own = OwnWords(revision=held.revision if held else 0, source=source, version=version, by=by, at=now)
        return self._store.put(own)
