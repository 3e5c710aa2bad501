"""TXT records over plain DNS: whether a sub-domain has a DMARC policy, which Amazon SES does not tell (R15)."""

import secrets
import socket
import struct
from pathlib import Path
from typing import Final

from relance.errors import UnavailableError

TIMEOUT_SECONDS: Final = 2.0
TRIES: Final = 2
PORT: Final = 53
RESOLVERS: Final = Path("/etc/resolv.conf")
_TXT, _IN = 16, 1
_ANSWERED, _TRUNCATED, _CODE, _NO_SUCH_NAME = 0x8000, 0x0200, 0x000F, 3


class DmarcPolicies:
    """Looks for `_dmarc.<domain>`, then for those of the domains above it, down to two labels (RFC 7489, 6.6.3)."""

    def __init__(self, server: tuple[str, int] | None = None) -> None:
        """`server`: address and port; by default the first of the system's resolvers."""
        self._server = server

    def has_policy(self, domain: str) -> bool:
        """Whether receivers find one; UnavailableError when no resolver answers."""
        labels = domain.split(".")
        places = (".".join(labels[start:]) for start in range(max(1, len(labels) - 1)))
        return any(_is_policy(text) for place in places for text in self.texts(f"_dmarc.{place}"))

    def texts(self, name: str) -> tuple[str, ...]:
        """All TXT records of a name, none when there is no such name."""
        for _ in range(TRIES):
            number = secrets.randbits(16)
            try:
                return _read(self._ask(_question(name, number)), number)
            except OSError:
                continue
        raise UnavailableError(f"no resolver answers for {name}")

    def _ask(self, question: bytes) -> bytes:
        server = self._server or (_system_resolver(), PORT)
        with socket.socket(socket.AF_INET6 if ":" in server[0] else socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.settimeout(TIMEOUT_SECONDS)
            line.connect(server)
            line.send(question)
            return line.recv(4096)


def _is_policy(text: str) -> bool:
    return text.replace(" ", "").lower().startswith("v=dmarc1;") and "p=" in text


def _system_resolver() -> str:
    lines = RESOLVERS.read_text(encoding="ascii", errors="ignore").splitlines()
    found = next((line.split()[1] for line in lines if line.startswith("nameserver ")), None)
    if found is None:
        raise UnavailableError("the system names no resolver")
    return found


def _question(name: str, number: int) -> bytes:
    labels = b"".join(bytes([len(label)]) + label.encode("ascii") for label in name.split("."))
    return struct.pack("!6H", number, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!2H", _TXT, _IN)


def _read(answer: bytes, number: int) -> tuple[str, ...]:
    """TXT records of an answer; OSError for anything that is no whole answer to this question."""
    try:
        got, flags, questions, count, _, _ = struct.unpack_from("!6H", answer)
        if got != number or not flags & _ANSWERED or flags & _TRUNCATED:
            raise OSError("this is no whole answer to the question")
        if flags & _CODE == _NO_SUCH_NAME:
            return ()
        if flags & _CODE:
            raise OSError("the resolver could not answer")
        return tuple(_texts(answer, questions, count))
    except (struct.error, IndexError) as error:
        raise OSError("the answer is broken") from error


def _texts(answer: bytes, questions: int, count: int) -> list[str]:
    place = 12
    for _ in range(questions):
        place = _after_name(answer, place) + 4
    found = []
    for _ in range(count):
        place = _after_name(answer, place)
        kind, _, _, length = struct.unpack_from("!2HIH", answer, place)
        place += 10
        if kind == _TXT:
            found.append(_joined(answer[place : place + length]))
        place += length
    return found


def _after_name(answer: bytes, place: int) -> int:
    while answer[place]:
        if answer[place] >= 0xC0:  # A pointer ends a name.
            return place + 2
        place += answer[place] + 1
    return place + 1


def _joined(data: bytes) -> str:
    """The strings of one record, put together."""
    parts, place = [], 0
    while place < len(data):
        parts.append(data[place + 1 : place + 1 + data[place]])
        place += data[place] + 1
    return b"".join(parts).decode("utf-8", "replace")
