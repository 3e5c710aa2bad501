"""The API and the campaign runner behind their handlers: real adapters on an imitation of AWS, real payloads."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import boto3
import pytest

from dispatch_mail.handler import lambda_handler as dispatch_handler
from recruiter_api.handler import lambda_handler as api_handler
from relance import clock, wiring
from relance.applications import Outcome, Stage
from relance.campaigns import CampaignId, Occurrence, OccurrenceState
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.mail.mails import MailState
from relance.matching.indexing import candidate_document, job_document
from run_campaign.handler import lambda_handler as run_handler
from tests import factories
from tests.contract.conftest import REGION, Deployed, event
from tests.contract.test_mail_functions import account
from tests.unit.api.world import APPROVER
from tests.unit.api.world import event as request

CV = "Zoé Lambert\nComptable fournisseurs\nVercors Logistique, comptabilité sous Sage, clôture mensuelle"


@pytest.fixture
def office(deployed: Deployed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Deployed]:
    """What the API and the runner find beside the tables: bucket, index, schedules, send queue."""
    boto3.client("s3").create_bucket(Bucket="audiences", CreateBucketConfiguration={"LocationConstraint": REGION})
    boto3.client("scheduler").create_schedule_group(Name="campaigns")
    environment = {
        "AUDIENCES_BUCKET": "audiences",
        "SEARCH_ENGINE": "embedded",
        "SEARCH_PATH": str(tmp_path),
        "SCHEDULE_GROUP": "campaigns",
        "SCHEDULER_ROLE_ARN": "arn:aws:iam::111122223333:role/scheduler",
        "SCHEDULER_DLQ_ARN": "arn:aws:sqs:eu-west-3:111122223333:CampaignRunsDlq",
        "CAMPAIGN_RUNS_QUEUE_ARN": "arn:aws:sqs:eu-west-3:111122223333:CampaignRuns",
        "SEND_QUEUE_URL": boto3.client("sqs").create_queue(QueueName="Send")["QueueUrl"],
        "PORTAL_URL": "https://portal.example.org",
        "EMPLOYER_NAME": "Vercors Logistique",
        "EMPLOYER_SIGNATURE": "L’équipe recrutement",
        "OFFICE_HOURS": "always",
        "UNDO_SECONDS": "0",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    wiring.settings.cache_clear()
    wiring.sesv2_client().meta.events.register("before-call.sesv2.GetAccount", account)
    yield deployed
    wiring.candidate_index().close()  # type: ignore[attr-defined]  # The embedded engine holds files.
    wiring.job_index().close()  # type: ignore[attr-defined]


def call(office: Deployed, method: str, path: str, body: object = None, **query: str) -> Any:
    text = None if body is None else json.dumps(body)
    answer = api_handler(request(method, path, text, APPROVER, query), office.context)
    assert answer["statusCode"] < 300, answer
    return json.loads(answer["body"])


def finalist(name: str, **overrides: Any) -> None:
    """Somebody who was among the last for an earlier job, in the tables and in the index."""
    now = clock.now()
    consent = factories.consent(given_at=now - timedelta(days=9), expires_at=now + timedelta(days=600))
    person = factories.candidate(name, **({"consent": consent} | overrides))
    wiring.candidates().create(person, keys=())
    ended = factories.application(
        "earlier", name, stage=Stage.FINALIST, outcome=Outcome.REJECTED, updated_at=now - timedelta(days=90)
    )
    wiring.applications().save(ended)
    saved, history = (
        wiring.candidates().get(person.candidate_id),
        wiring.applications().of_candidate(person.candidate_id),
    )
    wiring.candidate_index().put([candidate_document(saved, CV, history, embedder=wiring.embedder())])


def offers(office: Deployed) -> str:
    """An earlier job, an unrelated one, and a new one whose id is returned."""
    now = clock.now()
    wiring.jobs().save(factories.job("earlier", title="Comptable", state="closed", created_at=now, updated_at=now))
    wiring.jobs().save(factories.job("nurse", title="Infirmier", description="Soins aux patients la nuit."))
    made = call(office, "POST", "/jobs", {"text": "Comptable fournisseurs H/F\nProfil :\n- Maîtrise de Sage\n"})
    for job_id in ("earlier", "nurse", made["job_id"]):
        wiring.job_index().put([job_document(wiring.jobs().get(JobId(job_id)), embedder=wiring.embedder())])
    return str(made["job_id"])


def fired(campaign_id: str) -> dict[str, Any]:
    """What the scheduler would put on the queue of runs."""
    schedule = boto3.client("scheduler").get_schedule(Name=f"campaign-{campaign_id}", GroupName="campaigns")
    sent = event("run_campaign/scheduled")
    sent["Records"][0]["body"] = schedule["Target"]["Input"]
    return sent


def test_from_a_pasted_offer_to_mails_on_the_send_queue(office: Deployed, log: StringIO) -> None:
    job_id = offers(office)
    finalist("zoe")
    finalist("ali", consent=None)
    body = {"name": "Finalists", "jobs": [job_id], "segment": {"finalists_of_jobs_like": {"job_id": job_id}}}
    campaign = call(office, "POST", "/campaigns", body)
    path = f"/campaigns/{campaign['campaign_id']}"

    preview = call(office, "GET", f"{path}/preview")
    call(office, "POST", f"{path}/approve", {"audience_ceiling": 10})
    first = run_handler(fired(campaign["campaign_id"]), office.context)
    second = run_handler(fired(campaign["campaign_id"]), office.context)
    report = call(office, "GET", path)

    assert (preview["recipients"], [each["candidate_id"] for each in preview["mails"]]) == (1, ["zoe"])
    assert first == second == {"batchItemFailures": []}
    (run,) = report["occurrences"]
    assert (run["state"], run["audience_size"], run["planned"]) == ("finished", 1, 1)
    assert (run["excluded"], run["mails"]) == ({"no_consent": 1}, {"held": 1})
    (mail,) = wiring.mails().of_candidate(CandidateId("zoe"))
    assert (mail.state, mail.approved_by) == (MailState.HELD, "amina")
    sent = boto3.client("sqs").receive_message(
        QueueUrl=wiring.settings().send_queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=5
    )
    assert [json.loads(each["Body"]) for each in sent["Messages"]] == [{"mail_id": mail.mail_id}]
    for personal in ("Zoé", "Lambert", "example.org"):
        assert personal not in log.getvalue()


def test_each_hour_open_jobs_are_proposed_to_those_who_came_since(office: Deployed) -> None:
    job_id = offers(office)
    before = call(office, "GET", "/campaigns")["items"]
    finalist("zoe")

    ticked = run_handler({"source": "aws.scheduler"}, office.context)

    proposed = {each["campaign_id"] for each in call(office, "GET", "/campaigns")["items"]}
    assert (before, ticked) == ([], {"batchItemFailures": []})
    assert {f"finalists-{job_id}", f"nearest-{job_id}"} <= proposed


def test_a_message_for_a_campaign_that_is_not_there_is_done(office: Deployed) -> None:
    assert run_handler(event("run_campaign/scheduled"), office.context) == {"batchItemFailures": []}


def test_a_run_that_cannot_be_written_comes_back(office: Deployed) -> None:
    job_id = offers(office)
    finalist("zoe")
    campaign = call(office, "POST", "/campaigns", {"name": "All", "jobs": [job_id], "segment": {}})
    call(office, "POST", f"/campaigns/{campaign['campaign_id']}/approve", {"audience_ceiling": 10})
    message = fired(campaign["campaign_id"])
    boto3.client("s3").delete_bucket(Bucket="audiences")

    failed = run_handler(message, office.context)

    assert [each["itemIdentifier"] for each in failed["batchItemFailures"]] == ["2e1424d4-f796-459a-8184-9c92662be6da"]
    (run,) = wiring.campaigns().occurrences(CampaignId(campaign["campaign_id"]))
    assert run.state == "freezing"


def test_open_routes_answer_without_a_token(office: Deployed) -> None:
    for path in ("/health", "/openapi.json"):
        assert api_handler(request("GET", path, None, None, {}), office.context)["statusCode"] == 200
    assert api_handler(request("GET", "/jobs", None, None, {}), office.context)["statusCode"] == 403


def test_jobs_candidates_and_matches_answer_from_the_real_stores(office: Deployed) -> None:
    job_id = offers(office)
    finalist("zoe")

    assert {job["job_id"] for job in call(office, "GET", "/jobs")["items"]} == {"earlier", "nurse", job_id}
    assert call(office, "GET", "/candidates", q="lambert")["items"][0]["candidate_id"] == "zoe"
    assert call(office, "GET", "/candidates/zoe")["applications"][0]["job_id"] == "earlier"
    matched = call(office, "GET", f"/jobs/{job_id}/matches")
    assert matched["items"][0]["match"]["explanation"]["criteria"][0]["met"]
    logged = office.dynamodb.get_item(TableName="MatchLog", Key={"query_id": {"S": matched["query_id"]}})["Item"]
    assert logged["seen_by"] == {"S": "amina"}
    assert call(office, "GET", f"/jobs/{job_id}/similar-finalists")["items"][0]["job_title"] == "Comptable"


def test_the_minutes_tick_wakes_a_run_that_nobody_works_on(office: Deployed) -> None:
    job_id = offers(office)
    campaign = call(office, "POST", "/campaigns", {"name": "All", "jobs": [job_id], "segment": {}})
    call(office, "POST", f"/campaigns/{campaign['campaign_id']}/approve", {"audience_ceiling": 10})
    stopped = clock.now() - timedelta(minutes=5)
    run = Occurrence(
        campaign_id=CampaignId(campaign["campaign_id"]),
        scheduled_for=stopped,
        state=OccurrenceState.RUNNING,
        updated_at=stopped,
    )
    wiring.campaigns().save_occurrence(run)

    told = dispatch_handler({}, office.context)

    assert told["woken"] == 1
    name = f"campaign-{run.campaign_id}-{int(stopped.timestamp())}"
    schedule = boto3.client("scheduler").get_schedule(Name=name, GroupName="campaigns")
    assert json.loads(schedule["Target"]["Input"])["campaign_id"] == run.campaign_id
