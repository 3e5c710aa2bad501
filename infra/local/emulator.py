"""The local cloud's own process: ministack, with what it lacks for us. Started by `cloud.py`, never by hand.

- It ends, and saves its state, when the process that started it is gone.
- After a restart it forgets how far stream readers had come: ministack keeps that number but not the stream, and
  would skip the first changes.
"""

import os
import signal
import threading
import time
from typing import Any, Final

from ministack import app  # type: ignore[import-untyped]
from ministack.services import lambda_svc  # type: ignore[import-untyped]

LOOK_SECONDS: Final = 1.0


def main() -> None:
    """Run until SIGTERM, or until our parent is gone."""
    threading.Thread(target=_end_with, args=(os.getppid(),), name="parent-watch", daemon=True).start()
    _forget_stream_positions()
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


if __name__ == "__main__":
    main()
