"""The account behind an HTTP server."""

import functools
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.local.mailbox.account import Account
from infra.local.mailbox.http import HttpServer, serve
from infra.local.mailbox.routes import answer
from relance import clock
from relance.records import Instant


class Mailbox(Account):
    """Open it with `with Mailbox(folder) as mailbox:`."""

    def __init__(self, folder: Path, *, port: int = 0, now: Callable[[], Instant] = clock.now) -> None:
        super().__init__(folder, now=now)
        self._port = port
        self._server: HttpServer | None = None

    def __enter__(self) -> Self:
        self._server = serve(functools.partial(answer, self), port=self._port)
        self._outbox.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._ending.set()
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._outbox.stop()

    @property
    def url(self) -> str:
        """Where it listens; only while it is open."""
        if self._server is None:
            raise RuntimeError("the mailbox is not open")
        return f"http://127.0.0.1:{self._server.server_address[1]}"
