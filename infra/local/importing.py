"""A folder of CVs into a running service: through S3 like any upload, watched until each file's fate is known."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from infra.local.deployment import Deployment
from infra.local.errors import LocalError
from relance.adapters.dynamodb import Table
from relance.adapters.dynamodb_candidates import DynamoDbCandidateStore
from relance.adapters.inbox import LARGEST_UPLOAD_BYTES
from relance.adapters.s3_cvs import FILENAME_METADATA, SOURCE_METADATA
from relance.candidates import CandidateId
from relance.cv.problems import ProblemCode, problem
from relance.jobs import JobId

LOOK_SECONDS: Final = 0.3
SILENCE_SECONDS: Final = 120
"""When nothing at all has moved for so long, what is missing counts as timed out."""
UPLOADS_AT_ONCE: Final = 4


class Fate(StrEnum):
    """What became of one file; the value is what the report says."""

    NEW = "new candidate"
    KNOWN = "known CV"
    NEW_VERSION = "new version of a known person's CV"
    PROBLEM = "could not be read"
    TIMED_OUT = "timed out"


@dataclass(frozen=True)
class Report:
    """The fate of one file."""

    path: Path
    fate: Fate
    candidate_id: CandidateId | None = None
    sentence: str = ""
    """What to do about it, in English; empty when there is nothing to do."""


@dataclass(frozen=True)
class Progress:
    """How far an import has come, in files."""

    uploaded: int
    settled: int
    total: int


type Watch = Callable[[Progress], None]


@dataclass(frozen=True)
class _File:
    path: Path
    cv_id: str
    first: bool
    """Whether no file before it has the same content."""

    @property
    def marker(self) -> str:
        """The key that `ingest_cv` writes with the candidate."""
        return f"cv#{self.cv_id}"


def files_in(folder: Path) -> tuple[Path, ...]:
    """Every file below, hidden ones apart, in the order of their paths; LocalError when there is none."""
    if not folder.is_dir():
        raise LocalError(f"{folder} is not a folder.")
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    files = tuple(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    if not files:
        raise LocalError(f"There is no file in {folder}.")
    return files


def import_files(
    deployment: Deployment,
    paths: Sequence[Path],
    *,
    job_id: JobId | None = None,
    source: str | None = None,
    watch: Watch = lambda _: None,
    silence_seconds: float = SILENCE_SECONDS,
) -> tuple[Report, ...]:
    """Upload files, as applications when there is a job, and wait until each is a candidate, known, bad or too late."""
    arrival = _Arrival(deployment, job_id, source)
    files = tuple(_hashed([path for path in paths if path.stat().st_size <= LARGEST_UPLOAD_BYTES]))
    before = arrival.holders(files)
    wanted = [file for file in files if job_id or file.marker not in before]
    with ThreadPoolExecutor(UPLOADS_AT_ONCE) as pool:
        uploads = [pool.submit(arrival.upload, file.path) for file in wanted]
        last_move, last = time.monotonic(), None
        while True:
            progress = _progress(uploads, arrival.settled(wanted), already=len(files) - len(wanted))
            watch(progress)
            if progress != last:
                last_move, last = time.monotonic(), progress
            if progress.settled == progress.total or time.monotonic() - last_move > silence_seconds:
                break
            time.sleep(LOOK_SECONDS)
    reports = {report.path: report for report in arrival.reports(files, before)}
    return tuple(reports.get(path) or _too_large(path) for path in paths)


def _progress(uploads: Sequence[Future[None]], settled: int, *, already: int) -> Progress:
    """Raises what an upload raised."""
    done = [upload for upload in uploads if upload.done()]
    for upload in done:
        upload.result()
    return Progress(uploaded=len(done) + already, settled=settled + already, total=len(uploads) + already)


class _Arrival:
    """What the service knows of uploads."""

    def __init__(self, deployment: Deployment, job_id: JobId | None, source: str | None) -> None:
        dynamodb = deployment.client("dynamodb")
        self._s3, self._bucket = deployment.client("s3"), deployment.outputs["CvsBucket"]
        self._job_id = job_id
        self._source = {SOURCE_METADATA: source} if source else {}
        self._keys = Table(dynamodb, deployment.table("CandidateKeys"), ("key",))
        self._applications = Table(dynamodb, deployment.table("Applications"), ("job_id", "candidate_id"))
        self._candidates = DynamoDbCandidateStore(
            dynamodb,
            table=deployment.table("Candidates"),
            keys_table=deployment.table("CandidateKeys"),
            erasures_table=deployment.table("Erasures"),
        )
        if job_id and Table(dynamodb, deployment.table("Jobs"), ("job_id",)).get(job_id=job_id) is None:
            raise LocalError(f"There is no job {job_id}.")

    def upload(self, path: Path) -> None:
        """Under a random name: names of files are personal data and stay in the object's metadata."""
        self._s3.put_object(
            Bucket=self._bucket,
            Key=f"inbox/{self._job_id or 'pool'}/{uuid4().hex}",
            Body=path.read_bytes(),
            Metadata={FILENAME_METADATA: quote(path.name), **self._source},
        )

    def holders(self, files: Sequence[_File]) -> dict[str, CandidateId]:
        """Whose CVs these are, by marker, as far as they are known."""
        items = self._keys.get_many([{"key": marker} for marker in dict.fromkeys(file.marker for file in files)])
        return {str(item["key"]): CandidateId(item["candidate_id"]) for item in items}

    def settled(self, files: Sequence[_File]) -> int:
        """How many files have a person, who has applied when there is a job."""
        holders = self.holders(files)
        applied = self._applied(set(holders.values()))
        return sum(1 for file in files if holders.get(file.marker) in applied)

    def reports(self, files: Sequence[_File], before: Mapping[str, CandidateId]) -> Iterator[Report]:
        """The fate of each file, from the truth; `before` is who held the markers when the import began."""
        holders = self.holders(files)
        applied = self._applied(set(holders.values()))
        for file in files:
            holder = holders.get(file.marker)
            if holder is None or holder not in applied:
                yield Report(file.path, Fate.TIMED_OUT, holder, "Look at the queues with `relance status`.")
            else:
                yield self._report(file, holder, known=file.marker in before or not file.first)

    def _report(self, file: _File, holder: CandidateId, *, known: bool) -> Report:
        cvs = self._candidates.get(holder).cvs
        cv = next((cv for cv in cvs if cv.cv_id == file.cv_id), None)
        if cv and cv.problem:
            return Report(file.path, Fate.PROBLEM, holder, cv.problem.en)
        if known:
            return Report(file.path, Fate.KNOWN, holder)
        # The first file of a person made them; newest come first.
        return Report(file.path, Fate.NEW if not cvs or cvs[-1].cv_id == file.cv_id else Fate.NEW_VERSION, holder)

    def _applied(self, people: set[CandidateId]) -> set[CandidateId]:
        """Those of them who have applied; everybody when there is no job."""
        if self._job_id is None:
            return people
        keys = [{"job_id": str(self._job_id), "candidate_id": str(one)} for one in people]
        return {CandidateId(item["candidate_id"]) for item in self._applications.get_many(keys)}


def _hashed(paths: Sequence[Path]) -> Iterator[_File]:
    seen: set[str] = set()
    for path in paths:
        cv_id = sha256(path.read_bytes()).hexdigest()
        yield _File(path, cv_id, first=cv_id not in seen)
        seen.add(cv_id)


def _too_large(path: Path) -> Report:
    return Report(path, Fate.PROBLEM, sentence=problem(ProblemCode.TOO_LARGE).en)
