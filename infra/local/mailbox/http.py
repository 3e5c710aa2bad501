"""A small HTTP server on 127.0.0.1 that can also lose a connection on purpose."""

import json
import logging
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from infra.local.mailbox.submissions import SesError

logger = logging.getLogger(__name__)
MAX_BODY_BYTES: Final = 40 * 1024 * 1024  # What SES takes.
type Then = Callable[[], None]


@dataclass(frozen=True)
class Request:
    """What arrived."""

    method: str
    path: tuple[str, ...]
    """Decoded segments: `/messages/a%2Fb` is `("messages", "a/b")`."""
    query: Mapping[str, str]
    body: bytes
    content_type: str = ""


@dataclass(frozen=True)
class Reply:
    """What goes back, and what to do once it has gone."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    then: Then | None = None
    lost: bool = False

    @classmethod
    def json(cls, value: Any, *, status: int = HTTPStatus.OK, then: Then | None = None) -> Self:
        """A JSON document."""
        body = json.dumps(value, ensure_ascii=False).encode()
        return cls(int(status), body, {"Content-Type": "application/json"}, then)

    @classmethod
    def error(cls, error: SesError, *, then: Then | None = None) -> Self:
        """A refusal as SES words it."""
        headers = {"Content-Type": "application/json", "x-amzn-ErrorType": error.code}
        return cls(error.status, json.dumps({"message": error.message}).encode(), headers, then)

    @classmethod
    def dropped(cls, *, then: Then | None = None) -> Self:
        """No answer: the connection is cut."""
        return cls(0, then=then, lost=True)


type Answer = Callable[[Request], Reply]


class HttpServer(ThreadingHTTPServer):
    """One thread a connection; they end with the process."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, answer: Answer) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.answer = answer

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        """A client that went away is no news here."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            logger.error("mailbox_request_failed", exc_info=error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HttpServer

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        reply = Reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if length <= MAX_BODY_BYTES:
            url = urlsplit(self.path)
            request = Request(
                method=self.command,
                path=tuple(unquote(part) for part in url.path.split("/") if part),
                query=dict(parse_qsl(url.query)),
                body=self.rfile.read(length),
                content_type=self.headers.get("Content-Type", ""),
            )
            reply = self.server.answer(request) if self._is_meant_for_us() else Reply(HTTPStatus.MISDIRECTED_REQUEST)
        try:
            if reply.lost:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            else:
                self._send(reply)
        finally:  # A client that has gone must not stop what follows from its request.
            if reply.then:
                reply.then()

    do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815

    def _is_meant_for_us(self) -> bool:
        """A page elsewhere must not reach this server under a name of its own."""
        return (self.headers.get("Host") or "").rpartition(":")[0] in ("127.0.0.1", "localhost")

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_request(self, code: object = "-", size: object = "-") -> None:  # noqa: ARG002
        logger.debug("mailbox_request", extra={"method": self.command, "status": str(code)})


def serve(answer: Answer, *, port: int) -> HttpServer:
    """Listen on 127.0.0.1 (0: any free port) from a thread of its own; OSError when the port is taken."""
    server = HttpServer(port, answer)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="mailbox", daemon=True).start()
    return server
