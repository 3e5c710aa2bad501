"""What an operator does with the sending of a running service: stop it, let it go on, look at its senders."""

import json
import sys
from argparse import Namespace
from typing import Any, Final, Protocol
from urllib.parse import quote

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.config import Employer, StageName, stage
from infra.local.cloud import REGION
from infra.local.deployment import Deployment
from infra.local.errors import LocalError
from infra.local.reconciliation import reconcile as reconcile_index
from infra.local.runtime import attach
from infra.local.sending_words import SENDERS, campaign_lines, sending_lines, waiting_lines
from relance import clock
from relance.adapters.dns_texts import DmarcPolicies
from relance.adapters.dynamodb_mails import DynamoDbMailLedger
from relance.adapters.ses import SesIdentities, sending_config
from relance.errors import RelanceError
from relance.mail.dns_sheet import dns_records, sheet
from relance.mail.identities import unready
from relance.mail.reconciliation import reconcile as reconcile_mails
from relance.records import Record

STREAMS: Final = ("answers", "campaigns")


class Reads(Protocol):
    """An API that is only read here."""

    def get(self, path: str, /, **query: str | int) -> Any:
        """JSON of a GET."""
        ...


def stop_all(options: Namespace) -> int:
    """Press or release the one switch."""
    return _change(options, "stop" if options.switch == "on" else "start")


def pause(options: Namespace) -> int:
    """Hold a stream back."""
    return _change(options, f"{options.stream}/pause")


def resume(options: Namespace) -> int:
    """Lift the pause of a stream."""
    return _change(options, f"{options.stream}/resume")


def _change(options: Namespace, act: str) -> int:
    deployment = attach(options.state)
    _print_state(deployment, deployment.api().post(f"/sending/{act}"))
    return 0


def waiting(options: Namespace) -> int:
    """What waits for a person's decision, longest first in each stream."""
    api = attach(options.state).api()
    mails = [mail for stream in STREAMS for mail in api.get("/mails/waiting", stream=stream, limit=100)["items"]]
    sys.stdout.write("\n".join([*waiting_lines(mails), *campaign_lines(campaigns_waiting(api))]) + "\n")
    return 0


def campaigns_waiting(api: Reads) -> list[dict[str, Any]]:
    """Every run of a campaign that waits for a higher ceiling."""
    found, page = list[dict[str, Any]](), api.get("/campaigns/waiting", limit=100)
    found += page["items"]
    while page["next"]:
        page = api.get("/campaigns/waiting", limit=100, after=page["next"])
        found += page["items"]
    return found


def decide(options: Namespace) -> int:
    """Decide about one of them, as the approver of this machine."""
    because = {"because": options.because} if options.because else {}
    said = {"decision": options.decision, **because}
    mail = attach(options.state).api().post(f"/mails/{quote(options.mail_id, safe='')}/decide", said)
    why = f" ({mail['held_because']})" if mail.get("held_because") else ""
    sys.stdout.write(f"{mail['mail_id']}  is now {mail['state']}{why}\n")
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


def dns(options: Namespace) -> int:
    """Print the DNS sheet of both sub-domains; exit code 1 while one of them may not send."""
    if options.aws:
        try:
            client: Any = boto3.client("sesv2", config=sending_config())
            return _print_sheets(stage(options.stage).employer, client, DmarcPolicies())
        except (BotoCoreError, ClientError, RelanceError) as error:
            raise LocalError(
                f"Amazon SES does not tell how the sub-domains stand ({error}): choose the region and the account of "
                "the deployment (AWS_DEFAULT_REGION, AWS_PROFILE) and try again."
            ) from error
    client = boto3.client(
        "sesv2", endpoint_url=attach(options.state).mailbox_url, region_name=REGION, config=sending_config(),
        aws_access_key_id="local", aws_secret_access_key="local",  # noqa: S106  The stand-in asks for none.
    )  # fmt: skip
    return _print_sheets(stage(StageName.LOCAL).employer, client, None)


def _print_sheets(employer: Employer, client: Any, policies: DmarcPolicies | None) -> int:
    identities = SesIdentities(client, policies=policies)
    region, wrong = client.meta.region_name, 0
    for domain in (employer.answers_domain, employer.campaigns_domain):
        identity = identities.of(domain, now=clock.now())
        reason = unready(identity)
        wrong += reason is not None
        sys.stdout.write(f"; {domain}: {SENDERS[reason] if reason else 'in order, mail may leave'}\n")
        sys.stdout.write(sheet(dns_records(identity, region=region, reports_to=employer.reply_to)) + "\n\n")
    return 1 if wrong else 0


def _print_state(deployment: Deployment, told: dict[str, Any]) -> None:
    if not told:
        raise LocalError("The service does not tell how sending stands.")
    sys.stdout.write("\n".join(sending_lines(told, deployment.tokens.names())) + "\n")
