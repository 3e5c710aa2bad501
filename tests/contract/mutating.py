"""Takes every condition out of a module, one after the other, and tells which of them no test misses.

`python -m tests.contract.mutating MODULE TEST…` prints a line for each condition that can go unnoticed, and at the
end how many it took out. What the modules stand on is loaded once; each trial is a fork of that.
"""

import ast
import importlib
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.machinery import ModuleSpec
from itertools import batched
from pathlib import Path
from types import ModuleType
from typing import Final, NamedTuple

NEVER: Final = ast.Constant(value=False)
AT_ONCE: Final = 2
"""Trials that run side by side."""
LONGEST_SECONDS: Final = 120
"""A trial that runs for longer has been noticed, too: the condition ended a loop."""
PASSED, FAILED = 0, 1
"""What pytest ends with when all tests pass, and when one fails."""


class Mutant(NamedTuple):
    """One condition less."""

    name: str
    """The function and what is taken out of it."""
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """One for each `if`, `case`, filter, and part of `and` and `or`; the same condition twice is two."""
    seen: Counter[str] = Counter()
    for place, _ in enumerate(_changes(ast.parse(source))):
        tree = ast.parse(source)
        name, change = list(_changes(tree))[place]
        seen[name] += 1
        change()
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        yield Mutant(name + again, ast.unparse(ast.fix_missing_locations(tree)))


def _changes(tree: ast.Module) -> Iterator[tuple[str, Callable[[], None]]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in _own_nodes(function):
                for told, change in _of_node(node):
                    yield f"{function.name}: {told}", change


def _own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Without what stands in functions inside it: they come by themselves."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, ast.FunctionDef):
            yield node
            waiting += ast.iter_child_nodes(node)


def _of_node(node: ast.AST) -> Iterator[tuple[str, Callable[[], None]]]:
    match node:
        case ast.If(test=test):
            yield f"if {ast.unparse(test)}", lambda: setattr(node, "test", NEVER)
        case ast.IfExp(test=test):
            yield f"… if {ast.unparse(test)} else …", lambda: setattr(node, "test", NEVER)
            yield f"… if not {ast.unparse(test)} else …", lambda: setattr(node, "test", ast.Constant(value=True))
        case ast.match_case(pattern=pattern) if not isinstance(pattern, ast.MatchAs):
            yield f"case {ast.unparse(pattern)}", lambda: setattr(node, "guard", NEVER)
        case ast.comprehension(ifs=[_, *_]):
            told = " ".join(f"if {ast.unparse(test)}" for test in node.ifs)
            yield f"for … {told}", lambda: setattr(node, "ifs", [])
        case ast.BoolOp(op=op):
            word = "and" if isinstance(op, ast.And) else "or"
            for value in node.values:
                yield f"… {word} {ast.unparse(value)}", partial(node.values.remove, value)


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from another text than its file's."""

    def __init__(self, module: str, source: str) -> None:
        self._module, self._source = module, source

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Of that one module only."""
        return importlib.util.spec_from_loader(fullname, self) if fullname == self._module else None

    def create_module(self, spec: ModuleSpec) -> None:
        """As any other."""

    def exec_module(self, module: ModuleType) -> None:
        """The other text."""
        exec(compile(self._source, self._module, "exec"), module.__dict__)


def started(module: str, source: str, tests: Sequence[str]) -> int:
    """The process that runs the tests while the module has this text."""
    import pytest  # noqa: PLC0415  Loaded once, before the first fork; not by who only asks for the mutants.

    child = os.fork()
    if child == 0:
        signal.alarm(LONGEST_SECONDS)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.meta_path.insert(0, _Instead(module, source))
        os._exit(pytest.main(["-x", "-q", "-p", "pytest_socket", "-p", "no:cacheprovider", *tests]))
    return child


def passed(child: int, name: str) -> bool:
    """Whether all tests passed; beyond the time counts as a test that failed."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {PASSED, FAILED, -signal.SIGALRM}, f"no test could run without {name}: pytest ended with {code}"
    return code == PASSED


def main(module: str, *tests: str) -> None:
    """See the module."""
    for slow in ("botocore.config", "holidays", "hypothesis.stateful", "jinja2", "pydantic"):
        importlib.import_module(slow)
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).read_text(encoding="utf-8")
    assert passed(started(module, source, tests), "a change"), "the tests fail without any change"
    found = list(mutants(source))
    for together in batched(found, AT_ONCE, strict=False):
        trials = [(mutant.name, started(module, mutant.source, tests)) for mutant in together]
        unnoticed = [name for name, child in trials if passed(child, name)]
        sys.stdout.writelines(f"unnoticed: {name}\n" for name in unnoticed)
    sys.stdout.write(f"{len(found)} conditions\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
