"""The local cloud's own process: ministack, with what it lacks for us. Started by `cloud.py`, never by hand.

- It ends, and saves its state, when the process that started it is gone.
- After a restart it forgets how far stream readers had come: ministack keeps that number but not the stream, and
  would skip the first changes.
- `/health` belongs to our API: ministack would answer it on every host.
- A layer is unpacked once, not once for each process of each function (240 MB and up to 2 s of processor each time).
"""

import io
import os
import signal
import sys
import tempfile
import threading
import time
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ministack import app
from ministack.core import lambda_runtime
from ministack.services import lambda_svc

LOOK_SECONDS: Final = 1.0
HEALTH: Final = "/_ministack/health"


def main() -> None:
    """Run until SIGTERM, or until our parent is gone."""
    threading.Thread(target=_end_with, args=(os.getppid(),), name="parent-watch", daemon=True).start()
    _forget_stream_positions()
    app._HEALTH_PATHS = (HEALTH,)
    SharedLayers(Path(tempfile.gettempdir(), "layers")).install()
    app.main()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _forget_stream_positions() -> None:
    restore = lambda_svc.load_persisted_state

    def without_positions(saved: dict[str, Any]) -> None:
        restore({name: value for name, value in saved.items() if name != "dynamodb_stream_positions"})

    lambda_svc.load_persisted_state = without_positions


class SharedLayers:
    """Gives a starting function process, instead of each layer, a tiny one that points to the one unpacked copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._resolve = lambda_svc._resolve_layer_zip
        self._spawn = lambda_runtime.Worker._spawn
        self._unpacking = threading.Lock()
        self._starting = threading.local()

    def install(self) -> None:
        """From now on. Only starting processes get pointers: sizes are checked on the genuine layers."""
        layers = self

        def spawn(worker: Any) -> None:
            layers._starting.now = True
            try:
                layers._spawn(worker)
            finally:
                layers._starting.now = False

        lambda_runtime.Worker._spawn = spawn
        lambda_svc._resolve_layer_zip = self._lend

    def _lend(self, attachment: str | dict[str, Any]) -> bytes | None:
        packed: bytes | None = self._resolve(attachment)
        if packed is None or not getattr(self._starting, "now", False):
            return packed
        version = attachment if isinstance(attachment, str) else str(attachment["Arn"])  # Its content never changes.
        return _pointer(self._unpacked(version, packed) / "python")

    def _unpacked(self, version: str, packed: bytes) -> Path:
        copy = self._folder / sha256(version.encode()).hexdigest()[:16]
        with self._unpacking:
            if not copy.exists():
                fresh = copy.with_suffix(".new")
                with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                    archive.extractall(fresh)
                fresh.rename(copy)
        return copy


def _pointer(folder: Path) -> bytes:
    """A layer that puts `folder` first on the path of whoever loads it."""
    place = f"python/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages/shared.pth"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(place, f"import sys; sys.path.insert(0, {str(folder)!r})\n")
    return buffer.getvalue()


if __name__ == "__main__":
    main()
