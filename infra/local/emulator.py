"""The local cloud's own process: ministack, with what it lacks for us. Started by `cloud.py`, never by hand.

- It ends, and saves its state, when the process that started it is gone.
- Functions end as soon as the state is saved: what they would still do could not be kept.
- After a restart it forgets how far stream readers had come: ministack keeps that number but not the stream, and
  would skip the first changes.
- Messages that functions held when they ended come back at once: nobody works on them any more.
- `/health` belongs to our API: ministack would answer it on every host.
- A layer is unpacked once, not once for each process of each function (up to 180 MB and 2 s of processor each).
- Layers are saved as files: as text in one JSON document they take a second at each start and at each end.

It reaches into ministack's inner parts, whose version is pinned exactly.
"""

import io
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ministack import app
from ministack.core import lambda_runtime, persistence
from ministack.services import lambda_svc, sqs

from infra.local.places import ROOT

LOOK_SECONDS: Final = 1.0
HEALTH: Final = "/_ministack/health"
UNUSED_SECONDS: Final = 7 * 24 * 3600
ZIP: Final = "_zip_data"
POSITIONS: Final = "dynamodb_stream_positions"


def main() -> None:
    """Run until SIGTERM, or until our parent is gone."""
    threading.Thread(target=_end_with, args=(os.getppid(),), name="parent-watch", daemon=True).start()
    app._HEALTH_PATHS = (HEALTH,)
    SharedLayers(ROOT / "build" / "layers").install()
    LambdaState(LayerFiles(Path(persistence.STATE_DIR, "layers"))).install()
    _return_messages()
    _end_functions_after_saving()
    try:
        app.main()
    finally:  # Our parent made this folder for us alone, and may not be there to remove it.
        shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _end_functions_after_saving() -> None:
    save = app.save_all

    def save_and_end(services: dict[str, Any]) -> None:
        save(services)
        lambda_runtime.reset()

    app.save_all = save_and_end


def _return_messages() -> None:
    restore = sqs.load_persisted_state

    def restore_and_return(saved: dict[str, Any]) -> None:
        return_held(saved["queues"]._data.values(), now=time.time())
        restore(saved)

    sqs.load_persisted_state = restore_and_return


def return_held(queues: Iterable[dict[str, Any]], *, now: float) -> None:
    """Make messages visible that somebody had received; a message that waits for its hour was never received."""
    for queue in queues:
        for message in queue["messages"]:
            if message["receive_count"]:
                message["visible_at"] = min(message["visible_at"], now)


class SharedLayers:
    """Gives a starting function process, instead of each layer, a tiny one that points to the one unpacked copy.

    Copies are named after their content and serve every local cloud of this checkout; what is not used for a week goes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._resolve = lambda_svc._resolve_layer_zip
        self._spawn = lambda_runtime.Worker._spawn
        self._copies: dict[str, Path] = {}
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
        self._folder.mkdir(parents=True, exist_ok=True)
        for copy in self._folder.iterdir():
            if copy.stat().st_mtime < time.time() - UNUSED_SECONDS:
                shutil.rmtree(copy, ignore_errors=True)

    def _lend(self, attachment: str | dict[str, Any]) -> bytes | None:
        packed: bytes | None = self._resolve(attachment)
        if packed is None or not getattr(self._starting, "now", False):
            return packed
        version = attachment if isinstance(attachment, str) else str(attachment["Arn"])  # Its content never changes.
        with self._unpacking:
            if version not in self._copies:
                self._copies[version] = self._unpacked(packed)
        return _pointer(self._copies[version] / "python")

    def _unpacked(self, packed: bytes) -> Path:
        copy = self._folder / sha256(packed).hexdigest()
        if not copy.exists():
            fresh = Path(tempfile.mkdtemp(dir=self._folder, prefix="new-"))
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                archive.extractall(fresh)
            with suppress(OSError):  # Another local cloud was quicker.
                fresh.rename(copy)
        copy.touch()
        return copy


def _pointer(folder: Path) -> bytes:
    """A layer that puts `folder` first on the path of whoever loads it."""
    place = f"python/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages/shared.pth"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(place, f"import sys; sys.path.insert(0, {str(folder)!r})\n")
    return buffer.getvalue()


class LayerFiles:
    """Zip files of layers in a folder of the state, named after their content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep it; returns its name."""
        name = sha256(content).hexdigest()
        path = self._folder / f"{name}.zip"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_bytes(content)
            fresh.rename(path)
        return name

    def get(self, name: str) -> bytes:
        """What was kept under this name."""
        return (self._folder / f"{name}.zip").read_bytes()

    def keep_only(self, names: set[str]) -> None:
        """Remove what no layer holds any more."""
        for path in self._folder.glob("*.zip"):
            if path.stem not in names:
                path.unlink()


class LambdaState:
    """Saves functions and layers the lean way, and restores them without positions in streams that are gone."""

    def __init__(self, files: LayerFiles) -> None:
        self._files = files
        self._save, self._restore = lambda_svc.get_state, lambda_svc.load_persisted_state

    def install(self) -> None:
        """From now on."""
        lambda_svc.get_state, lambda_svc.load_persisted_state = self._get, self._load

    def _get(self) -> dict[str, Any]:
        saved: dict[str, Any] = self._save()
        for version in _versions(saved):
            version[ZIP] = self._files.put(version[ZIP])
        return saved

    def _load(self, saved: dict[str, Any]) -> None:
        self._files.keep_only({version[ZIP] for version in _versions(saved)})
        for version in _versions(saved):
            version[ZIP] = self._files.get(version[ZIP])
        self._restore({name: value for name, value in saved.items() if name != POSITIONS})


def _versions(saved: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for layer in saved["layers"]._data.values():
        yield from (version for version in layer["versions"] if version.get(ZIP))


if __name__ == "__main__":
    main()
