"""The app of every stage, synthesised once per session with cdk-nag at work."""

import contextlib
from pathlib import Path

import pytest

from infra import config
from infra.app import build_layers, use_packaged_node
from tests.infra.cloud import Cloud, read_cloud


@pytest.fixture(scope="session")
def clouds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cloud]:
    """Stage name -> its resources. Most of the time goes into loading CDK, once for all stages."""
    use_packaged_node()
    stages = [config.stage(name, {}) for name in config.StageName]
    for stage in stages:
        build_layers(stage)
    folder = tmp_path_factory.mktemp("cdk")
    for stage in stages:
        _synthesise(stage, folder / stage.name)
    return {stage.name: read_cloud(stage, folder / stage.name) for stage in stages}


@pytest.fixture(params=list(config.StageName))
def cloud(request: pytest.FixtureRequest, clouds: dict[str, Cloud]) -> Cloud:
    """Each stage in turn."""
    name: config.StageName = request.param
    return clouds[name]


def _synthesise(stage: config.Stage, folder: Path) -> None:
    # Loaded by those who ask for a template, and not when tests are merely collected.
    import aws_cdk as cdk  # noqa: PLC0415
    from cdk_nag import AwsSolutionsChecks  # noqa: PLC0415

    from infra.synthesis import build  # noqa: PLC0415

    app = build(stage, folder, {"aws:cdk:disable-asset-staging": True})
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    # A finding ends the synthesis with an error after everything is written; its test reads it in the report.
    with contextlib.suppress(RuntimeError):
        app.synth()
