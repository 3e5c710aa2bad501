"""The templates of one stage as one set of resources, with references followed across stacks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import config

Resource = dict[str, Any]


@dataclass(frozen=True)
class Cloud:
    """Both stacks of a stage. `report` is what cdk-nag wrote, `folder` holds the templates."""

    stage: config.Stage
    folder: Path
    resources: dict[str, Resource]
    exports: dict[str, Any]
    report: dict[str, Any]

    @property
    def templates(self) -> list[Path]:
        return sorted(self.folder.glob("*.template.json"))

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """Logical id -> properties."""
        return {name: made.get("Properties", {}) for name, made in self.resources.items() if made["Type"] == kind}

    def function(self, folder: str) -> dict[str, Any]:
        """Properties of the function of this folder."""
        handler = f"{folder}.handler.lambda_handler"
        (found,) = (made for made in self.of_type("AWS::Lambda::Function").values() if made["Handler"] == handler)
        return found

    def target(self, value: Any) -> str | None:
        """Logical id of the resource that a reference leads to, over exports too; None for anything else."""
        match value:
            case {"Ref": name} | {"Fn::GetAtt": [name, *_]}:
                return str(name)
            case {"Fn::ImportValue": name}:
                return self.target(self.exports[name])
            case {"Fn::Select": [_, {"Fn::Split": [_, inner]}]}:
                return self.target(inner)
            case _:
                return None

    def text(self, value: Any) -> str:
        """A value with its functions spelt out: enough to look for a word or a wildcard."""
        match value:
            case str():
                return value
            case {"Fn::Join": [separator, parts]}:
                return str(separator).join(self.text(part) for part in parts)
            case {"Fn::ImportValue": name}:
                return self.text(self.exports[name])
            case {"Ref": name}:
                return f"<{name}>"
            case {"Fn::GetAtt": [name, attribute]}:
                return f"<{name}.{attribute}>"
            case _:
                return json.dumps(value)

    def statements(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every statement of every policy that is attached to a role, with the role's logical id."""
        for name, policy in self.of_type("AWS::IAM::Policy").items():
            for statement in policy["PolicyDocument"]["Statement"]:
                for role in policy["Roles"]:
                    yield self.target(role) or name, statement
        for name, role in self.of_type("AWS::IAM::Role").items():
            for policy in role.get("Policies", []):
                for statement in policy["PolicyDocument"]["Statement"]:
                    yield name, statement


def listed(value: Any) -> list[Any]:
    """CloudFormation writes a list of one as the one."""
    return value if isinstance(value, list) else [value]


def read_cloud(stage: config.Stage, folder: Path) -> Cloud:
    resources: dict[str, Resource] = {}
    exports: dict[str, Any] = {}
    for path in sorted(folder.glob("*.template.json")):
        body = json.loads(path.read_text())
        shared = resources.keys() & body["Resources"].keys()
        if shared:
            raise ValueError(f"Both stacks have {sorted(shared)}: their tests need distinct names.")
        resources |= body["Resources"]
        for output in body["Outputs"].values():
            if "Export" in output:
                exports[output["Export"]["Name"]] = output["Value"]
    report = json.loads((folder / "validation-report.json").read_text())
    return Cloud(stage, folder, resources, exports, report)
