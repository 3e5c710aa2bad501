"""Our Python files and what each imports, read without running them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
# Where packages start -> the folder that Python has on its path for them.
SOURCE_ROOTS: Final = {
    "functions": "functions",
    "layers/shared/python": "layers/shared/python",
    "infra": ".",
    "tests": ".",
}


@dataclass(frozen=True)
class Source:
    """One module: `name` as Python imports it."""

    name: str
    text: str
    path: Path = Path("example.py")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def imports(self) -> frozenset[str]:
        """Modules and names imported anywhere, also inside functions and for type checkers: `a.b` and `a.b.c`."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            match node:
                case ast.Import(names=names):
                    found.update(alias.name for alias in names)
                case ast.ImportFrom(module=str(module), names=names, level=0):
                    found.add(module)
                    found.update(f"{module}.{alias.name}" for alias in names)
                case ast.ImportFrom(level=level) if level:
                    found.add(self.name.rpartition(".")[0])
        return frozenset(found)

    def reaches(self, *packages: str) -> list[str]:
        """Imports that lie in one of these packages."""
        return sorted(name for name in self.imports if any(is_within(name, package) for package in packages))


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def sources(*folders: str) -> Iterator[Source]:
    """Every module of these source roots (all when none is named)."""
    for folder in folders or SOURCE_ROOTS:
        yield from _read(folder)


@cache
def function_packages() -> tuple[str, ...]:
    return tuple(sorted(path.name for path in (ROOT / "functions").iterdir() if (path / "handler.py").exists()))


@cache
def _read(folder: str) -> tuple[Source, ...]:
    """Read and parsed once, however many rules look."""
    base = ROOT / SOURCE_ROOTS[folder]
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        parts = path.relative_to(base).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Source(name, path.read_text(encoding="utf-8"), path.relative_to(ROOT)))
    return tuple(found)
