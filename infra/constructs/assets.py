"""Zip files for Lambda, built by uv without a container and kept in `build/assets` under the hash of what they hold."""

import hashlib
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uv

from infra.config import ROOT, Architecture, Stage

STORE: Final = ROOT / "build" / "assets"
PYTHON: Final = "3.13"
# Part of every hash: raise it when the way of building changes.
RECIPE: Final = "1"
# Never imported by a function: test suites of packages and their command-line programs.
UNWANTED_FOLDERS: Final = frozenset({"__pycache__", "tests", "bin"})
UNWANTED_SUFFIXES: Final = frozenset({".pyi", ".pyx", ".pxd", ".h", ".a"})
_MOMENT: Final = (2020, 1, 1, 0, 0, 0)  # The same content gives the same zip.


@dataclass(frozen=True)
class Asset:
    """One zip file and the hash that names its content."""

    path: Path
    digest: str


@dataclass(frozen=True)
class Target:
    """The machine that will run it. `wheels` is uv's name of a platform; None stands for this machine."""

    architecture: Architecture
    wheels: str | None

    @property
    def label(self) -> str:
        return self.wheels or f"{sys.platform}-{platform.machine()}"


def target(stage: Stage) -> Target:
    if stage.host_packages:
        return Target(stage.architecture, None)
    # Lambda's Python 3.13 runs on Amazon Linux 2023, whose glibc is 2.34.
    family = "aarch64" if stage.architecture is Architecture.ARM64 else "x86_64"
    return Target(stage.architecture, f"{family}-manylinux_2_28")


def packages(layer: str, to: Target, *, layers: Path = ROOT / "layers") -> Asset:
    """A layer of the packages locked in `layers/<layer>/requirements.txt`."""
    lock = layers / layer / "requirements.txt"
    digest = _digest([f"{RECIPE} {layer} {to.label} {PYTHON}".encode(), lock.read_bytes()])
    name = f"layer-{layer}-{digest[:16]}.zip"
    return _stored(name, digest, lambda folder: _install(lock, to, folder / "python"))


def own_code(name: str, folder: Path, *, under: str) -> Asset:
    """The Python packages and data files of `folder`, placed at `under` in the zip ("" is its root)."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and _wanted(path.relative_to(folder)))
    parts = [f"{RECIPE} {name} {PYTHON} {under}".encode()]
    for path in files:
        parts += [path.relative_to(folder).as_posix().encode(), path.read_bytes()]
    digest = _digest(parts)

    def copy(to: Path) -> None:
        for path in files:
            copied = to / under / path.relative_to(folder)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copied)

    return _stored(f"code-{name}-{digest[:16]}.zip", digest, copy)


def unpacked_bytes(asset: Asset) -> int:
    """What Lambda counts against its limit of 250 MB."""
    with zipfile.ZipFile(asset.path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _wanted(path: Path) -> bool:
    return not UNWANTED_FOLDERS.intersection(path.parts[:-1]) and path.suffix not in UNWANTED_SUFFIXES | {".pyc"}


def _digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8))
        total.update(part)
    return total.hexdigest()


def _stored(name: str, digest: str, fill: Callable[[Path], None]) -> Asset:
    """The file of this name, built when it is not there yet; two builders at once do no harm."""
    path = STORE / name
    if not path.exists():
        STORE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=STORE, prefix="new-") as temporary:
            content, packed = Path(temporary, "content"), Path(temporary, "packed.zip")
            content.mkdir()
            fill(content)
            _compile(content)
            _pack(content, packed)
            packed.replace(path)
    return Asset(path, digest)


def _install(lock: Path, to: Target, folder: Path) -> None:
    command = [uv.find_uv_bin(), "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    command += ["--no-compile-bytecode", "--python", sys.executable, "--python-version", PYTHON]
    command += ["--python-platform", to.wheels] if to.wheels else []
    subprocess.run([*command, "--target", str(folder), "-r", str(lock)], check=True, cwd=ROOT)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and not _wanted(path.relative_to(folder)):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _compile(folder: Path) -> None:
    """Bytecode that is never checked against its source again: a function starts with a fraction of the work."""
    command = [sys.executable, "-m", "compileall", "-q", "-j", "2", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([*command, "-s", str(folder), "-p", "/", str(folder)], check=True)


def _pack(folder: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _MOMENT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes(), compresslevel=1)
