"""Why a rule of cdk-nag is not followed, said beside the resource that does not follow it."""

from typing import Any

from aws_cdk import Acknowledgment, Stack, Validations
from constructs import IConstruct


def because(scope: IConstruct, rule: str, reason: str) -> None:
    """Acknowledge one finding of AwsSolutions, as `S1` or `OS9[LogExport::SEARCH_SLOW_LOGS]`, on this construct."""
    Validations.of(scope).acknowledge(Acknowledgment(id=f"AwsSolutions::AwsSolutions-{rule}", reason=reason))


def wildcard_because(scope: IConstruct, resource: str, reason: str) -> None:
    """Acknowledge that a policy of this construct names `resource`, which ends in a wildcard."""
    because(scope, f"IAM5[Resource::{_as_cdk_nag_writes(Stack.of(scope).resolve(resource))}]", reason)


def _as_cdk_nag_writes(value: Any) -> str:
    """CloudFormation's functions as text: `{"Ref": "Key"}` is `<Key>`, another stack's value is its export's name."""
    match value:
        case str():
            return value
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case {"Fn::ImportValue": name}:
            return str(name)
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(_as_cdk_nag_writes(part) for part in parts)
        case _:
            raise ValueError(f"No text for {value}.")
