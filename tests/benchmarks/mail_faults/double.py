"""An SES on the loopback that refuses, hangs, breaks off and lies, by a seed, and writes down every request.

What it answered has one of eight names; those that begin with `accepted` mean that the letter will be delivered,
whether the sender was told so or not.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

ACCEPTED: Final = "accepted"
FAULTS: Final = (
    "refused_400", "refused_429", "no_answer", "failed_500",
    "accepted_reply_lost", "accepted_no_answer", "accepted_500",
)  # fmt: skip
ERRORS: Final = {
    "refused_400": (400, "MessageRejected"),
    "refused_429": (429, "TooManyRequestsException"),
    "accepted_500": (500, "InternalServiceError"),
    "failed_500": (500, "InternalServiceError"),
}
ACCOUNT: Final = {
    "SendQuota": {"MaxSendRate": 10_000.0, "Max24HourSend": -1.0, "SentLast24Hours": 0.0},
    "SendingEnabled": True,
}
IDENTITY: Final = {
    "VerifiedForSendingStatus": True,
    "DkimAttributes": {"SigningEnabled": True, "Status": "SUCCESS"},
    "MailFromAttributes": {"MailFromDomain": "bounce.example.org", "MailFromDomainStatus": "SUCCESS"},
}
"""Every sub-domain is in order: what is played here are the faults of sending."""
HANG_SECONDS: Final = 11.0
"""Longer than the sender waits."""
EVENTS: Final = ("once", "early", "twice", "late", "never")
EVENT_WEIGHTS: Final = (90, 4, 3, 2, 1)


class FaultySes:
    """SendEmail, GetAccount and GetEmailIdentity; `tell` gets the events of what was taken, in SES's own words."""

    def __init__(self, log: Path, *, fault_rate: float, seed: int, tell: Callable[[dict[str, Any]], None]) -> None:
        self._log = log.open("w", encoding="utf-8")
        self._lock = threading.Lock()
        self._dice = random.Random(seed)
        self._fault_rate = fault_rate
        self._tell = tell
        self._late: list[dict[str, Any]] = []
        self._closing = threading.Event()
        self.received = 0
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                double.send_email(self, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def do_GET(self) -> None:
                answer(self, 200, IDENTITY if "/identities/" in self.path else ACCOUNT)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def send_email(self, request: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        """Decide, write down, answer or not, tell."""
        tags = {tag["Name"]: tag["Value"] for tag in body["EmailTags"]}
        with self._lock:
            self.received += 1
            number = self.received
            faulty = self._dice.random() < self._fault_rate
            step = self._dice.choice(FAULTS) if faulty else ACCEPTED
            timing = self._dice.choices(EVENTS, EVENT_WEIGHTS)[0]
            self._log.write(request_line(tags, step, recipients=len(_recipients(body))))
            self._log.flush()
        event = self._event(tags, f"ses-{number}") if takes(step) else None
        if event is not None and timing == "early":
            self._tell(event)
        self._respond(request, step, number)
        if event is None:
            return
        if timing == "late":
            with self._lock:
                self._late.append(event)
        for _ in range({"once": 1, "twice": 2}.get(timing, 0)):
            self._tell(event)

    def tell_late_events(self) -> int:
        """What was kept back; how many."""
        with self._lock:
            late, self._late = self._late, []
        for event in late:
            self._tell(event)
        return len(late)

    def behave(self, log: Path) -> None:
        """From now on every letter is taken, and written down elsewhere."""
        with self._lock:
            self._log.close()
            self._log = log.open("w", encoding="utf-8")
            self._fault_rate = 0.0

    def close(self) -> None:
        """No more requests; those that hang are let go."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._log.close()

    def _respond(self, request: BaseHTTPRequestHandler, step: str, number: int) -> None:
        if step == ACCEPTED:
            answer(request, 200, {"MessageId": f"ses-{number}"})
        elif step in ERRORS:
            status, code = ERRORS[step]
            answer(request, status, {"message": step}, code)
        elif step == "accepted_reply_lost":
            request.close_connection = True
            request.connection.shutdown(2)
        else:
            self._closing.wait(HANG_SECONDS)
            request.close_connection = True

    def _event(self, tags: dict[str, str], message_id: str) -> dict[str, Any]:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        mail = {"timestamp": stamp, "messageId": message_id, "tags": {name: [value] for name, value in tags.items()}}
        return {"eventType": "Send", "mail": mail, "send": {}}


def takes(step: str) -> bool:
    """Whether SES will deliver a letter that it answered so."""
    return step.startswith(ACCEPTED)


def request_line(tags: Mapping[str, str], step: str, *, recipients: int) -> str:
    """One request in `submissions.jsonl`: which mail, its how manieth submission, when, what was answered."""
    told = {"mail_id": tags["mail_id"], "submission": int(tags["submission"]), "time": time.time()}
    return json.dumps({**told, "answer": step, "taken": takes(step), "to": recipients}) + "\n"


def answer(request: BaseHTTPRequestHandler, status: int, body: dict[str, Any], code: str | None = None) -> None:
    """One JSON answer; the client may be dead already."""
    content = json.dumps(body).encode()
    try:
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        if code:
            request.send_header("x-amzn-ErrorType", code)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)
    except OSError:
        request.close_connection = True


def _recipients(body: dict[str, Any]) -> list[str]:
    destination = body["Destination"]
    return [address for kind in ("ToAddresses", "CcAddresses", "BccAddresses") for address in destination.get(kind, [])]
