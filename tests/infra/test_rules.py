"""The rule sets of others: cdk-nag's AwsSolutions and cfn-lint."""

from pathlib import Path
from typing import Any

import cfnlint.api

from infra.config import EU_REGIONS
from tests.infra.cloud import Cloud

# CDK makes a function wait for its role, and CloudFormation would have done so by itself.
NEEDLESS_DEPENDENCY = "W3005"


def test_cdk_nag_finds_nothing_that_has_no_reason(cloud: Cloud) -> None:
    found = [line for plugin in cloud.report["pluginReports"] for line in plugin["violations"]]

    assert [_told(line) for line in found] == []


def test_cdk_nag_looked_and_every_reason_is_a_sentence(cloud: Cloud) -> None:
    excused = [line for plugin in cloud.report["pluginReports"] for line in plugin["suppressedViolations"]]

    assert excused
    assert [_told(line) for line in excused if len(line["reason"].split()) < 4 or line["reason"][-1] != "."] == []


def test_cfn_lint_is_silent(cloud: Cloud) -> None:
    assert [line for path in cloud.templates for line in _lint(path)] == []


def test_cfn_lint_speaks_when_a_property_is_wrong(clouds: dict[str, Cloud], tmp_path: Path) -> None:
    path = tmp_path / "wrong.template.json"
    (service,) = (path for path in clouds["prod"].templates if "service" in path.name)
    path.write_text(service.read_text().replace('"VisibilityTimeout"', '"VisibilityTime"'))

    assert _lint(path)


def _lint(path: Path) -> list[str]:
    found = cfnlint.api.lint_file(path, {"ignore_checks": [NEEDLESS_DEPENDENCY], "regions": [EU_REGIONS[-1]]})
    return [f"{path.name} {match.rule.id} {match.message}" for match in found]


def _told(line: dict[str, Any]) -> str:
    places = [place["constructPath"] for place in line["violatingConstructs"]]
    return f"{line['ruleName']} {places} {line.get('reason', '')}"
