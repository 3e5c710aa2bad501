"""How long a batch of answers takes on the local cloud's own tables: drafting, reading the list, approving, undoing.

    python -m tests.benchmarks.answers_batch [applicants]

One process asks as one function of the API does (eight reads at a time); the tables are those of a ministack of its
own, which shares the machine's processors. CVs are those of the advice's benchmark, half of them with a fault.
"""

import os
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import boto3

from relance import clock, wiring
from relance.candidates import CandidateId, CvId
from relance.jobs import JobId
from relance.mail.mails import BatchId
from relance.rejections.approve import approve_batch
from relance.rejections.composing import Choice
from relance.rejections.draft import Applicant, draft
from relance.rejections.preview import preview_batch
from relance.rejections.undo import undo_batch
from tests import factories
from tests.benchmarks.advice_cvs import good_cv, trades
from tests.benchmarks.advice_faults import FAULTS
from tests.benchmarks.mail_faults.cloud import REGION, ministack
from tests.contract.tables import TABLES, create_table_params

JOB: Final = JobId("job")
BATCH: Final = BatchId("batch")
ADDED: Final = ("wall_of_text", "education_undated", "phone_missing", "dates_without_months", "skill_gauges")


def environment(url: str) -> dict[str, str]:
    """What the API's function is told."""
    tables = {f"{_upper(name)}_TABLE": name for name in TABLES}
    return tables | {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": REGION,
        "CVS_BUCKET": "cvs",
        "PORTAL_URL": "https://portal.example.org",
        "EMPLOYER_NAME": "Vercors Logistique",
        "OFFICE_HOURS": "always",
        "MIN_DELAY_BUSINESS_DAYS": "0",
    }


def _upper(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() and place else letter for place, letter in enumerate(name)).upper()


def populate(applicants: int) -> tuple[CandidateId, ...]:
    """One job and its applicants, each with a kept CV."""
    rng, now = random.Random(500), clock.now()
    trade = trades()[0]
    wiring.jobs().save(factories.job(JOB, criteria=good_cv(trade, rng).offer.criteria, contact_name="Salomé Kerjean"))
    people = []
    for number in range(applicants):
        cv = good_cv(trade, rng)
        made = FAULTS[ADDED[number % len(ADDED)]](cv, rng) if number % 2 else cv
        read, who = made.read(), CandidateId(f"person-{number:04d}")
        basics = read.profile.basics.model_copy(update={"email": f"person.{number}@example.org"})
        profile = read.profile.model_copy(update={"basics": basics})
        file = factories.cv_file(f"cv-{number}", filename=made.filename)
        wiring.candidates().create(factories.candidate(who, profile=profile, cvs=(file,)), keys=())
        wiring.cv_store().keep(who, CvId(f"cv-{number}"), b"%PDF", read.text)
        applied = now - timedelta(days=10)
        wiring.applications().save(factories.application(JOB, who, applied_at=applied, updated_at=applied))
        people.append(who)
    return tuple(people)


def timed[Made](what: str, act: Callable[[], Made]) -> Made:
    """Print how long it took, and how much of it our own process worked."""
    began, worked = perf_counter(), process_time()
    made = act()
    print(
        f"{what:28} {perf_counter() - began:6.1f} s, of which own processor {process_time() - worked:5.1f} s",
        flush=True,
    )
    return made


def measure(applicants: int) -> None:
    """Draft, read, approve and undo one batch."""
    people = populate(applicants)
    desk, now = wiring.desk(), clock.now()
    chosen = [Applicant(candidate_id=who, choice=Choice(reason_id="another_candidate_closer")) for who in people]
    drafted = timed(f"draft {applicants}", lambda: draft(JOB, chosen, desk=desk, by="rosa", batch_id=BATCH, now=now))
    shown = timed("read the whole list", lambda: preview_batch(BATCH, desk=desk, by="rosa", now=now))
    done = timed(
        "approve in one request", lambda: approve_batch(BATCH, list_hash=shown.list_hash, desk=desk, by="rosa", now=now)
    )
    undone = timed("undo in one request", lambda: undo_batch(BATCH, desk=desk, by="rosa", now=clock.now()))
    print(
        f"drafted={len(drafted.mails)} left_out={len(drafted.left_out)} approved={len(done.approved)} "
        f"not_approved={len(done.not_approved)} cancelled={len(undone.cancelled)} "
        f"with_advice={sum(bool(mail.content.advice) for mail in drafted.mails if mail.content.kind == 'answer')}"
    )


def main(applicants: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="relance-answers-") as folder, ministack(Path(folder)) as url:
        os.environ.update(environment(url))
        for name, shape in TABLES.items():
            wiring.dynamodb_client().create_table(**create_table_params(name, shape))
        boto3.client("s3").create_bucket(Bucket="cvs", CreateBucketConfiguration={"LocationConstraint": REGION})
        secret = boto3.client("secretsmanager").create_secret(Name="pepper", SecretString="p" * 48)
        os.environ["PEPPER_SECRET_ARN"] = secret["ARN"]
        wiring.settings.cache_clear()
        measure(applicants)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
