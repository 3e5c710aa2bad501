"""One `up` per state folder. The kernel drops the lock with its holder, so a crash leaves none behind."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.errors import LocalError


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock; LocalError when another process does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise LocalError(
                f"relance is already up here (process {handle.read().strip() or 'unknown'}): "
                "use it, or stop it with `relance down`."
            ) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        try:
            yield
        finally:
            handle.truncate(0)


def holder(path: Path) -> int | None:
    """Process that holds the lock; None when nobody does."""
    if not path.exists():
        return None
    with path.open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            written = handle.read().strip()
            return int(written) if written.isdigit() else None
    return None
