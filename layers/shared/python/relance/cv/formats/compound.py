"""OLE compound files: the named streams inside, with bounds on every chain."""

import struct
from collections.abc import Iterator, Mapping

from relance.cv.problems import ProblemCode, UnreadableError

END = 0xFFFFFFFE
FREE = 0xFFFFFFFF
ENTRY = 128
MAX_ENTRIES = 4_000


class Compound:
    """The streams of a compound file by name. Raises UnreadableError when the structure is broken."""

    def __init__(self, content: bytes) -> None:
        try:
            self._content = content
            (shift, mini_shift) = struct.unpack_from("<HH", content, 30)
            if shift not in {9, 12} or mini_shift != 6:
                raise UnreadableError(ProblemCode.DAMAGED)
            self._size = 1 << shift
            first_directory, _, self._cutoff, first_mini = struct.unpack_from("<IIII", content, 48)
            self._table = self._sector_table()
            self._directory = dict(self._entries(first_directory))
            self._mini_table = self._integers(self._chain(first_mini)) if first_mini < END else ()
            root = self._directory.get("Root Entry", (0, 0))
            self._mini = self._chain(root[0]) if root[0] < END else b""
        except (struct.error, IndexError, ValueError) as error:
            raise UnreadableError(ProblemCode.DAMAGED) from error

    def stream(self, name: str) -> bytes | None:
        """The bytes of a stream, or None when there is none of this name."""
        if name not in self._directory:
            return None
        start, size = self._directory[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        out = bytearray()
        seen: set[int] = set()
        while start < END and len(out) < size and start not in seen and start < len(self._mini_table):
            seen.add(start)
            out += self._mini[start * 64 : start * 64 + 64]
            start = self._mini_table[start]
        return bytes(out[:size])

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _integers(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _sector_table(self) -> tuple[int, ...]:
        places = [place for place in struct.unpack_from("<109I", self._content, 76) if place < END]
        extra = struct.unpack_from("<I", self._content, 68)[0]
        seen: set[int] = set()
        while extra < END and extra not in seen and len(seen) < 1_000:
            seen.add(extra)
            *more, extra = self._integers(self._sector(extra)) or (END,)
            places += [place for place in more if place < END]
        return self._integers(b"".join(self._sector(place) for place in places))

    def _chain(self, start: int) -> bytes:
        out = bytearray()
        seen: set[int] = set()
        while start < END and start not in seen and start < len(self._table):
            seen.add(start)
            out += self._sector(start)
            start = self._table[start]
        return bytes(out)

    def _entries(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        data = self._chain(start)
        for place in range(0, min(len(data), MAX_ENTRIES * ENTRY), ENTRY):
            entry = data[place : place + ENTRY]
            if len(entry) < ENTRY:
                return
            length = struct.unpack_from("<H", entry, 64)[0]
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", entry, 116)
            if name:
                yield name, (first, size)

    @property
    def names(self) -> Mapping[str, tuple[int, int]]:
        """Stream name -> (first sector, size)."""
        return self._directory
