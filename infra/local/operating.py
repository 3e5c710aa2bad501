"""What an operator does with the sending of a running service: stop it, let it go on, look at its senders."""

import json
import sys
from argparse import Namespace
from typing import Any, Final

import boto3

from infra.config import StageName, stage
from infra.local.cloud import REGION
from infra.local.errors import LocalError
from infra.local.reconciliation import reconcile as reconcile_index
from infra.local.runtime import attach
from relance import clock
from relance.adapters.dns_texts import DmarcPolicies
from relance.adapters.dynamodb_mails import DynamoDbMailLedger
from relance.adapters.ses import SesIdentities, sending_config
from relance.mail.dns_sheet import dns_records, sheet
from relance.mail.identities import unready
from relance.mail.reconciliation import reconcile as reconcile_mails
from relance.records import Record

SENTENCES: Final = {
    "sender_missing": "Amazon SES does not know it: deploy first",
    "sender_unverified": "Amazon SES has not verified it yet",
    "sender_dkim_missing": "its DKIM records are not in the DNS yet",
    "sender_mail_from_missing": "the MX record of its bounce address is not in the DNS yet",
    "sender_dmarc_missing": "it has no DMARC record",
}
"""What is wrong with a sub-domain, by the code that its mails are held with."""


def stop_all(options: Namespace) -> int:
    """Press or release the one switch."""
    act = "stop" if options.switch == "on" else "start"
    _print_state(attach(options.state).api().post(f"/sending/{act}"))
    return 0


def resume(options: Namespace) -> int:
    """Lift the pause of a stream."""
    _print_state(attach(options.state).api().post(f"/sending/{options.stream}/resume"))
    return 0


def reconcile(options: Namespace) -> int:
    """Hold the ledger against SES's events, and the search index against the tables; 1 when a mail does not fit."""
    deployment = attach(options.state)
    mails = DynamoDbMailLedger(
        deployment.client("dynamodb"), table=deployment.table("Mails"), guards_table=deployment.table("MailGuards")
    )
    sums = reconcile_mails(mails, report=_print_line, now=clock.now())
    _print_line(sums)
    bells = reconcile_index(deployment)
    sys.stdout.write(json.dumps({"index_documents_renewed": bells}) + "\n")
    return 1 if sums.differences else 0


def _print_line(found: Record) -> None:
    sys.stdout.write(json.dumps(found.model_dump(mode="json"), ensure_ascii=False) + "\n")


def sending_lines(told: dict[str, Any]) -> list[str]:
    """The state of sending in sentences, as `GET /sending` tells it."""
    lines = (
        [f"Sending        stopped by {told['switch']['by']} since {told['switch']['at']}"] if told["stopped"] else []
    )
    for stream in told["streams"]:
        counts = stream["last_days"]
        why = _held_back(stream)
        lines.append(
            f"{stream['stream'].capitalize():<15}{'held back: ' + why if why else 'may leave'}; in 7 days "
            f"{counts['sent']} sent, {counts['bounced']} bounced, {counts['complained']} complaints; "
            f"{stream['waiting']} wait for a person"
        )
    return lines


def dns(options: Namespace) -> int:
    """Print the DNS sheet of both sub-domains; exit code 1 while one of them may not send."""
    if options.aws:
        told = stage(options.stage).employer
        client: Any = boto3.client("sesv2", config=sending_config())
        region, policies = client.meta.region_name, DmarcPolicies()
    else:
        deployment = attach(options.state)
        told = stage(StageName.LOCAL).employer
        client = boto3.client(
            "sesv2", endpoint_url=deployment.mailbox_url, region_name=REGION, config=sending_config(),
            aws_access_key_id="local", aws_secret_access_key="local",  # noqa: S106  The stand-in asks for none.
        )  # fmt: skip
        region, policies = REGION, None
    identities = SesIdentities(client, policies=policies)
    wrong = 0
    for domain in (told.answers_domain, told.campaigns_domain):
        identity = identities.of(domain, now=clock.now())
        reason = unready(identity)
        wrong += reason is not None
        sys.stdout.write(f"; {domain}: {SENTENCES[reason] if reason else 'in order, mail may leave'}\n")
        sys.stdout.write(sheet(dns_records(identity, region=region, reports_to=told.reply_to)) + "\n\n")
    return 1 if wrong else 0


def _held_back(stream: dict[str, Any]) -> str:
    """Every reason, in words."""
    pause = [f"{stream['pause']['why']} since {stream['pause']['at']}"] if stream["paused"] else []
    sender = [f"{stream['sender']}: {SENTENCES[stream['sender_unready']]}"] if stream["sender_unready"] else []
    return "; ".join(pause + sender)


def _print_state(told: dict[str, Any]) -> None:
    if not told:
        raise LocalError("The service does not tell how sending stands.")
    sys.stdout.write("\n".join(sending_lines(told)) + "\n")
