"""A recruiter's office on memory twins: jobs, people, ledger, and the desk that the use cases work at."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_audit import MemoryAuditLog
from relance.adapters.memory_batches import MemoryBatches
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_cvs import MemoryCvStore
from relance.adapters.memory_jobs import MemoryJobStore
from relance.adapters.memory_mails import MemoryMailLedger, MemorySuppressions
from relance.adapters.memory_words import MemoryWords
from relance.applications import Application
from relance.candidates import CandidateId, CvId
from relance.cv.profile import Profile, Work
from relance.jobs import Criterion, CriterionWeight, JobId
from relance.mail.composing import Composer
from relance.mail.mails import BatchId
from relance.mail.rendering import Employer
from relance.privacy.links import links_for
from relance.rejections.composing import Choice
from relance.rejections.desk import Desk
from relance.rejections.draft import Applicant, Drafted, draft
from relance.rejections.timing import LeavePolicy
from relance.words.book import WordBook
from tests import factories

PEPPER = b"forty-eight characters of pepper for the tests.."
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
JOB = JobId("orders")
BATCH = BatchId("batch-1")
CV = """Inès Marchetti
Préparatrice de commandes
ines@example.org
06 39 98 11 01

EXPÉRIENCE PROFESSIONNELLE
Préparatrice de commandes – Alpes Distribution
mars 2021 – aujourd'hui
• Inventaire tournant de 4 000 références
• Conduite de chariots pour le réapprovisionnement

COMPÉTENCES
Inventaire tournant, Scanette, Excel
"""
PROFILE = factories.profile(
    label="Préparatrice de commandes",
    skills=("Inventaire tournant", "Scanette", "Excel"),
    work=(
        Work(
            name="Alpes Distribution",
            position="Préparatrice de commandes",
            start_date="2021-03",
            ongoing=True,
            highlights=("Inventaire tournant de 4 000 références", "Conduite de chariots pour le réapprovisionnement"),
        ),
    ),
)
CRITERIA = (
    Criterion(criterion_id="caces", text="CACES R489 catégorie 1", weight=CriterionWeight.MUST, terms=("r489",)),
    Criterion(
        criterion_id="stock", text="Inventaire tournant", weight=CriterionWeight.NICE, terms=("inventaire tournant",)
    ),
)


@dataclass
class Office:
    """The stores and the desk; `hire`, `apply` and `write` set the scene."""

    candidates: MemoryCandidateStore = field(default_factory=MemoryCandidateStore)
    jobs: MemoryJobStore = field(default_factory=MemoryJobStore)
    cvs: MemoryCvStore = field(default_factory=MemoryCvStore)
    mails: MemoryMailLedger = field(default_factory=MemoryMailLedger)
    batches: MemoryBatches = field(default_factory=MemoryBatches)
    suppressions: MemorySuppressions = field(default_factory=MemorySuppressions)
    audit: MemoryAuditLog = field(default_factory=MemoryAuditLog)
    policy: LeavePolicy = field(default_factory=LeavePolicy)

    def __post_init__(self) -> None:
        self.applications = MemoryApplicationStore(self.candidates)
        self.words = WordBook(MemoryWords())
        self.jobs.save(
            factories.job(
                JOB,
                title="Préparateur·rice de commandes",
                criteria=CRITERIA,
                contact_name="Salomé Kerjean",
                contact_phone="04 39 98 22 10",
            )
        )

    @property
    def desk(self) -> Desk:
        """The use cases' desk."""
        employer = Employer(name="Vercors Logistique", signature="L’équipe recrutement")
        links = partial(links_for, portal_url="https://portal.example.org", pepper=PEPPER)
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
            render=Composer(employer, links, self.words.paragraphs_of).compose,
            pepper=PEPPER,
            policy=self.policy,
        )

    def apply(
        self, who: str = "ines", *, text: str = CV, profile: Profile = PROFILE, cvs: Any = None, **facts: Any
    ) -> Application:
        """Somebody applied ten days ago with this CV."""
        candidate_id = CandidateId(who)
        basics = profile.basics.model_copy(update={"email": f"{who}@example.org"})
        person = profile.model_copy(update={"basics": basics})
        files = (factories.cv_file(f"cv-{who}", filename=f"{who}-marchetti.pdf"),) if cvs is None else cvs
        self.candidates.create(factories.candidate(who, profile=person, cvs=files), keys=())
        self.cvs.keep(candidate_id, CvId(f"cv-{who}"), b"", text)
        facts.setdefault("applied_at", MONDAY - timedelta(days=10))
        return self.applications.save(factories.application(facts.pop("job_id", JOB), who, **facts))

    def draft(self, *who: str, batch: str = BATCH, now: datetime = MONDAY, workers: int = 1, **choice: Any) -> Drafted:
        """Answers drafted for these people, all with the same choice."""
        usual = {"reason_id": "missing_must_have", "criterion_id": "caces"}
        chosen = Choice(**(choice if "reason_id" in choice else usual | choice))
        applicants = [Applicant(candidate_id=CandidateId(each), choice=chosen) for each in who or ("ines",)]
        desk = replace(self.desk, workers=workers)
        return draft(JOB, applicants, desk=desk, by="rosa", batch_id=BatchId(batch), now=now)

    def application(self, who: str = "ines") -> Application:
        """As the store has it now."""
        return self.applications.get(JOB, CandidateId(who))
