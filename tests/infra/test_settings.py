"""What a function is told and what its code asks for are the same: nothing missing, nothing too much (R36)."""

import ast
from functools import cache
from typing import Final

import pytest

from infra.functions import FUNCTIONS, Function
from relance.settings import Settings
from tests.architecture.sources import Source, is_within, sources
from tests.infra.cloud import Cloud

FIELDS: Final = frozenset(Settings.model_fields)
# Stores take names of tables that only some of their verbs touch: markers and tombstones where a person is looked up
# or made, guards where a mail is planned or ends.
ONLY_FOR_SOME: Final = frozenset({"candidate_keys_table", "erasures_table", "mail_guards_table"})
# Where the index is depends on the engine.
EITHER: Final = frozenset({"search_endpoint", "search_path"})
# Names of things that can be touched, as opposed to words and hours.
THINGS: Final = ("_table", "_bucket", "_url", "_arn", "_set", "_group", "_from")


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.folder)
def test_function_is_told_what_its_code_asks_for_and_nothing_else(spec: Function, clouds: dict[str, Cloud]) -> None:
    asked = asked_by_function(spec.folder)
    told = told_to(spec, clouds["prod"]) | told_to(spec, clouds["local"])

    assert asked - told - ONLY_FOR_SOME - EITHER == set(), "asked for, and not told"
    assert {name for name in told - asked if name.endswith(THINGS)} == set(), "told, and not asked for"


def test_asking_is_followed_through_the_wiring() -> None:
    wiring = Source(
        "relance.wiring.tables",
        "def jobs():\n    return Store(settings().jobs_table)\n"
        "def desk():\n    given = settings()\n    return Desk(jobs(), given.undo_seconds)\n",
    )
    function = Source("send_mail.handler", "from relance import wiring\nwiring.desk()\n")

    assert asked([function], [wiring]) == {"jobs_table", "undo_seconds"}


def asked_by_function(folder: str) -> set[str]:
    own = [source for source in sources("functions") if source.name.split(".")[0] == folder]
    wiring = [source for source in sources("layers/shared/python") if is_within(source.name, "relance.wiring")]
    return asked(own, wiring)


def asked(own: list[Source], wiring: list[Source]) -> set[str]:
    """Settings that these modules read, themselves or through what they take from the wiring."""
    providers = {node.name: node for part in wiring for node in part.tree.body if isinstance(node, ast.FunctionDef)}
    waiting = [name for source in own for name in _taken(source.tree) if name in providers]
    found = set().union(*(_read(source.tree) for source in own))
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            found |= _read(providers[name])
            waiting += [called for called in _named(providers[name]) if called in providers]
    return found


def told_to(spec: Function, cloud: Cloud) -> set[str]:
    return {name.lower() for name in cloud.function(spec.folder)["Environment"]["Variables"]} & FIELDS


def _taken(tree: ast.AST) -> set[str]:
    """`x` of each `wiring.x`."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _is_name(node.value, "wiring")}


def _named(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _read(tree: ast.AST) -> set[str]:
    """`x` of each `settings.x`, `settings().x` and `given.x`, and what `leave_policy` takes from the whole."""
    found = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (_is_name(node.value, "settings", "given") or _calls(node.value, "settings"))
    }
    if any(_calls(node, "leave_policy") for node in ast.walk(tree)):
        found |= _of_leave_policy()
    return found & FIELDS


@cache
def _of_leave_policy() -> frozenset[str]:
    (timing,) = (s for s in sources("layers/shared/python") if s.name == "relance.rejections.timing")
    (policy,) = (n for n in timing.tree.body if isinstance(n, ast.FunctionDef) and n.name == "leave_policy")
    return frozenset(_read(policy))


def _is_name(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and (
        _is_name(node.func, name) or (isinstance(node.func, ast.Attribute) and node.func.attr == name)
    )
