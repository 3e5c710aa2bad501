"""The order of deployment follows the manifest."""

from infra.local.stacks import Artifact, Manifest


def test_what_others_need_comes_first() -> None:
    manifest = Manifest(
        artifacts={
            "service": Artifact(type="aws:cloudformation:stack", dependencies=("data", "service.assets")),
            "service.assets": Artifact(type="cdk:asset-manifest"),
            "data": Artifact(type="aws:cloudformation:stack", dependencies=("data.assets",)),
            "data.assets": Artifact(type="cdk:asset-manifest"),
        }
    )

    assert manifest.in_order() == ("data.assets", "data", "service.assets", "service")
