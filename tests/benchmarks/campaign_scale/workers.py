"""Processes that do what Lambda does with the queue of runs; the newest file in their folder names who is at work."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from relance.records import Instant

_AHEAD: Final = "ahead"


def set_ahead(folder: Path, minutes: float) -> None:
    """By how much the workers' clock runs ahead; they never see half of it."""
    written = folder / f"{_AHEAD}.new"
    written.write_text(str(minutes))
    written.replace(folder / _AHEAD)


def main(folder: Path) -> None:
    """Until killed: one message after the other, deleted when the run has been carried as far as it goes."""
    import boto3  # noqa: PLC0415  Only here: the parent imports this module, too.

    from relance import wiring  # noqa: PLC0415
    from relance.clock import now  # noqa: PLC0415
    from run_campaign.handler import RUNS_FOR  # noqa: PLC0415
    from run_campaign.messages import Run  # noqa: PLC0415
    from run_campaign.run import run  # noqa: PLC0415

    sqs, queue, mark = boto3.client("sqs"), os.environ["RUNS_QUEUE_URL"], folder / f"{os.getpid()}.works"

    def clock() -> "Instant":
        return now() + timedelta(minutes=float((folder / _AHEAD).read_text()))

    wiring.embedder().embed(["loaded"], kind="query")
    wiring.preload_campaigns()
    (folder / f"{os.getpid()}.ready").touch()
    while True:
        answered = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1, WaitTimeSeconds=1)
        for message in answered.get("Messages", []):
            mark.touch()
            run(
                Run.model_validate_json(message["Body"]), desk=wiring.campaign_desk(), scheduler=wiring.scheduler(),
                audit=wiring.audit(), clock=clock, until=clock() + RUNS_FOR,
            )  # fmt: skip
            mark.unlink()
            with suppress(sqs.exceptions.ReceiptHandleIsInvalid):  # The other one had it meanwhile, for nothing.
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


class Crew:
    """Some workers; a killed one is replaced, as Lambda would."""

    def __init__(self, environment: dict[str, str], folder: Path, *, number: int) -> None:
        self._environment = environment
        self._folder = folder
        self._workers = [self._start() for _ in range(number)]
        self.killed = 0

    def ready(self) -> bool:
        """Whether all of them take messages."""
        return all((self._folder / f"{one.pid}.ready").exists() for one in self._workers)

    def kill_the_one_at_work(self) -> bool:
        """SIGKILL, in the middle of whatever it does; False when nobody is at work."""
        for place, process in enumerate(self._workers):
            mark = self._folder / f"{process.pid}.works"
            if mark.exists():
                process.send_signal(signal.SIGKILL)
                process.wait()
                mark.unlink(missing_ok=True)
                self.killed += 1
                self._workers[place] = self._start()
                return True
        return False

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """None of them does anything meanwhile; what they have asked for is answered."""
        for process in self._workers:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in self._workers:
                process.send_signal(signal.SIGCONT)

    def memory_mb(self) -> float | None:
        """Resident memory of whoever is at work; None when nobody is."""
        return max(map(_resident_mb, self.at_work()), default=None)

    def at_work(self) -> list[int]:
        """Who carries a message just now."""
        return [one.pid for one in self._workers if (self._folder / f"{one.pid}.works").exists()]

    def dead(self) -> list[int | None]:
        """Exit codes of workers that ended by themselves: a defect."""
        return [process.returncode for process in self._workers if process.poll() is not None]

    def stop(self) -> None:
        """All of them, by their own ids."""
        for process in self._workers:
            process.kill()
        for process in self._workers:
            process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        with (self._folder / "workers.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.benchmarks.campaign_scale.workers", str(self._folder)],
                env={**os.environ, **self._environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip


def _resident_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
