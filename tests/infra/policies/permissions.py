"""What roles may do."""

from collections.abc import Iterator
from typing import Any

from tests.infra.cloud import Cloud, listed


def no_action_is_a_wildcard(cloud: Cloud) -> Iterator[str]:
    for role, statement in cloud.statements():
        for action in listed(statement["Action"]):
            if "*" in action:
                yield f"{role}: may {action}"


def no_resource_is_everything_without_a_reason(cloud: Cloud) -> Iterator[str]:
    """`*` alone is for the few actions that know no resource; cdk-nag keeps the reasons."""
    without_resources = {"dynamodb:ListStreams", "ses:GetAccount", "textract:DetectDocumentText"}
    for role, statement in cloud.statements():
        if "*" in {cloud.text(resource) for resource in listed(statement["Resource"])}:
            for action in set(listed(statement["Action"])) - without_resources:
                yield f"{role}: may {action} on everything"


def no_role_holds_a_policy_of_aws(cloud: Cloud) -> Iterator[str]:
    for name, role in cloud.of_type("AWS::IAM::Role").items():
        if role.get("ManagedPolicyArns"):
            yield f"{name}: may what AWS decides"


def only_the_sender_submits_mail(cloud: Cloud) -> Iterator[str]:
    """R1: one function talks to SES, with both identities and both configuration sets."""
    submitters = set()
    for role, statement in cloud.statements():
        if any(action.startswith("ses:Send") for action in listed(statement["Action"])):
            submitters.add(role)
            kinds = {cloud.resources[cloud.target(part) or ""]["Type"] for part in _references(statement["Resource"])}
            if kinds != {"AWS::SES::EmailIdentity", "AWS::SES::ConfigurationSet"}:
                yield f"{role}: may send with {sorted(kinds)}"
    if submitters != {cloud.target(cloud.function("send_mail")["Role"])}:
        yield f"{sorted(submitters)} may submit mail"


def nobody_rewrites_the_audit(cloud: Cloud) -> Iterator[str]:
    """R35: records are added and never changed."""
    (audit,) = (name for name in cloud.of_type("AWS::DynamoDB::Table") if name.startswith("Audit"))
    changing = {"dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"}
    for role, statement in cloud.statements():
        resources = {cloud.target(resource) for resource in listed(statement["Resource"])}
        if audit in resources and changing.intersection(listed(statement["Action"])):
            yield f"{role}: could rewrite the audit"


def _references(value: Any) -> Iterator[dict[str, Any]]:
    """The imports and references inside a value that lead to senders."""
    match value:
        case {"Fn::ImportValue": _}:
            yield value
        case dict():
            for inner in value.values():
                yield from _references(inner)
        case list():
            for inner in value:
                yield from _references(inner)
