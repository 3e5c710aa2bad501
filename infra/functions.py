"""The functions of the service: what starts each, what it may touch, how big it is. The README follows this table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Final


class Layer(StrEnum):
    """Folders under `layers/`: three of other people's packages, one of our shared code."""

    BASE = "base"
    READING = "reading"
    SEARCH = "search"
    SHARED = "shared"


class Table(StrEnum):
    """Tables by construct id; a function finds each under `<NAME>_TABLE`."""

    CANDIDATES = "Candidates"
    CANDIDATE_KEYS = "CandidateKeys"
    JOBS = "Jobs"
    APPLICATIONS = "Applications"
    CAMPAIGNS = "Campaigns"
    BATCHES = "Batches"
    MAILS = "Mails"
    MAIL_GUARDS = "MailGuards"
    SUPPRESSIONS = "Suppressions"
    SETTINGS = "Settings"
    MATCH_LOG = "MatchLog"
    AUDIT = "Audit"
    ERASURES = "Erasures"
    RATINGS = "Ratings"


class Access(Enum):
    """What a function may do with a table. APPEND reads and puts, and can neither update nor delete."""

    READ = auto()
    APPEND = auto()
    WRITE = auto()


class Bucket(StrEnum):
    """Buckets by construct id; a function finds each under `<NAME>_BUCKET`."""

    CVS = "Cvs"
    MAIL_ARCHIVE = "MailArchive"
    AUDIENCES = "Audiences"


@dataclass(frozen=True, kw_only=True)
class Objects:
    """What a function may do with a bucket, by key prefix. Without any, it is told the bucket's name and no more."""

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    versions: bool = False
    """Whether it names versions of objects: reads one that may be gone, or deletes all."""


class Use(Enum):
    """Everything else that a function needs; each brings its environment and its permissions together."""

    SECRET = auto()  # the secret behind address hashes and signed links
    LINKS = auto()  # the portal's address, for links in mails
    EMPLOYER = auto()  # the employer's name, words and clock, for mails and pages
    SENDING_HOURS = auto()  # undo window, delay, office hours
    SEND_QUEUE = auto()  # may put mail ids into the queue Send
    RETENTION = auto()  # how long people are kept
    ERASURES_QUEUE = auto()  # may order that a person is erased
    INDEX_RETRIES_QUEUE = auto()
    CAMPAIGN_SCHEDULES = auto()  # may make, change and delete schedules of campaigns
    QUERY_INDEX = auto()
    WRITE_INDEX = auto()
    SENDING_QUOTA = auto()  # may ask SES how much and how fast it may send
    SENDERS = auto()  # may ask SES whether our sub-domains may send
    SUBMIT_MAIL = auto()
    RECOGNISE_TEXT = auto()  # may have Textract read scanned pages, where the stage has OCR


@dataclass(frozen=True, kw_only=True)
class Function:
    folder: str
    trigger: str
    """In words, for the reader."""
    layers: tuple[Layer, ...] = (Layer.BASE, Layer.SHARED)
    timeout_seconds: int
    memory_mb: int
    tables: Mapping[Table, Access] = field(default_factory=lambda: MappingProxyType({}))
    buckets: Mapping[Bucket, Objects] = field(default_factory=lambda: MappingProxyType({}))
    uses: frozenset[Use] = frozenset()

    @property
    def construct_id(self) -> str:
        """`ingest_cv` -> `IngestCv`."""
        return "".join(word.capitalize() for word in self.folder.split("_"))


READ, APPEND, WRITE = Access.READ, Access.APPEND, Access.WRITE
READING: Final = (Layer.BASE, Layer.READING, Layer.SHARED)
SEARCHING: Final = (Layer.BASE, Layer.SEARCH, Layer.SHARED)

INGEST_CV: Final = Function(
    folder="ingest_cv",
    trigger="a file uploaded under `inbox/`",
    layers=READING,
    timeout_seconds=90,
    memory_mb=2048,
    tables={
        Table.CANDIDATES: WRITE,
        Table.CANDIDATE_KEYS: APPEND,
        Table.JOBS: READ,
        Table.APPLICATIONS: WRITE,
        Table.ERASURES: READ,
    },
    buckets={Bucket.CVS: Objects(read=("inbox/",), write=("cvs/",), delete=("inbox/", "cvs/"), versions=True)},
    uses=frozenset({Use.SECRET, Use.RECOGNISE_TEXT}),
)
UPDATE_INDEX: Final = Function(
    folder="update_index",
    trigger="changes of Candidates and Jobs; queue IndexRetries",
    layers=SEARCHING,
    timeout_seconds=120,
    memory_mb=1536,
    tables={
        Table.CANDIDATES: READ,
        Table.JOBS: READ,
        Table.APPLICATIONS: READ,
        Table.BATCHES: WRITE,  # Applications that followed an offer are counted there.
        Table.ERASURES: READ,
        Table.MAILS: READ,
        Table.SUPPRESSIONS: READ,
    },
    buckets={Bucket.CVS: Objects(read=("cvs/",))},
    uses=frozenset({Use.WRITE_INDEX, Use.INDEX_RETRIES_QUEUE, Use.SECRET}),
)
RECRUITER_API: Final = Function(
    folder="recruiter_api",
    trigger="HTTP requests of recruiters, with a token",
    layers=SEARCHING,
    timeout_seconds=29,
    memory_mb=1536,
    tables={
        Table.CANDIDATES: WRITE,
        Table.JOBS: WRITE,
        Table.APPLICATIONS: WRITE,
        Table.CAMPAIGNS: WRITE,
        Table.BATCHES: WRITE,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SUPPRESSIONS: READ,
        Table.SETTINGS: WRITE,
        Table.MATCH_LOG: APPEND,
        Table.RATINGS: READ,
        Table.AUDIT: APPEND,
        Table.ERASURES: READ,
    },
    # Audiences are frozen and read by the runs alone; the API only makes the desk that both share.
    buckets={Bucket.CVS: Objects(read=("cvs/",)), Bucket.AUDIENCES: Objects()},
    uses=frozenset(
        {
            Use.SECRET,
            Use.LINKS,
            Use.EMPLOYER,
            Use.SENDING_HOURS,
            Use.QUERY_INDEX,
            Use.CAMPAIGN_SCHEDULES,
            Use.SENDERS,
            Use.ERASURES_QUEUE,
        }
    ),
)
CANDIDATE_PORTAL: Final = Function(
    folder="candidate_portal",
    trigger="HTTP requests of candidates, with a signed link",
    timeout_seconds=15,
    memory_mb=512,
    tables={
        Table.CANDIDATES: WRITE,
        Table.JOBS: READ,
        Table.APPLICATIONS: WRITE,
        Table.MAILS: READ,
        Table.BATCHES: WRITE,
        Table.SETTINGS: READ,
        Table.RATINGS: WRITE,
        Table.AUDIT: APPEND,
        Table.ERASURES: READ,
    },
    buckets={Bucket.CVS: Objects(write=("inbox/",))},
    uses=frozenset({Use.SECRET, Use.LINKS, Use.EMPLOYER, Use.ERASURES_QUEUE}),
)
RUN_CAMPAIGN: Final = Function(
    folder="run_campaign",
    trigger="queue CampaignRuns, filled by schedules; each hour",
    layers=SEARCHING,
    timeout_seconds=300,
    memory_mb=1536,
    tables={
        Table.CANDIDATES: READ,
        Table.JOBS: READ,
        Table.APPLICATIONS: READ,
        Table.CAMPAIGNS: WRITE,
        Table.BATCHES: READ,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SUPPRESSIONS: READ,
        Table.SETTINGS: WRITE,
        Table.AUDIT: APPEND,
    },
    buckets={Bucket.AUDIENCES: Objects(read=("",), write=("",))},
    uses=frozenset(
        {
            Use.SECRET,
            Use.LINKS,
            Use.EMPLOYER,
            Use.QUERY_INDEX,
            Use.SEND_QUEUE,
            Use.SENDING_QUOTA,
            Use.CAMPAIGN_SCHEDULES,
        }
    ),
)
DISPATCH_MAIL: Final = Function(
    folder="dispatch_mail",
    trigger="each minute",
    timeout_seconds=60,
    memory_mb=512,
    tables={
        Table.BATCHES: READ,
        Table.CAMPAIGNS: READ,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SETTINGS: WRITE,
    },
    uses=frozenset({Use.SEND_QUEUE, Use.SENDING_QUOTA, Use.CAMPAIGN_SCHEDULES}),
)
SEND_MAIL: Final = Function(
    folder="send_mail",
    trigger="queue Send",
    timeout_seconds=30,
    memory_mb=512,
    tables={
        Table.CANDIDATES: READ,
        Table.JOBS: READ,
        Table.APPLICATIONS: READ,
        Table.CAMPAIGNS: READ,
        Table.BATCHES: READ,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SUPPRESSIONS: READ,
        Table.SETTINGS: READ,
    },
    buckets={Bucket.MAIL_ARCHIVE: Objects(write=("",))},
    uses=frozenset({Use.SECRET, Use.LINKS, Use.EMPLOYER, Use.SENDING_HOURS, Use.SENDERS, Use.SUBMIT_MAIL}),
)
RECORD_MAIL_EVENTS: Final = Function(
    folder="record_mail_events",
    trigger="queue MailEvents, filled by SES",
    timeout_seconds=30,
    memory_mb=512,
    tables={
        Table.CANDIDATES: WRITE,
        Table.BATCHES: READ,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SUPPRESSIONS: APPEND,
        Table.SETTINGS: WRITE,
    },
    uses=frozenset({Use.SECRET, Use.INDEX_RETRIES_QUEUE}),
)
ERASE_CANDIDATE: Final = Function(
    folder="erase_candidate",
    trigger="queue Erasures",
    layers=SEARCHING,
    timeout_seconds=60,
    memory_mb=512,
    tables={
        Table.CANDIDATES: WRITE,
        Table.CANDIDATE_KEYS: WRITE,
        Table.ERASURES: WRITE,
        Table.APPLICATIONS: WRITE,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SUPPRESSIONS: APPEND,
        Table.AUDIT: APPEND,
        Table.RATINGS: WRITE,
    },
    buckets={
        Bucket.CVS: Objects(delete=("cvs/", "inbox/pool/"), versions=True),
        Bucket.MAIL_ARCHIVE: Objects(delete=("letters/",), versions=True),
    },
    uses=frozenset({Use.SECRET, Use.QUERY_INDEX}),
)
ENFORCE_RETENTION: Final = Function(
    folder="enforce_retention",
    trigger="every ten minutes, until everybody was met that day",
    timeout_seconds=120,
    memory_mb=512,
    tables={
        Table.CANDIDATES: READ,
        Table.APPLICATIONS: READ,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SETTINGS: WRITE,
    },
    uses=frozenset({Use.RETENTION, Use.ERASURES_QUEUE}),
)
RECONCILE_MAIL: Final = Function(
    folder="reconcile_mail",
    trigger="each night",
    timeout_seconds=900,
    memory_mb=1769,  # A whole processor: it reads the ledger from end to end.
    tables={
        Table.JOBS: READ,
        Table.APPLICATIONS: READ,
        Table.MAILS: READ,
        Table.MAIL_GUARDS: READ,
    },
)

FUNCTIONS: Final = (
    INGEST_CV,
    UPDATE_INDEX,
    RECRUITER_API,
    CANDIDATE_PORTAL,
    RUN_CAMPAIGN,
    DISPATCH_MAIL,
    SEND_MAIL,
    RECORD_MAIL_EVENTS,
    ERASE_CANDIDATE,
    ENFORCE_RETENTION,
    RECONCILE_MAIL,
)
