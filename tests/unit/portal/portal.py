"""The portal on memory twins, and requests as API Gateway makes them."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler.api_gateway import APIGatewayHttpResolver
from aws_lambda_powertools.utilities.typing import LambdaContext

from candidate_portal.ports import PortalPorts
from candidate_portal.routes import build_portal
from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_audit import MemoryAuditLog
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_cvs import MemoryCvStore
from relance.adapters.memory_erasure_requests import MemoryErasureRequests
from relance.adapters.memory_jobs import MemoryJobStore
from relance.adapters.memory_mails import MemoryMailLedger
from relance.adapters.memory_presses import MemoryPresses
from relance.adapters.memory_ratings import MemoryRatings
from relance.adapters.memory_responses import MemoryResponses
from relance.adapters.memory_words import MemoryWords
from relance.candidates import Candidate, CandidateId
from relance.jobs import JobId
from relance.mail.mails import AnswerContent, BatchId, Mail, MailId, MailState, OfferContent, OfferLine, Stream
from relance.privacy.links import LinkPurpose, PortalLink, expiry, links_for, sign
from relance.records import Instant
from relance.words.book import WordBook
from tests import factories

PEPPER = b"forty-eight characters of pepper for the tests.."
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PORTAL = "https://portal.example.org"


def visible(body: str) -> str:
    """What a reader sees of a page, with plain spaces."""
    return re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)).replace("\u00a0", " ")


def offer_mail(*jobs: str, who: str = "zoe", language: str = "fr") -> Mail:
    """A campaign mail with these jobs."""
    return Mail(
        mail_id=MailId(f"mail-{who}"),
        stream=Stream.CAMPAIGNS,
        candidate_id=CandidateId(who),
        job_ids=tuple(JobId(job) for job in jobs or ("accountant",)),
        batch_id=BatchId("run-1"),
        language="en" if language == "en" else "fr",
        content=OfferContent(offers=tuple(OfferLine(job_id=JobId(job), title=job) for job in jobs or ("accountant",))),
        guards=(),
        created_at=NOW,
        updated_at=NOW,
    )


def answer_mail(who: str = "zoe", **changes: Any) -> Mail:
    """An answer that was sent."""
    content = AnswerContent(
        job_title="Comptable",
        stage="applied",
        reason_id="process_stopped",
        reason="Ce recrutement est arrêté.",
        words_version="w1",
    )
    sent = offer_mail(who=who).model_copy(
        update={"mail_id": MailId(f"answer-{who}"), "stream": Stream.ANSWERS, "content": content}
    )
    return sent.model_copy(update={"state": MailState.ACCEPTED} | changes)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser gets."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Portal:
    """Everything behind the portal; `get` and `post` visit a page."""

    candidates: MemoryCandidateStore = field(default_factory=MemoryCandidateStore)
    jobs: MemoryJobStore = field(default_factory=MemoryJobStore)
    mails: MemoryMailLedger = field(default_factory=MemoryMailLedger)
    audit: MemoryAuditLog = field(default_factory=MemoryAuditLog)
    cvs: MemoryCvStore = field(default_factory=MemoryCvStore)
    erasing: MemoryErasureRequests = field(default_factory=MemoryErasureRequests)
    ratings: MemoryRatings = field(default_factory=MemoryRatings)
    responses: MemoryResponses = field(default_factory=MemoryResponses)
    presses: MemoryPresses = field(default_factory=MemoryPresses)
    now: Instant = NOW
    numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.applications = MemoryApplicationStore(self.candidates)
        self.jobs.save(factories.job("accountant"))
        self.candidates.create(factories.candidate("zoe"), keys=())
        self.mails.plan(offer_mail())

    def resolver(self, **changes: Any) -> APIGatewayHttpResolver:
        """A fresh resolver over the twins, some of them changed."""
        given: dict[str, Any] = {
            "candidates": self.candidates,
            "applications": self.applications,
            "jobs": self.jobs,
            "mails": self.mails,
            "audit": self.audit,
            "cvs": self.cvs,
            "erasing": self.erasing,
            "ratings": self.ratings,
            "responses": self.responses,
            "presses": self.presses,
            "words": WordBook(MemoryWords()),
            "pepper": PEPPER,
            "employer": "Vercors Logistique",
            "contact": "recrutement@example.org",
            "time_zone": "Europe/Paris",
            "portal_url": PORTAL,
            "new_id": lambda: f"random-{next(self.numbers)}",
        }
        ports = PortalPorts(**(given | changes))
        return build_portal(lambda: ports, lambda: self.now)

    def link(self, purpose: LinkPurpose, mail: Mail | None = None) -> str:
        """The path of a link in a mail."""
        offer = mail or self.mails.get(MailId("mail-zoe"))
        if purpose is LinkPurpose.RATING:
            link = PortalLink(
                purpose=purpose,
                candidate_id=offer.candidate_id,
                mail_id=offer.mail_id,
                expires_at=expiry(offer, purpose),
            )
            return f"/{purpose}/{sign(link, PEPPER)}"
        content = AnswerContent(job_title="Comptable", stage="applied", reason_id="process_stopped", reason="Arrêté.")
        carrier = offer.model_copy(update={"content": content}) if purpose is LinkPurpose.OPT_IN else offer
        links = links_for(carrier, portal_url=PORTAL, pepper=PEPPER)
        return str(getattr(links, purpose.name.lower())).removeprefix(PORTAL)

    def visit(self, method: str, path: str, **request: Any) -> Answer:
        """One request: `form` (fields of a form), `body`, `headers`, `query`, `changes` (of the twins),
        `resolver` (of an earlier visit)."""
        form = request.get("form")
        body = urlencode(form, doseq=True) if form is not None else request.get("body")
        if body is not None and request.get("base64"):
            body = base64.b64encode(body.encode()).decode()
        event = {
            "version": "2.0",
            "routeKey": "ANY /{proxy+}",
            "rawPath": path,
            "rawQueryString": urlencode(request.get("query", {})),
            "queryStringParameters": request.get("query"),
            "headers": {"host": "portal.example.org"} | request.get("headers", {}),
            "requestContext": {"http": {"method": method, "path": path}, "stage": "$default"},
            "body": body,
            "isBase64Encoded": bool(request.get("base64") or request.get("encoded")),
        }
        resolver = request.get("resolver") or self.resolver(**request.get("changes", {}))
        answer = resolver.resolve(event, LambdaContext())
        return Answer(answer["statusCode"], answer["headers"], answer["body"])

    def get(self, path: str, **request: Any) -> Answer:
        """Open a page."""
        return self.visit("GET", path, **request)

    def post(self, path: str, **request: Any) -> Answer:
        """Press its button."""
        return self.visit("POST", path, **request)

    def zoe(self) -> Candidate:
        """The person as stored now."""
        return self.candidates.get(CandidateId("zoe"))
