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
    """What a function may do with a bucket, by key prefix."""

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()


class Use(Enum):
    """Everything else that a function needs; each brings its environment and its permissions together."""

    SECRET = auto()  # the secret behind address hashes and signed links
    LINKS = auto()  # the portal's address, for links in mails
    SENDERS = auto()  # From addresses and the employer's words
    POLICY = auto()  # time zone, undo window, delay, office hours
    SEND_QUEUE = auto()  # may put mail ids into the queue Send
    INDEX_RETRIES_QUEUE = auto()
    CAMPAIGN_SCHEDULES = auto()  # may make, change and delete schedules of campaigns
    QUERY_INDEX = auto()
    WRITE_INDEX = auto()
    SENDING_QUOTA = auto()  # may ask SES how much and how fast it may send
    SUBMIT_MAIL = auto()


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
    trigger="a file under inbox/",
    layers=READING,
    timeout_seconds=90,
    memory_mb=1024,
    tables={
        Table.CANDIDATES: WRITE,
        Table.CANDIDATE_KEYS: WRITE,
        Table.JOBS: READ,
        Table.APPLICATIONS: WRITE,
        Table.SETTINGS: READ,
        Table.AUDIT: APPEND,
        Table.ERASURES: READ,
    },
    buckets={Bucket.CVS: Objects(read=("inbox/", "cvs/"), write=("cvs/",), delete=("inbox/",))},
    uses=frozenset({Use.SECRET}),
)
UPDATE_INDEX: Final = Function(
    folder="update_index",
    trigger="changes of Candidates and Jobs",
    layers=SEARCHING,
    timeout_seconds=120,
    memory_mb=1536,
    tables={
        Table.CANDIDATES: READ,
        Table.JOBS: READ,
        Table.APPLICATIONS: READ,
        Table.SETTINGS: READ,
        Table.ERASURES: READ,
    },
    buckets={Bucket.CVS: Objects(read=("cvs/",))},
    uses=frozenset({Use.WRITE_INDEX, Use.INDEX_RETRIES_QUEUE}),
)
RECRUITER_API: Final = Function(
    folder="recruiter_api",
    trigger="JSON API for recruiters",
    layers=SEARCHING,
    timeout_seconds=29,
    memory_mb=1536,
    tables={
        Table.CANDIDATES: WRITE,
        Table.CANDIDATE_KEYS: WRITE,
        Table.JOBS: WRITE,
        Table.APPLICATIONS: WRITE,
        Table.CAMPAIGNS: WRITE,
        Table.BATCHES: WRITE,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SUPPRESSIONS: READ,
        Table.SETTINGS: WRITE,
        Table.MATCH_LOG: APPEND,
        Table.AUDIT: APPEND,
        Table.ERASURES: READ,
    },
    buckets={
        Bucket.CVS: Objects(read=("inbox/", "cvs/"), write=("inbox/",)),
        Bucket.MAIL_ARCHIVE: Objects(read=("",)),
        Bucket.AUDIENCES: Objects(read=("",)),
    },
    uses=frozenset(
        {Use.SECRET, Use.LINKS, Use.SENDERS, Use.POLICY, Use.QUERY_INDEX, Use.CAMPAIGN_SCHEDULES, Use.SENDING_QUOTA}
    ),
)
CANDIDATE_PORTAL: Final = Function(
    folder="candidate_portal",
    trigger="pages for candidates",
    timeout_seconds=15,
    memory_mb=512,
    tables={
        Table.CANDIDATES: WRITE,
        Table.CANDIDATE_KEYS: READ,
        Table.JOBS: READ,
        Table.APPLICATIONS: READ,
        Table.CAMPAIGNS: READ,
        Table.MAILS: READ,
        Table.SUPPRESSIONS: WRITE,
        Table.SETTINGS: READ,
        Table.AUDIT: APPEND,
        Table.ERASURES: READ,
    },
    uses=frozenset({Use.SECRET, Use.LINKS, Use.SENDERS}),
)
RUN_CAMPAIGN: Final = Function(
    folder="run_campaign",
    trigger="a campaign's schedule",
    layers=SEARCHING,
    timeout_seconds=300,
    memory_mb=1536,
    tables={
        Table.CANDIDATES: READ,
        Table.JOBS: READ,
        Table.APPLICATIONS: READ,
        Table.CAMPAIGNS: WRITE,
        Table.BATCHES: WRITE,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SUPPRESSIONS: READ,
        Table.SETTINGS: READ,
        Table.MATCH_LOG: APPEND,
        Table.AUDIT: APPEND,
        Table.ERASURES: READ,
    },
    buckets={Bucket.AUDIENCES: Objects(read=("",), write=("",))},
    uses=frozenset(
        {Use.SECRET, Use.LINKS, Use.SENDERS, Use.POLICY, Use.QUERY_INDEX, Use.SEND_QUEUE, Use.SENDING_QUOTA}
    ),
)
DISPATCH_MAIL: Final = Function(
    folder="dispatch_mail",
    trigger="each minute",
    timeout_seconds=60,
    memory_mb=512,
    tables={
        Table.CAMPAIGNS: WRITE,
        Table.BATCHES: READ,
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SETTINGS: READ,
        Table.AUDIT: APPEND,
    },
    uses=frozenset({Use.POLICY, Use.SEND_QUEUE, Use.SENDING_QUOTA}),
)
SEND_MAIL: Final = Function(
    folder="send_mail",
    trigger="queue of due mails",
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
        Table.AUDIT: APPEND,
        Table.ERASURES: READ,
    },
    buckets={Bucket.MAIL_ARCHIVE: Objects(write=("",))},
    uses=frozenset({Use.SECRET, Use.LINKS, Use.SENDERS, Use.POLICY, Use.SUBMIT_MAIL}),
)
RECORD_MAIL_EVENTS: Final = Function(
    folder="record_mail_events",
    trigger="queue of SES events",
    timeout_seconds=30,
    memory_mb=512,
    tables={
        Table.MAILS: WRITE,
        Table.MAIL_GUARDS: WRITE,
        Table.SUPPRESSIONS: WRITE,
        Table.CANDIDATES: READ,
        Table.SETTINGS: READ,
        Table.AUDIT: APPEND,
    },
    uses=frozenset({Use.SECRET}),
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
)
