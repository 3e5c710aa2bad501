"""Deploys a synthesised CDK app to the local cloud: assets, then stacks, exporters before importers."""

import io
import json
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import ClientError
from pydantic import BaseModel, ConfigDict, Field

from infra.local.cloud import ACCOUNT, REGION, client
from infra.local.errors import LocalError
from infra.local.waiting import wait_for

DEPLOY_SECONDS: Final = 120
_TABLES: Final = ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable")


class Artifact(BaseModel):
    """One entry of the assembly's manifest."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    type: str
    properties: Mapping[str, Any] = Field(default_factory=dict)
    dependencies: tuple[str, ...] = ()


class Manifest(BaseModel):
    """What `cdk.out/manifest.json` says."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    artifacts: Mapping[str, Artifact]

    def in_order(self) -> tuple[str, ...]:
        """Names, each after what it depends on."""
        order: dict[str, None] = {}

        def visit(name: str) -> None:
            for needed in self.artifacts[name].dependencies:
                visit(needed)
            order.setdefault(name)

        for name in self.artifacts:
            visit(name)
        return tuple(order)


def deploy(assembly: Path, endpoint: str) -> dict[str, str]:
    """Deploy every stack of the assembly; returns the outputs of all of them. LocalError names what failed and why."""
    # What `cdk bootstrap` leaves in an account: templates check it.
    client("ssm", endpoint).put_parameter(
        Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String", Overwrite=True
    )
    manifest = Manifest.model_validate_json((assembly / "manifest.json").read_bytes())
    outputs: dict[str, str] = {}
    for name in manifest.in_order():
        artifact = manifest.artifacts[name]
        if artifact.type == "cdk:asset-manifest":
            _publish(assembly, json.loads((assembly / artifact.properties["file"]).read_bytes()), endpoint)
        elif artifact.type == "aws:cloudformation:stack":
            template = (assembly / artifact.properties["templateFile"]).read_text()
            stack = str(artifact.properties.get("stackName", name))
            _start(stack, _template_url(artifact, endpoint), endpoint)
            outputs |= _finish(stack, template, endpoint)
            _set_time_to_live(stack, template, endpoint)
    return outputs


def physical_ids(endpoint: str, kind: str) -> dict[str, str]:
    """Resources of one type over all stacks: logical id -> physical id."""
    cloudformation = client("cloudformation", endpoint)
    return {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for stack in cloudformation.describe_stacks()["Stacks"]
        for resource in cloudformation.describe_stack_resources(StackName=stack["StackName"])["StackResources"]
        if resource["ResourceType"] == kind
    }


def _filled(text: str) -> str:
    known = {"AWS::AccountId": ACCOUNT, "AWS::Region": REGION, "AWS::Partition": "aws"}
    for name, value in known.items():
        text = text.replace(f"${{{name}}}", value)
    return text


def _publish(assembly: Path, manifest: Mapping[str, Any], endpoint: str) -> None:
    s3 = client("s3", endpoint)
    files = manifest["files"].values()
    places = [(file, where) for file in files for where in file["destinations"].values()]
    for bucket in {_filled(where["bucketName"]) for _, where in places}:
        try:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        except s3.exceptions.BucketAlreadyOwnedByYou:
            continue
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(_put, assembly, file, where, s3) for file, where in places]:
            done.result()


def _put(assembly: Path, file: Mapping[str, Any], where: Mapping[str, str], s3: Any) -> None:
    target = {"Bucket": _filled(where["bucketName"]), "Key": _filled(where["objectKey"])}
    try:
        s3.head_object(**target)  # Named after its content: there means done.
    except ClientError:
        path = assembly / file["source"]["path"]
        body = _zipped(path) if file["source"]["packaging"] == "zip" and path.is_dir() else path.read_bytes()
        s3.put_object(**target, Body=body)


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(folder))
    return buffer.getvalue()


def _template_url(artifact: Artifact, endpoint: str) -> str:
    """Templates travel through the assets' bucket, as with `cdk deploy`: ours are longer than a request may be."""
    place = _filled(str(artifact.properties["stackTemplateAssetObjectUrl"]))
    return f"{endpoint}/{place.removeprefix('s3://')}"


def _start(name: str, template_url: str, endpoint: str) -> None:
    cloudformation = client("cloudformation", endpoint)
    known = _described(name, endpoint) is not None
    capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
    try:
        act = cloudformation.update_stack if known else cloudformation.create_stack
        act(StackName=name, TemplateURL=template_url, Capabilities=capabilities)
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise LocalError(f"The local cloud refuses stack {name}: {error}") from error


def _finish(name: str, template: str, endpoint: str) -> dict[str, str]:
    stack = wait_for(lambda: _settled(name, endpoint), seconds=DEPLOY_SECONDS, what=f"stack {name}", pause=0.05)
    if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise LocalError(f"Stack {name} ended as {stack['StackStatus']}: {_why(name, endpoint)}")
    _demand_everything(name, template, endpoint)
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _described(name: str, endpoint: str) -> dict[str, Any] | None:
    try:
        stack: dict[str, Any] = client("cloudformation", endpoint).describe_stacks(StackName=name)["Stacks"][0]
    except ClientError:
        return None
    return stack


def _settled(name: str, endpoint: str) -> dict[str, Any] | None:
    stack = _described(name, endpoint)
    return None if stack is None or stack["StackStatus"].endswith("_IN_PROGRESS") else stack


def _why(name: str, endpoint: str) -> str:
    events = client("cloudformation", endpoint).describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    return "; ".join(
        f"{event['LogicalResourceId']} ({event['ResourceType']}): {event.get('ResourceStatusReason')}"
        for event in failed
    )


def _demand_everything(name: str, template: str, endpoint: str) -> None:
    """A kind of resource that the local cloud does not know would otherwise be missed in silence."""
    described = client("cloudformation", endpoint).describe_stack_resources(StackName=name)["StackResources"]
    made = {resource["LogicalResourceId"] for resource in described}
    wanted = {
        logical: resource["Type"]
        for logical, resource in json.loads(template)["Resources"].items()
        if resource["Type"] != "AWS::CDK::Metadata" and "Condition" not in resource
    }
    if absent := {logical: kind for logical, kind in wanted.items() if logical not in made}:
        raise LocalError(f"The local cloud left out parts of stack {name}: {absent}")


def _set_time_to_live(stack: str, template: str, endpoint: str) -> None:
    """The local cloud makes a table without its time-to-live setting."""
    cloudformation, dynamodb = client("cloudformation", endpoint), client("dynamodb", endpoint)
    for logical, resource in json.loads(template)["Resources"].items():
        wanted = resource.get("Properties", {}).get("TimeToLiveSpecification")
        if resource["Type"] in _TABLES and wanted:
            found = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=logical)
            table = found["StackResourceDetail"]["PhysicalResourceId"]
            now = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"]
            if now == "DISABLED":
                dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)
