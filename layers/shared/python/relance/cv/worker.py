# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""The process in which files are parsed: reads requests from stdin, writes results to stdout, may die at any time.

    python -m relance.cv.worker MEMORY_BYTES SECONDS

Request: two lengths (big-endian, 4 bytes each), then a JSON head and the bytes of the file. Answer: one length, then JSON.
"""

import contextlib
import json
import signal
import sys
from datetime import date
from typing import IO

from relance.cv.formats.recognised import document_of
from relance.cv.framing import HEAD, LENGTH
from relance.cv.here import read_here
from relance.cv.result import ReadCv

with contextlib.suppress(ImportError):  # Absent on Windows: there the time limit alone protects.
    import resource


def serve(requests: IO[bytes], answers: IO[bytes], *, seconds: float) -> None:
    """Answer until the other side closes. An alarm ends a reading that has used up its processor time."""
    while head := requests.read(HEAD.size):
        about_length, length = HEAD.unpack(head)
        about = json.loads(requests.read(about_length))
        content = requests.read(length)
        _alarm(seconds)
        answer = _read(about, content).model_dump_json().encode()
        _alarm(0)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _read(about: dict[str, str], content: bytes) -> ReadCv:
    today = date.fromisoformat(about["today"])
    if "words" not in about:
        return read_here(content, filename=about.get("filename"), today=today)
    return read_here(
        content,
        filename=about.get("filename"),
        today=today,
        recognised=lambda file_format: document_of(about["words"], file_format),
    )


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
