"""From a stage to its two stacks."""

import json
from pathlib import Path

import aws_cdk as cdk

from infra.config import ROOT, Stage
from infra.stacks.data import DataStack
from infra.stacks.service import ServiceStack


def build(stage: Stage, outdir: Path) -> cdk.App:
    """The app with its stacks, not yet written."""
    flags = json.loads((ROOT / "cdk.json").read_text())["context"]
    app = cdk.App(outdir=str(outdir), context=flags, analytics_reporting=False, tree_metadata=False)
    data = DataStack(app, f"relance-{stage.name}-data", stage)
    ServiceStack(app, f"relance-{stage.name}-service", stage, data)
    cdk.Tags.of(app).add("application", "relance")
    cdk.Tags.of(app).add("stage", stage.name)
    return app


def synthesise(stage: Stage, outdir: Path) -> None:
    """Write the cloud assembly of this stage."""
    build(stage, outdir).synth()
