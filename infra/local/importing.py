"""A folder of CVs into a running service: through S3 like any upload, watched until each file's fate is known."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import batched
from pathlib import Path
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from infra.local.errors import LocalError
from infra.local.runtime import Deployment
from relance.adapters.dynamodb import Table
from relance.adapters.dynamodb_candidates import DynamoDbCandidateStore
from relance.adapters.s3_cvs import FILENAME_METADATA, LARGEST_UPLOAD_BYTES
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
    watch: Watch = lambda _: None,
    silence_seconds: float = SILENCE_SECONDS,
) -> tuple[Report, ...]:
    """Upload files, as applications when there is a job, and wait until each is a candidate, known, bad or too late."""
    arrival = _Arrival(deployment, job_id)
    light = [path for path in paths if path.stat().st_size <= LARGEST_UPLOAD_BYTES]
    files = tuple(_hashed(light))
    before = arrival.holders(file.marker for file in files)
    wanted = [file for file in files if job_id or file.marker not in before]
    total, settled_before = len(files), len(files) - len(wanted)
    with ThreadPoolExecutor(UPLOADS_AT_ONCE) as pool:
        uploads = [pool.submit(arrival.upload, file.path) for file in wanted]
        last_move, last_progress, holders = time.monotonic(), Progress(0, 0, total), before
        while True:
            holders = arrival.holders(file.marker for file in files)
            settled = sum(1 for file in wanted if arrival.settled(holders.get(file.marker)))
            uploaded = sum(1 for upload in uploads if upload.done())
            progress = Progress(uploaded + settled_before, settled + settled_before, total)
            if progress != last_progress:
                last_move, last_progress = time.monotonic(), progress
            watch(progress)
            if settled == len(wanted) or time.monotonic() - last_move > silence_seconds:
                break
            time.sleep(LOOK_SECONDS)
        for upload in uploads:
            upload.result()
    by_path = {file.path: arrival.report(file, holders, known=file.marker in before) for file in files}
    return tuple(by_path.get(path) or _too_large(path) for path in paths)


class _Arrival:
    """What the service knows of uploads."""

    def __init__(self, deployment: Deployment, job_id: JobId | None) -> None:
        dynamodb = deployment.client("dynamodb")
        self._s3, self._bucket = deployment.client("s3"), deployment.outputs["CvsBucket"]
        self._job_id = job_id
        self._keys = Table(dynamodb, deployment.table("CandidateKeys"), ("key",))
        self._applications = Table(dynamodb, deployment.table("Applications"), ("job_id", "candidate_id"))
        self._candidates = DynamoDbCandidateStore(
            dynamodb,
            table=deployment.table("Candidates"),
            keys_table=deployment.table("CandidateKeys"),
            erasures_table=deployment.table("Erasures"),
        )
        self._applied: set[CandidateId] = set()

    def upload(self, path: Path) -> None:
        """Under a random name: names of files are personal data and stay in the object's metadata."""
        self._s3.put_object(
            Bucket=self._bucket,
            Key=f"inbox/{self._job_id or 'pool'}/{uuid4().hex}",
            Body=path.read_bytes(),
            Metadata={FILENAME_METADATA: quote(path.name)},
        )

    def holders(self, markers: Iterator[str]) -> dict[str, CandidateId]:
        """Who has these markers."""
        found: dict[str, CandidateId] = {}
        for some in batched(dict.fromkeys(markers), 100, strict=False):
            items = self._keys.get_many([{"key": marker} for marker in some])
            found |= {str(item["key"]): CandidateId(item["candidate_id"]) for item in items}
        return found

    def settled(self, holder: CandidateId | None) -> bool:
        """Whether the file's person is there, and has applied when there is a job."""
        if holder is None or self._job_id is None or holder in self._applied:
            return holder is not None
        if self._applications.get(job_id=self._job_id, candidate_id=holder) is None:
            return False
        self._applied.add(holder)
        return True

    def report(self, file: _File, holders: dict[str, CandidateId], *, known: bool) -> Report:
        """The fate of a file, from the truth."""
        holder = holders.get(file.marker)
        if holder is None or not self.settled(holder):
            return Report(file.path, Fate.TIMED_OUT, holder, "Look at the queues with `relance status`.")
        cvs = self._candidates.get(holder).cvs
        cv = next((cv for cv in cvs if cv.cv_id == file.cv_id), None)
        if cv and cv.problem:
            return Report(file.path, Fate.PROBLEM, holder, cv.problem.en)
        if known or not file.first:
            return Report(file.path, Fate.KNOWN, holder)
        # The first file of a person made them; newest come first.
        return Report(file.path, Fate.NEW if not cvs or cvs[-1].cv_id == file.cv_id else Fate.NEW_VERSION, holder)


def _hashed(paths: Sequence[Path]) -> Iterator[_File]:
    seen: set[str] = set()
    for path in paths:
        cv_id = sha256(path.read_bytes()).hexdigest()
        yield _File(path, cv_id, first=cv_id not in seen)
        seen.add(cv_id)


def _too_large(path: Path) -> Report:
    return Report(path, Fate.PROBLEM, sentence=problem(ProblemCode.TOO_LARGE).en)
