"""The recruiters' API over memory twins: requests in API Gateway's form, answers as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools.utilities.typing import LambdaContext

from recruiter_api.api import build_api
from recruiter_api.bodies import with_readable_body
from relance import clock, wiring
from relance.adapters.embedded_search import EmbeddedCandidateIndex, EmbeddedJobIndex
from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_audit import MemoryAuditLog
from relance.adapters.memory_batches import MemoryBatches
from relance.adapters.memory_campaigns import (
    MemoryAudienceFacts,
    MemoryAudienceStore,
    MemoryCampaignStore,
    MemoryMatchLog,
    MemoryScheduler,
)
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_cvs import MemoryCvStore
from relance.adapters.memory_erasure_requests import MemoryErasureRequests
from relance.adapters.memory_jobs import MemoryJobStore
from relance.adapters.memory_mails import MemoryMailLedger, MemorySuppressions
from relance.adapters.memory_ratings import MemoryRatings
from relance.adapters.memory_responses import MemoryResponses
from relance.adapters.memory_segments import MemorySegmentStore
from relance.adapters.memory_sending import FixedIdentities, MemorySendingCounts, MemoryStopSigns
from relance.adapters.memory_wordings import MemoryWordings
from relance.adapters.memory_words import MemoryWords
from relance.applications import Application
from relance.campaigns.audience import Search
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.eligibility import EligibilityPorts
from relance.campaigns.rules import RelanceRules
from relance.candidates import Candidate, CandidateId
from relance.jobs import Job
from relance.mail.composing import Composer
from relance.mail.mails import Mail, Stream
from relance.mail.previewing import inert_links
from relance.mail.rendering import Employer, MailLinks
from relance.mail.stopping import Switchboard
from relance.matching.embedding import HashingEmbedder
from relance.matching.indexing import candidate_document, job_document
from relance.privacy.addresses import address_key
from relance.privacy.links import links_for
from relance.records import Instant
from relance.rejections.desk import Desk
from relance.rejections.timing import LeavePolicy
from relance.words.book import WordBook
from tests import factories

PEPPER = b"sixteen bytes at least for tests"
RECRUITER = {"cognito:username": "rachel", "cognito:groups": "[recruiter]"}
CV = "Comptable chez Vercors, clôture mensuelle sous Sage."
APPROVER = {"cognito:username": "amina", "cognito:groups": ["recruiter", "approver"]}


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass
class World:
    """Twins behind the API, and one clock that tests move."""

    folder: Path
    now: Instant = factories.NOW
    candidates: MemoryCandidateStore = field(default_factory=MemoryCandidateStore)
    jobs: MemoryJobStore = field(default_factory=MemoryJobStore)
    cvs: MemoryCvStore = field(default_factory=MemoryCvStore)
    mails: MemoryMailLedger = field(default_factory=MemoryMailLedger)
    suppressions: MemorySuppressions = field(default_factory=MemorySuppressions)
    stops: MemoryStopSigns = field(default_factory=MemoryStopSigns)
    tally: MemorySendingCounts = field(default_factory=MemorySendingCounts)
    wordings: MemoryWordings = field(default_factory=MemoryWordings)
    identities: FixedIdentities = field(default_factory=FixedIdentities)
    batches: MemoryBatches = field(default_factory=MemoryBatches)
    audit: MemoryAuditLog = field(default_factory=MemoryAuditLog)
    erasing: MemoryErasureRequests = field(default_factory=MemoryErasureRequests)
    ratings: MemoryRatings = field(default_factory=MemoryRatings)
    campaigns: MemoryCampaignStore = field(default_factory=MemoryCampaignStore)
    audiences: MemoryAudienceStore = field(default_factory=MemoryAudienceStore)
    scheduler: MemoryScheduler = field(default_factory=MemoryScheduler)
    match_log: MemoryMatchLog = field(default_factory=MemoryMatchLog)
    segments: MemorySegmentStore = field(default_factory=MemorySegmentStore)
    embedder: HashingEmbedder = field(default_factory=HashingEmbedder)
    rules: RelanceRules = field(default_factory=RelanceRules)
    responses: MemoryResponses = field(default_factory=MemoryResponses)
    time_zone: str = "Europe/Paris"

    def __post_init__(self) -> None:
        self.applications = MemoryApplicationStore(self.candidates)
        self.people = EmbeddedCandidateIndex(self.folder)
        self.offers = EmbeddedJobIndex(self.folder)
        self._ids = count(1)
        self.words = WordBook(MemoryWords())
        employer = Employer(name="Vercors Logistique", signature="L’équipe recrutement")
        self.composer = Composer(employer, self._links, self.words.paragraphs_of)
        inert = partial(inert_links, portal_url="https://portal.example.org")
        self.preview_composer = Composer(employer, inert, self.words.paragraphs_of)
        self.api = build_api()
        self.api.dependency_overrides |= {
            clock.now: lambda: self.now,
            wiring.new_id: lambda: f"id-{next(self._ids)}",
            wiring.candidates: lambda: self.candidates,
            wiring.jobs: lambda: self.jobs,
            wiring.applications: lambda: self.applications,
            wiring.cv_store: lambda: self.cvs,
            wiring.mails: lambda: self.mails,
            wiring.segments: lambda: self.segments,
            wiring.switchboard: self.switchboard,
            wiring.wordings: lambda: self.wordings,
            wiring.audit: lambda: self.audit,
            wiring.erasure_requests: lambda: self.erasing,
            wiring.ratings: lambda: self.ratings,
            wiring.match_log: lambda: self.match_log,
            wiring.scheduler: lambda: self.scheduler,
            wiring.campaign_responses: lambda: self.responses,
            wiring.campaign_desk: self.campaign_desk,
            wiring.desk: self.desk,
        }

    def close(self) -> None:
        """Free the index's files."""
        self.people.close()
        self.offers.close()

    def campaign_desk(self) -> CampaignDesk:
        """What campaigns need."""
        return CampaignDesk(
            campaigns=self.campaigns,
            audiences=self.audiences,
            jobs=self.jobs,
            search=Search(candidates=self.people, jobs=self.offers, offers=self.jobs, embedder=self.embedder),
            eligibility=EligibilityPorts(
                facts=MemoryAudienceFacts(
                    candidates=self.candidates,
                    applications=self.applications,
                    mails=self.mails,
                    suppressions=self.suppressions,
                ),
                mails=self.mails,
                address_key=lambda email: address_key(email, PEPPER),
            ),
            rules=self.rules,
            compose=self.preview_composer.compose,
            text_hash=self.preview_composer.text_hash,
            reasons=lambda: self.words.current().reasons,
            time_zone=self.time_zone,
        )

    def switchboard(self) -> Switchboard:
        """What stops sending as a whole."""
        domains = {stream: f"{stream}.vercors.example.org" for stream in Stream}
        return Switchboard(self.stops, self.tally, self.mails, self.identities, domains)

    def desk(self) -> Desk:
        """What answers need."""
        return Desk(
            jobs=self.jobs,
            candidates=self.candidates,
            applications=self.applications,
            cvs=self.cvs,
            mails=self.mails,
            batches=self.batches,
            suppressions=self.suppressions,
            audit=self.audit,
            words=self.words,
            render=self.preview_composer.compose,
            pepper=PEPPER,
            policy=LeavePolicy(undo=timedelta(0), minimum_business_days=0, opens=None, closes=None),
        )

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        claims: Mapping[str, Any] | None = RECRUITER,
        raw: str | None = None,
        **query: object,
    ) -> Reply:
        """One request of a recruiter, unless other claims are given."""
        text = raw if raw is not None else (None if body is None else json.dumps(body, default=str))
        asked = {name: str(value) for name, value in query.items() if value is not None}
        answer = self.api.resolve(with_readable_body(event(method, path, text, claims, asked)), LambdaContext())
        told = json.loads(answer["body"]) if answer["body"] else None
        return Reply(int(answer["statusCode"]), told, answer["headers"])

    def person(
        self, candidate: Candidate, *, text: str = "Comptable chez Vercors, clôture mensuelle sous Sage."
    ) -> Candidate:
        """Somebody in the tables and in the index."""
        saved = self.candidates.create(candidate, keys=())
        self.index(saved.candidate_id, text=text)
        return saved

    def job(self, job: Job) -> Job:
        """An offer in the table and in the index."""
        saved = self.jobs.save(job)
        self.offers.put([job_document(saved, embedder=self.embedder)])
        return saved

    def applied(self, application: Application) -> Application:
        """An application in the table; the index knows."""
        saved = self.applications.save(application)
        self.index(saved.candidate_id)
        return saved

    def index(self, candidate_id: CandidateId, *, text: str = CV) -> None:
        """What update_index does."""
        candidate = self.candidates.get(candidate_id)
        history = self.applications.of_candidate(candidate_id)
        self.people.put([candidate_document(candidate, text, history, embedder=self.embedder)])

    def _links(self, mail: Mail) -> MailLinks:
        return links_for(mail, portal_url="https://portal.example.org", pepper=PEPPER)


def event(
    method: str, path: str, body: str | None, claims: Mapping[str, Any] | None, query: Mapping[str, str]
) -> dict[str, Any]:
    """A request as API Gateway's HTTP API hands it on (payload version 2.0)."""
    authorizer = {} if claims is None else {"authorizer": {"jwt": {"claims": dict(claims), "scopes": None}}}
    return {
        "version": "2.0",
        "routeKey": "ANY /{proxy+}",
        "rawPath": path,
        "rawQueryString": urlencode(query),
        "headers": {"content-type": "application/json"},
        "queryStringParameters": dict(query),
        "requestContext": {
            "stage": "$default",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
            **authorizer,
        },
        "body": body,
        "isBase64Encoded": False,
    }
