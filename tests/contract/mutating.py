"""Takes every condition out of a module, one after the other, and tells which of them no test misses.

`python -m tests.contract.mutating MODULE TEST…` prints a line for each condition that can go unnoticed, and at the
end how many it took out. The tests are collected once; each trial is a fork of that, in which the functions of the
module have been given the code of its changed text.
"""

import ast
import gc
import importlib.util
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import batched
from pathlib import Path
from types import CodeType, FunctionType
from typing import Final, NamedTuple

import pytest

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
    tree: ast.Module
    """The module's text without it, on the same lines."""


def mutants(source: str) -> Iterator[Mutant]:
    """One for each `if`, `case`, filter, and part of `and` and `or`; the same condition twice is two."""
    seen: Counter[str] = Counter()
    for place, _ in enumerate(_changes(ast.parse(source))):
        tree = ast.parse(source)
        name, change = list(_changes(tree))[place]
        seen[name] += 1
        change()
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        yield Mutant(name + again, ast.fix_missing_locations(tree))


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
            nothing = ast.Constant(value=isinstance(op, ast.And))
            for place, value in enumerate(node.values):
                yield f"… {word} {ast.unparse(value)}", partial(node.values.__setitem__, place, nothing)


class _Trials:
    """A pytest plugin: instead of running the collected tests once, runs them in a fork for each mutant."""

    def __init__(self, origin: Path) -> None:
        self._origin = origin
        self._mutants = list(mutants(origin.read_text(encoding="utf-8")))
        self._functions: list[FunctionType] = []
        self.in_child = False
        self.said = [f"{len(self._mutants)} conditions\n"]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> bool | None:
        """None in a fork: there the collected tests run as ever."""
        self._functions = _functions_of(self._origin)
        gc.freeze()  # Or each fork would look through all that they share.
        unchanged = self._started(None)
        if unchanged is None:
            return None
        assert _passed(unchanged, "a change"), "the tests fail without any change"
        for together in batched(self._mutants, AT_ONCE, strict=False):
            trials = list[tuple[str, int]]()
            for mutant in together:
                child = self._started(mutant)
                if child is None:
                    return None
                trials.append((mutant.name, child))
            self.said[:0] = [f"unnoticed: {name}\n" for name, child in trials if _passed(child, name)]
        return True

    def _started(self, mutant: Mutant | None) -> int | None:
        """The process in which the module has the code of the mutant; None inside of it."""
        child = os.fork()
        if child:
            return child
        self.in_child = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        signal.alarm(LONGEST_SECONDS)
        if mutant is not None:
            new = {_place(code): code for code in _codes(compile(mutant.tree, str(self._origin), "exec"))}
            for function in self._functions:
                function.__code__ = new[_place(function.__code__)]
        return None


def _functions_of(origin: Path) -> list[FunctionType]:
    """All that were loaded from the file, whoever holds them by now."""
    functions = [each for each in gc.get_objects() if isinstance(each, FunctionType)]
    return [each for each in functions if each.__code__.co_filename == str(origin)]


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _place(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _passed(child: int, name: str) -> bool:
    """Whether all tests passed; beyond the time counts as a test that failed."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {PASSED, FAILED, -signal.SIGALRM}, f"no test could run without {name}: pytest ended with {code}"
    return code == PASSED


def main(module: str, *tests: str) -> int:
    """See the module."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    trials, out = _Trials(Path(spec.origin)), os.dup(1)
    os.dup2(2, 1)  # What pytest says is for whoever looks for a fault.
    code = pytest.main(
        ["-x", "-q", "--tb=no", "-p", "pytest_socket", "-p", "no:cacheprovider", *tests], plugins=[trials]
    )
    if trials.in_child:
        os._exit(code)
    os.write(out, "".join(trials.said).encode())
    return int(code)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
