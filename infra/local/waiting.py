"""Waiting for something real, with a deadline."""

import time
from collections.abc import Callable

PAUSE_SECONDS = 0.1


def wait_for[Thing](
    look: Callable[[], Thing | None], *, seconds: float, what: str, pause: float = PAUSE_SECONDS
) -> Thing:
    """Look until there is something (anything true) and return it; TimeoutError names what did not come."""
    end = time.monotonic() + seconds
    while True:
        if found := look():
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds:.0f} seconds")
        time.sleep(pause)
