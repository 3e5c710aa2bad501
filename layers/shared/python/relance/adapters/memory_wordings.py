"""The house's own paragraphs in memory: twin of the rows of the Settings table."""

import threading
from collections.abc import Mapping

from relance.errors import ConflictError, NotFoundError
from relance.mail.paragraphs import Slot, Wording
from relance.mail.typography import Language


class MemoryWordings:
    """`ports.Wordings` in a dictionary."""

    def __init__(self) -> None:
        self._versions: dict[tuple[Slot, Language], list[Wording]] = {}
        self._lock = threading.Lock()

    def current(self) -> Mapping[tuple[Slot, Language], Wording]:
        """See the port."""
        return {where: versions[-1] for where, versions in self._versions.items()}

    def keep(self, wording: Wording) -> Wording:
        """See the port."""
        with self._lock:
            versions = self._versions.setdefault((wording.slot, wording.language), [])
            if wording.version != len(versions) + 1:
                raise ConflictError("somebody has changed this paragraph meanwhile")
            versions.append(wording)
        return wording

    def version(self, slot: Slot, language: Language, version: int) -> Wording:
        """See the port."""
        versions = self._versions.get((slot, language), [])
        if not 1 <= version <= len(versions):
            raise NotFoundError(f"there is no version {version} of {slot} in {language}")
        return versions[version - 1]
