"""Hands the events of mails on, in order, and again until somebody takes them."""

import json
import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from infra.local.mailbox.box import Box

logger = logging.getLogger(__name__)
PATIENCE_SECONDS: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
type Publish = Callable[[str], None]
"""Takes one event as JSON; raises when it could not be handed on."""


class Outbox:
    """A thread that tells the events of kept mails; what is not told when it stops is told after the next start."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._publish: Publish | None = None
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._waiting = deque(mail.message_id for mail in box.mails() if mail.untold and not mail.withheld)
        self._expected: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="mailbox-events", daemon=True)

    def start(self) -> None:
        """Begin; nothing is told before `publish_with`."""
        self._thread.start()

    def stop(self) -> None:
        """End after the event in hand."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        self._thread.join(timeout=10)

    def publish_with(self, publish: Publish) -> None:
        """From now on hand events to this."""
        with self._changed:
            self._publish = publish
            self._changed.notify_all()

    def expect(self, message_id: str) -> None:
        """This mail will be added once its submission is answered: until then nothing is settled."""
        with self._changed:
            self._expected.add(message_id)

    def add(self, message_id: str) -> None:
        """This mail has events to tell."""
        with self._changed:
            self._expected.discard(message_id)
            self._waiting.append(message_id)
            self._changed.notify_all()

    def settled(self, *, within_seconds: float) -> bool:
        """Wait until everything is told; False when it took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._waiting or self._expected), timeout=within_seconds)

    def tell(self, message_id: str) -> None:
        """Hand on, in this thread, what is not told yet of one mail; does nothing before `publish_with`."""
        mail, publish = self._box.get(message_id), self._publish
        if mail is None or publish is None:
            return
        for place, event in enumerate(mail.events):
            if not event.told:
                publish(json.dumps(event.event, ensure_ascii=False))
                self._box.mark_told(message_id, place)

    def _run(self) -> None:
        failures = 0
        while message_id := self._next():
            try:
                self.tell(message_id)
            except Exception:  # Whatever the cloud's trouble is, the events must not be lost.
                logger.warning("events_not_told", exc_info=True)
                self._stopping.wait(PATIENCE_SECONDS[min(failures, len(PATIENCE_SECONDS) - 1)])
                failures += 1
                continue
            failures = 0
            with self._changed:
                self._waiting.popleft()
                self._changed.notify_all()

    def _next(self) -> str | None:
        """The mail to speak of, once there is one; None when it is time to stop."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping.is_set() or (self._publish and self._waiting))
            return None if self._stopping.is_set() else self._waiting[0]
