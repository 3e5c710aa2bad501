"""Each function starts with its own layers and Lambda's boto3, and with nothing else of this machine's packages."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import Final

import pytest

from infra import config
from infra.constructs import assets
from infra.functions import FUNCTIONS, Function, Layer

# What Amazon's Python brings along.
RUNTIME: Final = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")
# Loaded at the first use and not at the start, by everyone who has the layer.
LATER: Final = {Layer.READING: ("relance.cv.read",), Layer.SEARCH: ("relance.adapters.embedded_search", "opensearchpy")}
START: Final = """
import importlib, os, sys
sys.path[:0] = sys.argv[1].split(os.pathsep)
for name in sys.argv[2:]:
    importlib.import_module(name)
print("ready")
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Layer -> its folder, for this machine; `runtime` is the stand-in for Lambda's own packages."""
    to = assets.target(config.stage("local", {}))
    folder = tmp_path_factory.mktemp("opt")
    for layer in Layer:
        shared = config.ROOT / "layers" / layer / "python"
        own = layer is Layer.SHARED
        asset = assets.own_code(layer, shared, under="python") if own else assets.packages(layer, to)
        zipfile.ZipFile(asset.path).extractall(folder / layer)
    runtime = folder / "runtime"
    runtime.mkdir()
    for name in RUNTIME:
        (runtime / name).symlink_to(Path(sysconfig.get_path("purelib"), name))
    return {layer: folder / layer / "python" for layer in Layer} | {"runtime": runtime}


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.folder)
def test_function_starts_with_its_own_layers_only(spec: Function, unpacked: dict[str, Path], tmp_path: Path) -> None:
    code = assets.own_code(spec.folder, config.ROOT / "functions" / spec.folder, under=spec.folder)
    zipfile.ZipFile(code.path).extractall(tmp_path)
    path = [tmp_path, *(unpacked[layer] for layer in spec.layers), unpacked["runtime"]]
    modules = [f"{spec.folder}.handler", *(name for layer in spec.layers for name in LATER.get(layer, ()))]

    # -I and -S: no packages of this environment, no settings of this shell.
    command = [sys.executable, "-I", "-S", "-c", START, ":".join(map(str, path)), *modules]
    ran = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"AWS_DEFAULT_REGION": "eu-west-3", "POWERTOOLS_SERVICE_NAME": spec.folder, "HOME": str(tmp_path)},
        timeout=120,
    )

    assert (ran.returncode, ran.stdout.strip()) == (0, "ready"), ran.stderr
