"""The service comes up, goes down, comes back as it was, and leaves no process behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from infra.local.deployment import Deployment
from infra.local.lock import holder
from infra.local.places import ROOT, Places
from infra.local.runtime import attach
from infra.local.waiting import wait_for
from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.candidates import CandidateId

if TYPE_CHECKING:
    from tests.integration.local.conftest import Up

pytestmark = [pytest.mark.integration, pytest.mark.enable_socket]

READY = "Ctrl-C stops it"


def relance(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def children_of(pid: int) -> list[int]:
    """Every process that descends from this one."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [child for child, parent in pairs if parent == pid]
    return found + [deeper for child in found for deeper in children_of(child)]


def environment_of(pid: int) -> list[str]:
    """What a process was started with, as `NAME=value`."""
    return Path(f"/proc/{pid}/environ").read_text().strip("\0").split("\0")


def gone(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.fixture
def folder_of_cvs(tmp_path: Path) -> Path:
    """A CV, the same one under another name, and a damaged one."""
    text = "Zoé Lefèvre\nComptable\nzoe.lefevre@example.org\n\nExpérience\nComptable, Maison Exemple, 2019 - 2024\n"
    folder = tmp_path / "cvs"
    folder.mkdir()
    (folder / "a.txt").write_text(text)
    (folder / "b.txt").write_text(text)
    (folder / "c.pdf").write_bytes(b"%PDF-1.7 broken")
    return folder


def indexed(deployment: Deployment) -> bool:
    """Whether the embedded index has caught up with every record."""
    items = deployment.client("dynamodb").scan(TableName=deployment.table("Candidates"))["Items"]
    with closing(EmbeddedCandidateIndex(Places(deployment.state).search)) as index:
        revisions = [index.revision(CandidateId(item["candidate_id"]["S"])) for item in items]
    return revisions == [int(item["index_revision"]["N"]) for item in items]


def send_mail(deployment: Deployment, to: str) -> None:
    ses = boto3.client(
        "sesv2",
        endpoint_url=deployment.mailbox_url,
        region_name="eu-west-3",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    ses.send_email(
        FromEmailAddress=deployment.setting("SendMail", "ANSWERS_FROM"),
        Destination={"ToAddresses": [to]},
        ConfigurationSetName=deployment.setting("SendMail", "ANSWERS_CONFIGURATION_SET"),
        Content={"Simple": {"Subject": {"Data": "Bonjour"}, "Body": {"Text": {"Data": "Bonjour"}}}},
    )
    ses.close()


def test_everything_is_there_again_after_down_and_up(
    start: "Callable[[], Up]", state: Path, folder_of_cvs: Path
) -> None:
    first = start()
    first.wait_until_it_says(READY)
    before = attach(state)
    children = children_of(first.process.pid)
    password_mode = (state / "users.json").stat().st_mode & 0o777
    before.client("dynamodb").put_item(
        TableName=before.table("Settings"), Item={"name": {"S": "greeting"}, "value": {"S": "bonjour"}}
    )
    before.client("s3").put_object(Bucket=before.outputs["AudiencesBucket"], Key="kept", Body=b"audience")
    send_mail(before, "zoe@example.org")
    imported = relance("import", "--state", str(state), str(folder_of_cvs))
    second = relance("up", "--state", str(state))
    shown = relance("status", "--state", str(state))
    token = relance("token", "recruiter@example.org", "--state", str(state))
    stranger = relance("token", "nobody@example.org", "--state", str(state))
    answered = before.api(None).request("GET", "/jobs", headers={"Authorization": f"Bearer {token.stdout.strip()}"})
    stopped = relance("down", "--state", str(state))

    assert answered.status == 200
    assert (stranger.returncode, stranger.stdout) == (1, "")
    assert (second.returncode, second.stdout) == (1, "")
    assert f"already up here (process {first.process.pid})" in second.stderr
    assert "Mails          none" in shown.stdout
    assert (stopped.returncode, first.process.wait(5)) == (0, 0)
    assert children
    assert password_mode == 0o600
    assert imported.returncode == 0, imported.stderr
    assert "1 new candidate, 1 known CV, 1 could not be read" in imported.stdout
    assert "Candidates     2" in shown.stdout
    wait_for(lambda: gone(children), seconds=5, what="the end of all children")

    shutil.rmtree(state / "search")
    again = start()
    again.wait_until_it_says(READY)
    after = attach(state)
    item = after.client("dynamodb").get_item(TableName=after.table("Settings"), Key={"name": {"S": "greeting"}})
    kept = after.client("s3").get_object(Bucket=after.outputs["AudiencesBucket"], Key="kept")["Body"].read()
    mails = after.mailbox_surface().get("/messages")

    assert after.outputs == before.outputs
    assert after.users == before.users
    assert item["Item"]["value"] == {"S": "bonjour"}
    assert kept == b"audience"
    assert [(mail["to"], [event["told"] for event in mail["events"]]) for mail in mails] == [
        (["zoe@example.org"], [True, True])
    ]
    assert after.api(None).get("/health")
    assert after.api(None).request("GET", "/candidates").status == 401
    assert [person["name"] for person in after.api().get("/candidates")["items"] if person["name"]] == ["Zoé Lefèvre"]
    wait_for(lambda: indexed(after), seconds=30, what="the candidates in the new index")
    assert again.end(signal.SIGINT) == 0


def test_a_killed_up_takes_its_children_with_it(start: "Callable[[], Up]", state: Path) -> None:
    up = start()
    up.wait_until_it_says(READY)
    children = children_of(up.process.pid)
    temporary = Path(dict(line.split("=", 1) for line in environment_of(children[0]))["TMPDIR"])

    up.end(signal.SIGKILL)

    assert children
    wait_for(lambda: gone(children), seconds=20, what="the end of all children")
    assert not temporary.exists()
    assert holder(state / "up.lock") is None
    assert relance("status", "--state", str(state)).returncode == 1


def test_a_cloud_that_dies_ends_up_with_a_sentence(start: "Callable[[], Up]", state: Path) -> None:
    up = start()
    up.wait_until_it_says(READY)
    (cloud, *_) = children_of(up.process.pid)

    os.kill(cloud, signal.SIGKILL)

    assert up.process.wait(20) == 1
    assert "relance: The local cloud ended by itself" in up.said
    assert "Traceback" not in up.said
    start().wait_until_it_says(READY)


def test_ctrl_c_while_the_templates_are_made_ends_everything(start: "Callable[[], Up]", state: Path) -> None:
    (state / "cdk.out" / "made-from").unlink(missing_ok=True)
    up = start()
    up.wait_until_it_says("Preparing")
    wait_for(lambda: len(children_of(up.process.pid)) >= 2, seconds=20, what="the cloud and the CDK app")
    children = children_of(up.process.pid)

    code = up.end(signal.SIGINT)

    assert code == 130
    assert "Traceback" not in up.said
    assert gone(children)
    assert holder(state / "up.lock") is None
