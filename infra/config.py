"""What differs between the stages, in one typed place: no account number, no secret, EU regions only."""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]

# R37: candidates' data stays in the Union. Regions that lie in Europe but outside the EU (London, Zurich) are left out.
EU_REGIONS: Final = ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3")


class ConfigurationError(Exception):
    """The deployment cannot be described as asked; the message says what to change."""


class StageName(StrEnum):
    LOCAL = "local"
    DEV = "dev"
    PROD = "prod"


class Architecture(StrEnum):
    """Processor of the functions, in Lambda's words."""

    ARM64 = "arm64"
    X86_64 = "x86_64"


class SearchEngine(StrEnum):
    EMBEDDED = "embedded"
    OPENSEARCH = "opensearch"


class OcrEngine(StrEnum):
    """Who reads scanned pages of CVs. With NONE, recruiters are told that a file is a scan."""

    NONE = "none"
    TEXTRACT = "textract"


@dataclass(frozen=True, kw_only=True)
class OwnDomain:
    """A name of the employer's own, with a certificate of the same region."""

    name: str
    certificate_arn: str


@dataclass(frozen=True, kw_only=True)
class Employer:
    """Whose service this is. An employer changes these lines before the first deployment."""

    name: str
    site: str
    signature: str = ""
    """Who signs where a job names nobody; empty: "L’équipe recrutement" or "The recruitment team"."""
    signature_en: str = ""
    """The same in English mails."""
    accent: str = ""
    """Colour of links, `#rrggbb`; the product's own when empty. Too light a one is refused when a mail is rendered."""
    logo: str = ""
    """https address of a picture above the letters; none when empty."""
    answers_domain: str
    campaigns_domain: str
    answers_mailbox: str = "recrutement"
    campaigns_mailbox: str = "talents"
    reply_to: str
    portal: OwnDomain | None = None
    """Where the links in mails lead. Without one they lead to the address that API Gateway gave this deployment, and
    end with it: links in old mails must work for years, so prod should have one."""

    @property
    def answers_from(self) -> str:
        return f"{self.answers_mailbox}@{self.answers_domain}"

    @property
    def campaigns_from(self) -> str:
        return f"{self.campaigns_mailbox}@{self.campaigns_domain}"


EMPLOYER: Final = Employer(
    name="Maison Exemple",
    site="https://www.example.org",
    answers_domain="reponses.example.org",
    campaigns_domain="talents.example.org",
    reply_to="recrutement@example.org",
)
# A trial sends from sub-domains of its own, so that its mistakes stay there.
TRIAL_EMPLOYER: Final = replace(
    EMPLOYER, answers_domain="reponses-essai.example.org", campaigns_domain="talents-essai.example.org"
)


@dataclass(frozen=True, kw_only=True)
class SendingPolicy:
    """When and how often mail may leave (R10, R19). `office_hours` is "HH:MM-HH:MM" in `time_zone`, or "always"."""

    undo: timedelta
    min_delay_business_days: int
    decision_days: int = 30
    """How long a decision stands: an older draft expires, an older approval is looked at again."""
    office_hours: str
    offers_every_days: int
    """An offer reaches a person at most once in so many days, over all campaigns; 0: no such rule."""
    time_zone: str = "Europe/Paris"


@dataclass(frozen=True, kw_only=True)
class SearchDomain:
    """Size of the OpenSearch domain; without `dedicated_masters`, data nodes elect the master among themselves."""

    instance_type: str
    data_nodes: int
    volume_gib: int
    dedicated_masters: int = 0
    master_instance_type: str = "m7g.medium.search"


@dataclass(frozen=True, kw_only=True)
class Search:
    """Which engine finds people, and where it is: a folder, an address, or a domain that the data stack makes."""

    engine: SearchEngine
    path: Path | None = None
    endpoint: str | None = None
    domain: SearchDomain | None = None


@dataclass(frozen=True, kw_only=True)
class Alarms:
    """Whom alarms write to, and from when (R9, R40)."""

    email: str | None = None
    oldest_send: timedelta = timedelta(minutes=15)
    bounce_rate: float = 0.04
    complaint_rate: float = 0.0008
    unanswered: timedelta = timedelta(days=60)
    """Nobody waits longer for an answer without somebody hearing of it."""


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long people are kept (R30); the defaults are what the French authority advises."""

    months_without_consent: int = 3
    renew_days_before: int = 30


@dataclass(frozen=True, kw_only=True)
class Stage:
    name: StageName
    architecture: Architecture
    search: Search
    policy: SendingPolicy
    retention: Retention = Retention()
    ocr: OcrEngine = OcrEngine.NONE
    employer: Employer = EMPLOYER
    alarms: Alarms = Alarms()
    log_level: str = "INFO"
    log_retention: str
    """Name of a member of CDK's RetentionDays."""
    deletion_protection: bool = False
    max_concurrency: int
    memory_mb: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Memory of single functions where it differs from the table of functions."""

    @property
    def host_packages(self) -> bool:
        """Whether the functions run on this very machine, so that layers hold its own wheels."""
        return self.name is StageName.LOCAL


OFFICE: Final = SendingPolicy(
    undo=timedelta(minutes=45), min_delay_business_days=3, office_hours="09:00-18:00", offers_every_days=14
)
AT_ONCE: Final = SendingPolicy(
    undo=timedelta(seconds=5), min_delay_business_days=0, office_hours="always", offers_every_days=0
)
DEV: Final = Stage(
    name=StageName.DEV,
    architecture=Architecture.ARM64,
    search=Search(
        engine=SearchEngine.OPENSEARCH,
        domain=SearchDomain(instance_type="t3.small.search", data_nodes=1, volume_gib=10),
    ),
    policy=OFFICE,
    ocr=OcrEngine.TEXTRACT,
    employer=TRIAL_EMPLOYER,
    log_retention="ONE_MONTH",
    max_concurrency=4,
)
PROD: Final = Stage(
    name=StageName.PROD,
    architecture=Architecture.ARM64,
    search=Search(
        engine=SearchEngine.OPENSEARCH,
        domain=SearchDomain(instance_type="r7g.large.search", data_nodes=2, volume_gib=100, dedicated_masters=3),
    ),
    policy=OFFICE,
    ocr=OcrEngine.TEXTRACT,
    log_retention="THREE_MONTHS",
    deletion_protection=True,
    max_concurrency=10,
    # One full processor starts at 1769 MB; matching is what recruiters wait for.
    memory_mb=MappingProxyType({"recruiter_api": 2048, "update_index": 2048, "run_campaign": 2048}),
)


def stage(name: str, environment: Mapping[str, str] = os.environ) -> Stage:
    """The stage of this name.

    For `local`, SEARCH (embedded or opensearch), SEARCH_PATH (folder of the embedded index) and SEARCH_ENDPOINT
    (address of a running OpenSearch) may come from the environment. ConfigurationError says what is wrong.
    """
    _check_region(environment)
    match name:
        case StageName.LOCAL:
            return _local(environment)
        case StageName.DEV:
            return DEV
        case StageName.PROD:
            return PROD
        case _:
            raise ConfigurationError(f"There is no stage {name!r}. Choose one of: {', '.join(StageName)}.")


def _local(environment: Mapping[str, str]) -> Stage:
    return Stage(
        name=StageName.LOCAL,
        architecture=_host_architecture(),
        search=_local_search(environment),
        policy=AT_ONCE,
        log_retention="ONE_WEEK",
        max_concurrency=2,
    )


def _check_region(environment: Mapping[str, str]) -> None:
    """The template is free of regions and refuses others itself; here the mistake is told earlier."""
    region = environment.get("CDK_DEFAULT_REGION")
    if region and region not in EU_REGIONS:
        raise ConfigurationError(
            f"{region} is not a region of the European Union. Choose one of: {', '.join(EU_REGIONS)}."
        )


def _host_architecture() -> Architecture:
    return Architecture.ARM64 if platform.machine().lower() in {"arm64", "aarch64"} else Architecture.X86_64


def _local_search(environment: Mapping[str, str]) -> Search:
    wanted = environment.get("SEARCH") or SearchEngine.EMBEDDED
    match wanted:
        case SearchEngine.EMBEDDED:
            folder = Path(environment.get("SEARCH_PATH") or ROOT / ".local" / "search")
            return Search(engine=SearchEngine.EMBEDDED, path=folder.resolve())
        case SearchEngine.OPENSEARCH:
            endpoint = environment.get("SEARCH_ENDPOINT") or "http://127.0.0.1:9200"
            return Search(engine=SearchEngine.OPENSEARCH, endpoint=endpoint)
        case _:
            raise ConfigurationError(f"SEARCH={wanted} is not a search engine. Choose embedded or opensearch.")
