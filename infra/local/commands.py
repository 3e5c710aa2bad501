"""What `relance <command>` does; every function returns the exit code."""

import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from argparse import Namespace
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from infra.local import importing
from infra.local import status as numbers
from infra.local import words as own_words
from infra.local.deployment import Deployment
from infra.local.errors import LocalError
from infra.local.import_progress import import_with_bar, print_reports
from infra.local.lock import holder
from infra.local.operating import campaigns_waiting
from infra.local.places import ROOT, Places
from infra.local.runtime import attach, local_cloud
from infra.local.search import Search
from infra.local.sending_words import campaign_lines, sending_lines
from infra.local.waiting import wait_for
from relance.jobs import JobId

DOWN_SECONDS: Final = 60
LOOK_SECONDS: Final = 0.5
out = Console(highlight=False, soft_wrap=True)


def up(options: Namespace) -> int:
    """Bring the service up and keep it up until Ctrl-C or SIGTERM."""
    with _local(options) as deployment:
        _introduce(deployment)
        out.print("Ctrl-C stops it; everything is kept for the next `relance up`.")
        _stay(deployment)
    return 0


def demo(options: Namespace) -> int:
    """Bring the service up and tell the story; then stay, unless it is told once."""
    began = time.monotonic()
    tell_story = importlib.import_module("infra.local.demo").tell_story
    with _local(options) as deployment:
        tell_story(deployment, out, began=began)
        _introduce(deployment)
        if options.once:
            out.print("This was the story; the service stops now and keeps everything: go on with `relance up`.")
        else:
            out.print("The service stays up until Ctrl-C.")
            _stay(deployment)
    return 0


def down(options: Namespace) -> int:
    """Stop the `up` that runs here, and wait until its state is saved."""
    lock = Places(options.state.resolve()).lock
    if (pid := holder(lock)) is None:
        out.print("relance is not up here: there is nothing to stop.")
        return 0
    os.kill(pid, signal.SIGTERM)
    try:
        wait_for(lambda: holder(lock) is None, seconds=DOWN_SECONDS, what="the end of relance")
    except TimeoutError as error:
        raise LocalError(f"Process {pid} does not end: {error}.") from error
    out.print("relance is down; its state is kept.")
    return 0


def status(options: Namespace) -> int:
    """Say what runs and what it holds."""
    deployment = attach(options.state)
    found = numbers.status(deployment)
    _introduce(deployment)
    out.print(f"Candidates     {found.candidates}")
    out.print(f"Jobs           {found.jobs}")
    states = ", ".join(f"{count} {state}" for state, count in found.mails.items()) or "none"
    out.print(f"Mails          {states}")
    for why, count in found.held.items():
        out.print(f"  held back    {count} because {why}")
    for line in sending_lines(deployment.api().get("/sending"), deployment.tokens.names()):
        out.print(line)
    for line in campaign_lines(campaigns_waiting(deployment.api())):
        out.print(f"Campaign waits {line}", markup=False)
    table = Table("Queue", "waiting", "in work", "dead letters", box=None)
    for queue in found.queues:
        table.add_row(queue.name, str(queue.waiting), str(queue.in_work), str(queue.dead))
    out.print(table)
    return 0


def token(options: Namespace) -> int:
    """Print a fresh token of one user; LocalError for somebody who is not there."""
    deployment = attach(options.state)
    known = [user.email for user in deployment.users]
    if options.user not in known:
        raise LocalError(f"There is no user {options.user}: choose one of {', '.join(known)}.")
    sys.stdout.write(deployment.tokens.of(options.user) + "\n")
    return 0


def read_cv(options: Namespace) -> int:
    """Read CVs without a service and print one JSON object a line; a bad file is a `problem`, not a failure."""
    from relance.adapters.tesseract import installed  # noqa: PLC0415  The other commands start without these libraries.
    from relance.cv.read import read_cv as read  # noqa: PLC0415

    ocr = installed()
    for path in options.files:
        try:
            content = path.read_bytes()
        except OSError as error:
            sys.stdout.write(json.dumps(_unreadable(path, error), ensure_ascii=False) + "\n")
        else:
            found = read(content, filename=str(path), today=date.today(), ocr=ocr)  # noqa: DTZ011
            sys.stdout.write(found.as_json_line() + "\n")
        sys.stdout.flush()
    return 0


def import_folder(options: Namespace) -> int:
    """Upload a folder of CVs to the running service and report each file's fate; 1 when a file timed out."""
    deployment = attach(options.state)
    paths = importing.files_in(options.folder)
    job_id = JobId(options.job) if options.job else None
    reports = import_with_bar(deployment, paths, out, job_id=job_id, source=options.source)
    print_reports(reports, out)
    return 1 if any(report.fate is importing.Fate.TIMED_OUT for report in reports) else 0


def check_words(options: Namespace) -> int:
    """Check a file of words without a service."""
    return own_words.check(options.file, out)


def put_words(options: Namespace) -> int:
    """Put a file of words in force."""
    return own_words.put(options.file, attach(options.state).api(), out)


def show_words(options: Namespace) -> int:
    """Print the words in force."""
    return own_words.show(attach(options.state).api(), out)


def reindex(options: Namespace) -> int:
    """Fill the search index of the running service anew; questions are answered meanwhile."""
    from infra.local.reindexing import reindex as fill  # noqa: PLC0415  It loads the model.

    with Progress(TextColumn("Indexed {task.completed}"), TimeElapsedColumn(), console=out) as bars:
        task = bars.add_task("Indexed", total=None)
        people, jobs = fill(attach(options.state), progress=lambda done: bars.update(task, completed=done))
    out.print(f"{people} candidates and {jobs} jobs are indexed.")
    return 0


def synth(options: Namespace) -> int:
    """Write the templates of a stage."""
    environment = {**os.environ, "STAGE": options.stage, "CDK_OUTDIR": str(options.out)}
    return subprocess.run([sys.executable, "-m", "infra.app"], env=environment, cwd=ROOT, check=False).returncode


def _local(options: Namespace) -> AbstractContextManager[Deployment]:
    return local_cloud(
        options.state,
        cloud_port=options.port,
        mailbox_port=options.mailbox_port,
        search=Search(options.search, options.search_port),
        say=lambda line: out.print(f"[dim]{line}[/dim]"),
    )


def _introduce(deployment: Deployment) -> None:
    out.print(f"Recruiter API  {deployment.outputs['RecruiterApiUrl']}")
    out.print(f"Portal         {deployment.outputs['PortalApiUrl']}")
    out.print(f"Mailbox        {deployment.mailbox_url}")
    out.print(f"Search engine  {deployment.engine}")
    for user in deployment.users:
        out.print(f"User           {user.email}  password {user.password}  ({', '.join(user.groups)})", markup=False)
    out.print("Stage local: answers can be undone for 5 seconds, and leave at any hour without a minimum delay.")


def _unreadable(path: Path, error: OSError) -> dict[str, object]:
    why = error.strerror or "unknown reason"
    problem = {
        "code": "unreadable_path",
        "fr": f"Le fichier ne peut pas être ouvert ({why})\u00a0: vérifiez son nom et ses droits.",
        "en": f"The file cannot be opened ({why}): check its name and its permissions.",
    }
    return {"file": str(path), "meta": {}, "problem": problem}


def _stay(deployment: Deployment) -> None:
    """Until somebody ends us; LocalError when the local cloud ends by itself."""
    never = threading.Event()
    try:
        while not never.wait(LOOK_SECONDS):
            if deployment.cloud:
                deployment.cloud.demand_life()
    except KeyboardInterrupt:
        out.print("Saving the state and stopping.")
