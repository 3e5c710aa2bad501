"""The CDK app as templates and zip files, made anew only when something it is made of has changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from infra.local.errors import LocalError
from infra.local.places import ROOT, Places
from infra.local.processes import Program

PATIENCE_SECONDS: Final = 600  # The first time, layers are downloaded.
SOURCES: Final = ("infra", "functions", "layers")
SINGLE_FILES: Final = ("cdk.json", "pyproject.toml")
UNRELATED: Final = (Path("infra/local"), Path("infra/cli.py"))
"""Deploys templates and is not in them."""


@contextmanager
def synthesis(places: Places, settings: Mapping[str, str]) -> Iterator[Callable[[], Path]]:
    """Begin at once, and yield what waits for the end: it returns the folder with the manifest of stage `local`.

    `settings` are the variables that `infra.config` reads.
    """
    stamp, wanted = places.assembly / "made-from", _fingerprint(settings)
    if stamp.exists() and stamp.read_text() == wanted:
        yield lambda: places.assembly
        return
    fresh = places.assembly.with_name("cdk.new")
    shutil.rmtree(fresh, ignore_errors=True)
    environment = {**os.environ, **settings, "STAGE": "local", "CDK_OUTDIR": str(fresh)}
    command, log = [sys.executable, "-m", "infra.app"], places.log / "synthesis.log"
    with Program("The CDK app", command, environment=environment, log=log, folder=ROOT) as program:

        def finish() -> Path:
            _demand_success(program, fresh)
            shutil.rmtree(places.assembly, ignore_errors=True)
            fresh.rename(places.assembly)
            stamp.write_text(wanted)
            return places.assembly

        yield finish


def _demand_success(program: Program, made: Path) -> None:
    try:
        code = program.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        raise LocalError(f"The CDK app did not end within {PATIENCE_SECONDS} seconds; see {program.log}.") from None
    if code or not (made / "manifest.json").exists():
        raise LocalError(f"The CDK app does not synthesise ({program.last_words()}); see {program.log}.")


def _fingerprint(settings: Mapping[str, str]) -> str:
    total = hashlib.sha256(repr((sys.version, str(ROOT), sorted(settings.items()))).encode())
    files = [ROOT / name for name in SINGLE_FILES if (ROOT / name).exists()]
    for source in SOURCES:
        files += sorted(path for path in (ROOT / source).rglob("*") if path.is_file() and _matters(path))
    for path in files:
        total.update(repr((path.relative_to(ROOT).as_posix(), path.stat().st_size)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _matters(path: Path) -> bool:
    within = path.relative_to(ROOT)
    return "__pycache__" not in within.parts and not any(within.is_relative_to(other) for other in UNRELATED)
