"""Small handlers, honest tests, functions that do not know where they run, locks that name no index."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.functions import FUNCTIONS, Function
from tests.architecture.sources import ROOT, Source, function_packages, is_within, sources

HANDLER_LINES = 40
REQUIREMENTS = sorted([ROOT / "requirements-dev.txt", *ROOT.glob("layers/*/requirements.txt")])

Rule = Callable[[Source], list[str]]


def handlers_are_short(source: Source) -> list[str]:
    """Lines of code: blank lines, comments and docstrings do not count."""
    if not source.name.endswith(".handler"):
        return []
    docstrings = {
        line
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None
        for line in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    }
    lines = [
        number
        for number, line in enumerate(source.text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#") and number not in docstrings
    ]
    return [f"{len(lines)} lines of code"] if len(lines) > HANDLER_LINES else []


def handlers_decide_nothing(source: Source) -> list[str]:
    """Parse, wire, one call, translate: what fails is told by types, in one place."""
    if not source.name.endswith(".handler"):
        return []
    return [f"line {node.lineno}: try" for node in ast.walk(source.tree) if isinstance(node, ast.Try | ast.TryStar)]


def functions_do_not_know_where_they_run(source: Source) -> list[str]:
    """No branch on the stage: only endpoints and values of their environment differ."""
    if source.name == "relance.settings" or source.name.split(".")[0] not in (*function_packages(), "relance"):
        return []
    found = []
    for node in ast.walk(source.tree):
        match node:
            case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) | ast.Match(subject=test):
                found += [f"line {test.lineno}: asks for the stage" for part in ast.walk(test) if _is_stage(part)]
    return found


def _is_stage(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr="stage", value=ast.Call(func=ast.Name("settings") | ast.Attribute(attr="settings"))):
            return True
        case ast.Attribute(attr="stage", value=ast.Name("settings")):
            return True
        case ast.Constant(value="local" | "STAGE"):
            return True
        case _:
            return False


def no_test_patches(source: Source) -> list[str]:
    """Fakes are the shipped twins, and come in as arguments: nothing of ours is exchanged behind a module's back."""
    if not source.name.startswith("tests."):
        return []
    return source.reaches("unittest.mock", "mock") + [
        f"line {node.lineno}: exchanges {ast.unparse(node.args[0])}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"setattr", "delattr"}
        and node.args
        and _is_ours(node.args[0], source)
    ]


def _is_ours(node: ast.AST, source: Source) -> bool:
    """Whether an expression is (part of) what was imported from our packages, or its dotted name as a text."""
    match node:
        case ast.Constant(value=str(name)):
            return _lies_in_ours(name)
        case ast.Attribute(value=inner):
            return _is_ours(inner, source)
        case ast.Name(id=name):
            return _lies_in_ours(_imported_as(source).get(name, ""))
        case _:
            return False


def _lies_in_ours(name: str) -> bool:
    return any(is_within(name, package) for package in ("relance", *function_packages()))


def _imported_as(source: Source) -> dict[str, str]:
    """Name in the module -> the dotted name that it was imported from."""
    found: dict[str, str] = {}
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=names):
                found |= {each.asname or each.name.split(".")[0]: each.name for each in names}
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found |= {each.asname or each.name: f"{module}.{each.name}" for each in names}
    return found


def no_test_sleeps(source: Source) -> list[str]:
    """Waiting is for something that can be seen, with an end. A benchmark may pace itself: it asserts nothing."""
    if not source.name.startswith("tests.") or source.name.startswith("tests.benchmarks."):
        return []
    slept = source.reaches("time.sleep", "asyncio.sleep")
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="sleep", value=ast.Name("time" | "asyncio"))):
                slept.append(f"line {node.lineno}: sleep")
    return slept


RULES: tuple[Rule, ...] = (
    handlers_are_short,
    handlers_decide_nothing,
    functions_do_not_know_where_they_run,
    no_test_patches,
    no_test_sleeps,
)
BROKEN: tuple[tuple[Rule, str, str], ...] = (
    (handlers_are_short, "send_mail.handler", '"""One."""\n' + "x = 1\n" * 41),
    (handlers_decide_nothing, "send_mail.handler", "try:\n    x = 1\nexcept OSError:\n    x = 2\n"),
    (functions_do_not_know_where_they_run, "send_mail.send", 'if settings.stage == "dev":\n    x = 1'),
    (functions_do_not_know_where_they_run, "relance.jobs", 'x = 1 if settings().stage == "prod" else 2'),
    (functions_do_not_know_where_they_run, "relance.jobs", 'import os\nif os.environ["STAGE"]:\n    x = 1'),
    (no_test_patches, "tests.unit.test_x", "from unittest import mock"),
    (no_test_patches, "tests.unit.test_x", "from unittest.mock import patch"),
    (no_test_patches, "tests.unit.test_x", 'from relance import wiring\nmonkeypatch.setattr(wiring, "jobs", 1)'),
    (no_test_patches, "tests.unit.test_x", 'import send_mail.send as s\nmonkeypatch.setattr(s.clock, "now", 1)'),
    (no_test_patches, "tests.unit.test_x", 'monkeypatch.setattr("relance.wiring.jobs", 1)'),
    (no_test_sleeps, "tests.unit.test_x", "import time\ntime.sleep(1)"),
    (no_test_sleeps, "tests.unit.test_x", "from time import sleep"),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_is_kept(rule: Rule) -> None:
    assert list(_broken(rule)) == []


@pytest.mark.parametrize(("rule", "name", "text"), BROKEN)
def test_rule_notices(rule: Rule, name: str, text: str) -> None:
    assert rule(Source(name, text))


def test_what_is_not_ours_may_be_exchanged() -> None:
    text = 'import sys\nmonkeypatch.setattr(sys, "argv", [])\nmonkeypatch.setenv("STAGE", "dev")'

    assert no_test_patches(Source("tests.unit.test_x", text)) == []


def test_comments_and_docstrings_of_a_handler_are_free() -> None:
    text = '"""A sentence.\n\nMore.\n"""\n' + "# why\n\n" * 30 + "x = 1\n" * 40

    assert handlers_are_short(Source("send_mail.handler", text)) == []


def test_every_folder_of_functions_is_in_the_table_and_every_row_has_its_handler() -> None:
    assert {spec.folder for spec in FUNCTIONS} == set(function_packages())


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.folder)
def test_handler_of_a_row_can_be_called(spec: Function) -> None:

    (handler,) = (source for source in sources("functions") if source.name == f"{spec.folder}.handler")

    assert "lambda_handler" in {node.name for node in handler.tree.body if isinstance(node, ast.FunctionDef)}


def test_readme_shows_the_table_of_functions() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- functions:.*?-->\n(.*?)<!-- /functions -->", readme, re.DOTALL)
    expected = "\n".join(_table())

    assert shown is not None
    assert shown[1].strip() == expected, f"The table between the markers should be:\n{expected}"


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.parent.name)
def test_lock_names_no_index_and_pins_every_package_by_hash(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    options = [line for line in text.splitlines() if line.startswith("-") or "://" in line]
    packages = re.findall(r"^[a-z0-9][^\n]*(?:\n[ \t]+[^\n]*)*", text, re.MULTILINE)

    assert options == []
    assert packages
    assert [package.split()[0] for package in packages if "==" not in package or "--hash=sha256:" not in package] == []


def test_project_names_no_index_and_keeps_no_other_lock() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert "index-url" not in pyproject
    assert "[[tool.uv.index]]" not in pyproject
    assert not (ROOT / "uv.lock").exists()


def test_ci_runs_the_tests_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]

    assert commands == ["REQUIRE_OPENSEARCH=1 make test"]


def _table() -> Iterator[str]:
    yield "| function | starts on | layers | seconds | MB |"
    yield "|---|---|---|---|---|"
    for spec in FUNCTIONS:
        layers = ", ".join(spec.layers)
        yield f"| `{spec.folder}` | {spec.trigger} | {layers} | {spec.timeout_seconds} | {spec.memory_mb} |"


def _broken(rule: Rule) -> Iterator[str]:
    for source in sources():
        yield from (f"{source.path}: {found}" for found in rule(source))
