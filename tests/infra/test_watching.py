"""What operators hear and see: alarms with their runbook, and the page that R40 asks for."""

import json
import re
from typing import Any, Final

from infra import config
from infra.constructs.service_metric import NAMESPACE
from infra.functions import RECONCILE_MAIL, Table
from reconcile_mail.look import Found
from relance import observability
from relance.campaigns import OccurrenceState
from relance.campaigns.reconcile_runs import RunsReconciled
from relance.mail.dispatch import Dispatched
from relance.mail.ledger import PROOFS_OF_REFUSAL, PROOFS_OF_SENDING
from relance.mail.mails import MailState, Stream
from relance.mail.reconciliation import Reconciliation
from tests.infra.cloud import Cloud, listed

ALARM: Final = "AWS::CloudWatch::Alarm"
NOTHING: Final = Found(
    sums=Reconciliation(mails=0, states={}, differences={}, accepted_last_day=0, unclear_last_day=0),
    oldest_unanswered=None,
)
COUNTED: Final = {
    "dispatch_mail": {f"dispatched_{name}" for told in (Dispatched, RunsReconciled) for name in told.model_fields},
    "run_campaign": {f"runs_{state}" for state in OccurrenceState},
    "reconcile_mail": {f"reconciled_{name}" for name in NOTHING.counts()},
    "send_mail": {f"{stream}_{state}" for stream in Stream for state in MailState},
    "record_mail_events": {f"{s}_{kind}" for s in Stream for kind in PROOFS_OF_SENDING | PROOFS_OF_REFUSAL},
    "recruiter_api": {"SearchRefused"},
    "update_index": {"ReadersNotAdmitted"},
}
"""Function → metrics that its handler counts."""


def alarms(cloud: Cloud) -> dict[str, dict[str, Any]]:
    return cloud.of_type(ALARM)


def watched(cloud: Cloud) -> set[tuple[str, str]]:
    """Metrics of our own that an alarm looks at: function and name."""
    return {
        (made["Dimensions"][0]["Value"], made["MetricName"])
        for made in alarms(cloud).values()
        if made["Namespace"] == NAMESPACE
    }


def shown(cloud: Cloud) -> list[list[Any]]:
    """Every metric of the dashboard: namespace, name, dimensions."""
    (page,) = cloud.of_type("AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(cloud.text(page["DashboardBody"]))["widgets"]
    return [metric for widget in widgets for metric in widget["properties"].get("metrics", [])]


def test_every_alarm_names_a_section_of_the_runbook_and_every_section_has_an_alarm(clouds: dict[str, Cloud]) -> None:
    page = (config.ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    sections = {title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", page, re.MULTILINE)}

    named = {
        re.search(r" Runbook: docs/runbook\.md#([a-z-]+)$", made["AlarmDescription"])[1]  # type: ignore[index]
        for cloud in clouds.values()
        for made in alarms(cloud).values()
    }

    assert named == sections


def test_our_metrics_are_looked_for_where_the_functions_count_them(cloud: Cloud) -> None:
    on_page = {(metric[3], metric[1]) for metric in shown(cloud) if metric[0] == NAMESPACE}

    assert NAMESPACE == observability.NAMESPACE
    assert {each for each in watched(cloud) | on_page if each[1] not in COUNTED[each[0]]} == set()


def test_r40_what_is_to_be_watched_has_an_alarm_and_a_graph(cloud: Cloud) -> None:
    ours = {
        ("dispatch_mail", "dispatched_unknown"),
        ("reconcile_mail", "reconciled_oldest_unanswered_days"),
        ("reconcile_mail", "reconciled_no_final_event"),
        ("reconcile_mail", "reconciled_astray"),
    }
    of_aws = {"Reputation.BounceRate", "Reputation.ComplaintRate"}
    dead = {name for name in cloud.of_type("AWS::SQS::Queue") if "Dead" in name}

    names = {made["MetricName"] for made in alarms(cloud).values()}
    graphs = {(metric[3], metric[1]) for metric in shown(cloud) if metric[0] == NAMESPACE}
    assert ours <= watched(cloud) & graphs
    assert of_aws <= names & {metric[1] for metric in shown(cloud)}
    depths = [str(metric) for metric in shown(cloud) if metric[1] == "ApproximateNumberOfMessagesVisible"]
    assert {name for name in dead if not any(name in depth for depth in depths)} == set()


def test_r9_a_stream_that_pauses_itself_rings(cloud: Cloud) -> None:
    assert ("dispatch_mail", "dispatched_paused") in watched(cloud)


def test_r10_a_run_that_did_not_start_rings_and_so_does_one_that_waits_for_an_approval(cloud: Cloud) -> None:
    assert {("run_campaign", "runs_late"), ("dispatch_mail", "dispatched_over_ceiling")} <= watched(cloud)


def test_r40_the_ledger_is_reconciled_each_night_by_a_function_that_only_reads(cloud: Cloud) -> None:
    (nightly,) = (
        made
        for name, made in cloud.of_type("AWS::Scheduler::Schedule").items()
        if made["ScheduleExpression"].startswith("cron(")
    )
    started = cloud.resources[cloud.target(nightly["Target"]["Arn"]) or ""]
    role = cloud.target(started["Properties"]["Role"])
    actions = {action for owner, made in cloud.statements() if owner == role for action in listed(made["Action"])}

    assert started["Properties"]["Handler"].startswith("reconcile_mail.")
    assert {action for action in actions if action.startswith("dynamodb:")} == {
        "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:ConditionCheckItem",
    }  # fmt: skip
    assert {action.partition(":")[0] for action in actions} == {"dynamodb", "kms", "logs"}
    assert Table.CANDIDATES not in RECONCILE_MAIL.tables, "it tells ids, and needs to know nobody"
