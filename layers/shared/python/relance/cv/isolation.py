"""Parsing in a process of its own: a file that hangs, explodes or kills its parser costs one answer, not the batch.

One worker is kept and reused, since starting Python costs more than reading a CV. Pipes only: AWS Lambda has no shared
memory for semaphores.
"""

import atexit
import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from relance.cv.framing import HEAD, LENGTH
from relance.cv.limits import LIMITS, Limits
from relance.cv.ocr import OcrPage, PagePicture, packed, unpacked_picture
from relance.cv.problems import ProblemCode
from relance.cv.result import ReadCv

FILES_PER_WORKER: Final = 400  # Then a fresh one: parsers leak.
STARTING_SECONDS: Final = 45.0
WALL_SHARE: Final = 3  # The limit is processor time; a busy machine may take this many times longer by the clock.
CHUNK: Final = 1 << 16


class ParsingProcess:
    """A worker that is started when needed and replaced when it dies. Safe to share between threads."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0

    def read(
        self, content: bytes, *, filename: str | None, today: date, recognised: Mapping[int, OcrPage] | None = None
    ) -> ReadCv:
        """The result of reading, or a problem when the worker did not survive it. `recognised`: pages that OCR read."""
        about = {"task": "read", "today": today.isoformat()}
        about |= {"filename": filename} if filename is not None else {}
        about |= {"words": packed(recognised)} if recognised else {}
        answer = self._answer(about, content)
        if isinstance(answer, ProblemCode):
            return ReadCv.unreadable(content, answer, filename=filename)
        return ReadCv.model_validate_json(answer)

    def picture(self, content: bytes, page: int) -> PagePicture | None:
        """A page of the file, drawn for OCR; None when it cannot be drawn."""
        answer = self._answer({"task": "picture", "page": str(page)}, content)
        return unpacked_picture(answer) if isinstance(answer, bytes) and answer else None

    def _answer(self, about: Mapping[str, str], content: bytes) -> bytes | ProblemCode:
        """What the worker says, asked twice when an earlier file may have ruined it."""
        head = json.dumps(about).encode()
        request = HEAD.pack(len(head), len(content)) + head + content
        with self._lock:
            used = self._served > 0
            answer = self._exchange(request)
            if used and isinstance(answer, ProblemCode) and answer is not ProblemCode.TIMEOUT:
                answer = self._exchange(request)
        return answer

    @property
    def pid(self) -> int | None:
        """Process id of the living worker, None when there is none."""
        return self._worker.pid if self._worker and self._alive() else None

    def peak_memory(self) -> int | None:
        """Most bytes that the worker had in memory, where the system tells (Linux)."""
        try:
            status = Path(f"/proc/{self._worker.pid if self._worker else 0}/status").read_text(encoding="ascii")
        except OSError:
            return None
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) * 1024 if found else None

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._stop()

    def _exchange(self, request: bytes) -> bytes | ProblemCode:
        seconds = WALL_SHARE * self._limits.time.total_seconds()
        worker = self._worker
        if worker is None or not self._alive():
            self._stop()
            worker = self._worker = self._started()
            seconds += STARTING_SECONDS
        deadline = time.monotonic() + seconds
        try:
            answer = _sent_and_received(worker, request, deadline)
        except TimeoutError:
            self._stop()
            return ProblemCode.TIMEOUT
        except (EOFError, OSError):
            code = self._stop()
            if code == -signal.SIGPROF:
                return ProblemCode.TIMEOUT
            return ProblemCode.TOO_COMPLEX if code in {-signal.SIGABRT, -signal.SIGKILL} else ProblemCode.DAMAGED
        self._served += 1
        if self._served >= FILES_PER_WORKER:
            self._stop()
        return answer

    def _alive(self) -> bool:
        return self._worker is not None and self._owner == os.getpid() and self._worker.poll() is None

    def _started(self) -> subprocess.Popen[bytes]:
        seconds = str(self._limits.time.total_seconds())
        self._owner, self._served = os.getpid(), 0
        return subprocess.Popen(
            [sys.executable, "-m", "relance.cv.worker", str(self._limits.memory_bytes), seconds],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # A traceback would quote the CV.
            env=_without_credentials(os.environ) | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def _stop(self) -> int | None:
        """End the worker; its exit code (negative: the signal that it died of)."""
        worker, self._worker = self._worker, None
        if worker is None or self._owner != os.getpid():
            return None
        code = worker.poll()
        if code is None:
            try:
                code = worker.wait(0.2) if _at_end(worker) else None
            except subprocess.TimeoutExpired:
                code = None
        if code is None:
            worker.kill()
            worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # What was still to be written goes nowhere: the worker is dead.
                    pipe.close()
        return code


def _without_credentials(environment: Mapping[str, str]) -> dict[str, str]:
    """A file that takes its parser over finds no key to the account: nothing of AWS is needed for reading."""
    return {name: value for name, value in environment.items() if not name.upper().startswith("AWS_")}


def _at_end(worker: subprocess.Popen[bytes]) -> bool:
    """True when the worker's output is closed (or holds something): it is dying, not busy."""
    return worker.stdout is not None and bool(select.select([worker.stdout], [], [], 0)[0])


def _sent_and_received(worker: subprocess.Popen[bytes], request: bytes, deadline: float) -> bytes:
    """Write the request and read the answer. Raises TimeoutError, EOFError (the worker died), OSError."""
    if worker.stdin is None or worker.stdout is None:
        raise EOFError
    out, into = worker.stdin.fileno(), worker.stdout.fileno()
    os.set_blocking(out, False)
    left = memoryview(request)
    got = bytearray()
    while True:
        room = deadline - time.monotonic()
        if room <= 0:
            raise TimeoutError
        readable, writable, _ = select.select([into], [out] if left else [], [], room)
        if writable:
            left = left[os.write(out, left[:CHUNK]) :]
        if readable:
            piece = os.read(into, CHUNK)
            if not piece:
                raise EOFError
            got += piece
            if len(got) >= LENGTH.size and len(got) >= LENGTH.size + LENGTH.unpack_from(got)[0]:
                return bytes(got[LENGTH.size :])


PARSER: Final = ParsingProcess()
atexit.register(PARSER.close)
