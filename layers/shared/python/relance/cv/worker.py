"""The process in which files are parsed: reads requests from stdin, writes results to stdout, may die at any time.

    python -m relance.cv.worker MEMORY_BYTES SECONDS

Request: two lengths (big-endian, 4 bytes each), then a JSON head and the bytes of the file. Answer: one length, then
the result as JSON, or the picture of a page (nothing when it cannot be drawn).
"""

import contextlib
import json
import signal
import sys
from collections.abc import Mapping
from datetime import date
from typing import IO

from relance.cv.framing import HEAD, LENGTH
from relance.cv.here import read_here
from relance.cv.limits import LIMITS
from relance.cv.ocr import packed_picture, unpacked
from relance.cv.problems import UnreadableError

with contextlib.suppress(ImportError):  # Absent on Windows: there the time limit alone protects.
    import resource


def serve(requests: IO[bytes], answers: IO[bytes], *, seconds: float) -> None:
    """Answer until the other side closes. An alarm ends a reading that has used up its processor time."""
    while head := requests.read(HEAD.size):
        about_length, length = HEAD.unpack(head)
        about = json.loads(requests.read(about_length))
        content = requests.read(length)
        _alarm(seconds)
        answer = _drawn(about, content) if about["task"] == "picture" else _read(about, content)
        _alarm(0)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _read(about: Mapping[str, str], content: bytes) -> bytes:
    recognised = unpacked(about["words"]) if "words" in about else {}
    today = date.fromisoformat(about["today"])
    read = read_here(content, filename=about.get("filename"), today=today, recognised=recognised)
    return read.model_dump_json().encode()


def _drawn(about: Mapping[str, str], content: bytes) -> bytes:
    """A page as a picture; nothing when there is none."""
    from relance.cv.formats.pictures import picture  # noqa: PLC0415  Most files need no picture, and Pillow loads slowly.

    try:
        return packed_picture(picture(content, int(about["page"]), LIMITS))
    except (UnreadableError, MemoryError):
        return b""


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _bound_memory(limit: int) -> None:
    with contextlib.suppress(NameError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with contextlib.suppress(NameError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bound_memory(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, seconds=max(1.0, float(sys.argv[2])))
