"""The service on this machine: the synthesised template on the local cloud, with the mailbox in the place of SES."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from urllib3.exceptions import HTTPError

from infra.local.cloud import Cloud, client, cloud
from infra.local.deployment import Deployment
from infra.local.errors import LocalError
from infra.local.lock import holder, only_one
from infra.local.mailbox import Mailbox
from infra.local.mailbox.identities import declared
from infra.local.people import Tokens, User, ensure_users, read_users
from infra.local.places import Places
from infra.local.processes import demand_free
from infra.local.reconciliation import reconcile
from infra.local.search import EMBEDDED, Search
from infra.local.stacks import deploy, physical_ids
from infra.local.synthesis import synthesis

CLOUD_PORT: Final = 4566
MAILBOX_PORT: Final = 8025
type Say = Callable[[str], None]


@contextmanager
def local_cloud(
    state: Path,
    *,
    cloud_port: int | None = None,
    mailbox_port: int | None = None,
    search: Search = EMBEDDED,
    say: Say = lambda _: None,
) -> Iterator[Deployment]:
    """Bring the service up and yield it; at the end everything stops and its state stays in `state`.

    Ports that are not given are those of the last time, at first 4566 and 8025. LocalError says in one sentence what
    is in the way. Two state folders with other ports run side by side.
    """
    places = Places.at(state)
    with ExitStack() as stack:
        stack.enter_context(only_one(places.lock))
        cloud_port = _port_for_good(places, cloud_port)
        demand_free(cloud_port, used_for="local cloud", flag="--port")
        mailbox_port = mailbox_port or _kept_number(places.mailbox_port) or MAILBOX_PORT
        demand_free(mailbox_port, used_for="mailbox", flag="--mailbox-port")
        mailbox = stack.enter_context(Mailbox(places.mails, port=mailbox_port))
        known = (places.aws / "dynamodb.json").exists()
        running = stack.enter_context(
            cloud(places, port=cloud_port, environment={"AWS_ENDPOINT_URL_SESV2": mailbox.url})
        )
        say("Preparing the templates and the local cloud")
        templates = stack.enter_context(synthesis(places, search.settings(places)))
        stack.enter_context(search.running(places))
        running.wait_until_ready()
        assembly = templates()
        say("Deploying the templates")
        outputs = deploy(assembly, running.endpoint)
        _connect(mailbox, outputs, running.endpoint, assembly)
        places.port.write_text(str(cloud_port))
        places.mailbox_port.write_text(str(mailbox_port))
        deployment = _deployment(places, search.engine, running, mailbox, outputs)
        stack.enter_context(_announced(places, deployment))
        if known:
            say(f"Reconciling the search index: {reconcile(deployment)} records to index again")
        _warm_up(deployment)
        yield deployment


def attach(state: Path) -> Deployment:
    """The deployment that another process runs on this state folder; LocalError when there is none."""
    places = Places(state.resolve())
    if holder(places.lock) is None or not places.running.exists():
        raise LocalError("relance is not up here: start it with `relance up`, or `make demo`.")
    told = json.loads(places.running.read_text())
    return Deployment(
        state=places.state,
        engine=told["engine"],
        endpoint=told["endpoint"],
        mailbox_url=told["mailbox_url"],
        outputs=told["outputs"],
        **_identities(read_users(places.users), told["endpoint"], told["outputs"]),
    )


def _port_for_good(places: Places, wanted: int | None) -> int:
    """Templates, links in mails and addresses of queues carry the port, so a deployment keeps its own."""
    kept = _kept_number(places.port)
    if kept and wanted and kept != wanted:
        raise LocalError(
            f"The service in {places.state} lives on port {kept}, which is in its links: "
            f"leave --port out, or choose another folder with --state."
        )
    return kept or wanted or CLOUD_PORT


def _kept_number(file: Path) -> int | None:
    return int(file.read_text()) if file.exists() else None


def _deployment(
    places: Places, engine: str, running: Cloud, mailbox: Mailbox, outputs: Mapping[str, str]
) -> Deployment:
    users = ensure_users(places.users, endpoint=running.endpoint, pool_id=outputs["UserPoolId"])
    return Deployment(
        state=places.state,
        engine=engine,
        endpoint=running.endpoint,
        mailbox_url=mailbox.url,
        outputs=outputs,
        mailbox=mailbox,
        cloud=running,
        **_identities(users, running.endpoint, outputs),
    )


def _identities(users: tuple[User, ...], endpoint: str, outputs: Mapping[str, str]) -> dict[str, Any]:
    pool, app = outputs["UserPoolId"], outputs["UserPoolClientId"]
    return {"users": users, "tokens": Tokens(users, endpoint=endpoint, pool_id=pool, client_id=app)}


def _connect(mailbox: Mailbox, outputs: Mapping[str, str], endpoint: str, assembly: Path) -> None:
    """The mailbox knows what the template declares to SES, and tells its events where the template says."""
    mailbox.identities = declared(assembly)
    mailbox.configuration_sets = frozenset(physical_ids(endpoint, "AWS::SES::ConfigurationSet").values()) or None
    sns, topic = client("sns", endpoint), outputs["MailEventsTopicArn"]
    mailbox.publish_with(lambda event: sns.publish(TopicArn=topic, Message=event))


@contextmanager
def _announced(places: Places, deployment: Deployment) -> Iterator[None]:
    told = {
        "engine": deployment.engine,
        "endpoint": deployment.endpoint,
        "mailbox_url": deployment.mailbox_url,
        "outputs": dict(deployment.outputs),
    }
    places.running.write_text(json.dumps(told, indent=1))
    try:
        yield
    finally:
        places.running.unlink(missing_ok=True)


def _warm_up(deployment: Deployment) -> None:
    """Start the processes that the first match and the first page wait for, without waiting for them.

    Nobody has the id of the record to index: looking for it in vain is all that happens.
    """
    nobody = json.dumps({"kind": "candidate", "id": "nobody"})
    queue = deployment.setting("UpdateIndex", "INDEX_RETRIES_QUEUE_URL")
    deployment.client("sqs").send_message(QueueUrl=queue, MessageBody=nobody)
    threading.Thread(target=_look_at, args=(deployment,), name="warm-up", daemon=True).start()


def _look_at(deployment: Deployment) -> None:
    with suppress(HTTPError):
        deployment.api(None).request("GET", "/health")
