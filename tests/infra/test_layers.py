"""What Lambda gets to run: small enough, whole, compiled, and the same again from the same sources."""

import importlib.util
import marshal
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

from infra import config
from infra.constructs import assets
from infra.functions import FUNCTIONS, Function, Layer

LIMIT: Final = 200 * 2**20  # AWS's wall stands at 250 MB.
CLOUD: Final = assets.target(config.stage("prod", {}))
UNCHECKED: Final = 0b01  # PEP 552: hash-based, and never compared with the source again.


def layer_asset(layer: Layer, to: assets.Target) -> assets.Asset:
    if layer is Layer.SHARED:
        return assets.own_code(layer, config.ROOT / "layers" / layer / "python", under="python")
    return assets.packages(layer, to)


@pytest.mark.parametrize("stage", list(config.StageName))
@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.folder)
def test_function_with_its_layers_is_within_the_limit(spec: Function, stage: str) -> None:
    to = assets.target(config.stage(stage, {}))
    code = assets.own_code(spec.folder, config.ROOT / "functions" / spec.folder, under=spec.folder)

    total = assets.unpacked_bytes(code) + sum(assets.unpacked_bytes(layer_asset(layer, to)) for layer in spec.layers)

    assert total <= LIMIT, f"{spec.folder} unpacks to {total >> 20} MB"


@pytest.mark.parametrize("layer", list(Layer))
def test_every_module_of_a_layer_is_compiled_and_never_checked(layer: Layer) -> None:
    with zipfile.ZipFile(layer_asset(layer, CLOUD).path) as archive:
        names = set(archive.namelist())
        sources = {name for name in names if name.endswith(".py")}
        compiled = {importlib.util.cache_from_source(name) for name in sources}
        flags = {int.from_bytes(archive.read(name)[4:8], "little") for name in compiled & names}

    assert sources
    assert len(compiled - names) <= len(sources) // 200, "Packages ship a few files for other Pythons, and no more."
    assert flags == {UNCHECKED}


def test_bytecode_tells_where_lambda_puts_the_file(tmp_path: Path) -> None:
    (tmp_path / "greet.py").write_text("def greet(): return 'bonjour'\n")

    asset = assets.own_code("greeting", tmp_path, under="greeting")

    with zipfile.ZipFile(asset.path) as archive:
        code = marshal.loads(archive.read(importlib.util.cache_from_source("greeting/greet.py"))[16:])
    assert code.co_filename == "/greeting/greet.py"


def test_layers_for_the_cloud_hold_libraries_of_its_processor() -> None:
    with zipfile.ZipFile(assets.packages(Layer.SEARCH, CLOUD).path) as archive:
        libraries = [name for name in archive.namelist() if ".cpython-313-" in name]

    assert libraries
    assert [name for name in libraries if "aarch64" not in name] == []


def test_function_package_lies_at_the_root_of_its_asset(tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_text("")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<p>")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "handler.cpython-312.pyc").write_text("")

    asset = assets.own_code("send_mail", tmp_path, under="send_mail")

    with zipfile.ZipFile(asset.path) as archive:
        names = {name for name in archive.namelist() if "__pycache__" not in name}
        stale = [name for name in archive.namelist() if "cpython-312" in name]
    assert names == {"send_mail/handler.py", "send_mail/templates/page.html"}
    assert stale == []


def test_same_sources_give_the_same_file_and_any_change_another(tmp_path: Path) -> None:
    source = tmp_path / "rule.py"
    source.write_text("LIMIT = 1\n")
    first = assets.own_code("rules", tmp_path, under="rules")
    content = first.path.read_bytes()
    first.path.unlink()

    again = assets.own_code("rules", tmp_path, under="rules")
    source.write_text("LIMIT = 2\n")
    other = assets.own_code("rules", tmp_path, under="rules")

    assert (again.digest, again.path.read_bytes()) == (first.digest, content)
    assert other.digest != first.digest


def test_layer_is_made_anew_for_another_platform_or_lock(tmp_path: Path) -> None:
    lock = tmp_path / "nothing" / "requirements.txt"
    lock.parent.mkdir()
    lock.write_text("")
    arm = assets.Target(config.Architecture.ARM64, "aarch64-manylinux_2_28")
    intel = assets.Target(config.Architecture.X86_64, "x86_64-manylinux_2_28")

    digests = [assets.packages("nothing", to, layers=tmp_path).digest for to in (arm, intel)]
    lock.write_text("# another lock\n")
    digests.append(assets.packages("nothing", arm, layers=tmp_path).digest)

    assert len(set(digests)) == len(digests)


def test_assets_are_built_with_the_python_of_lambda() -> None:
    assert f"{sys.version_info.major}.{sys.version_info.minor}" == assets.PYTHON
