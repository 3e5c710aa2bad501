"""From a stage to its two stacks."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import aws_cdk as cdk

from infra.config import ROOT, Stage
from infra.stacks.data import DataStack
from infra.stacks.service import ServiceStack

NO_CONTEXT: Final[Mapping[str, Any]] = MappingProxyType({})
# Where in CDK's own JavaScript a resource was made helps nobody, and takes a second to find out.
WITHOUT_TRACES: Final = {"aws:cdk:disable-stack-trace": True}


def build(stage: Stage, outdir: Path, context: Mapping[str, Any] = NO_CONTEXT) -> cdk.App:
    """The app with its stacks, not yet written; `context` comes on top of that of cdk.json."""
    flags = json.loads((ROOT / "cdk.json").read_text())["context"] | WITHOUT_TRACES | dict(context)
    app = cdk.App(outdir=str(outdir), context=flags, analytics_reporting=False, tree_metadata=False)
    data = DataStack(app, f"relance-{stage.name}-data", stage)
    ServiceStack(app, f"relance-{stage.name}-service", stage, data)
    cdk.Tags.of(app).add("application", "relance")
    cdk.Tags.of(app).add("stage", stage.name)
    return app


def synthesise(stage: Stage, outdir: Path) -> None:
    """Write the cloud assembly of this stage."""
    build(stage, outdir).synth()
