"""Who may import whom: functions use the shared code, the domain knows ports only, the cloud knows neither."""

from collections.abc import Callable, Iterator

import pytest

from tests.architecture.sources import Source, function_packages, is_within, sources

OUTSIDE_WORLD = ("boto3", "botocore", "opensearchpy", "sqlite3")
ADAPTERS, WIRING = "relance.adapters", "relance.wiring"

Arrow = Callable[[Source], list[str]]


def is_domain(source: Source) -> bool:
    """Shared code that is neither an adapter nor the place where adapters are chosen."""
    return is_within(source.name, "relance") and not any(is_within(source.name, part) for part in (ADAPTERS, WIRING))


def functions_use_only_themselves_and_the_domain(source: Source) -> list[str]:
    own = source.name.split(".")[0]
    if own not in function_packages():
        return []
    others = [package for package in function_packages() if package != own]
    return source.reaches(*others, ADAPTERS, "infra", "tests", *OUTSIDE_WORLD)


def domain_knows_no_adapter_and_no_service(source: Source) -> list[str]:
    return source.reaches(ADAPTERS, WIRING, *OUTSIDE_WORLD) if is_domain(source) else []


def adapters_know_ports_and_domain_only(source: Source) -> list[str]:
    return source.reaches(WIRING, "relance.settings") if is_within(source.name, ADAPTERS) else []


def shared_code_knows_nobody_above_it(source: Source) -> list[str]:
    return source.reaches("infra", "tests", *function_packages()) if is_within(source.name, "relance") else []


def cloud_knows_neither_functions_nor_shared_code(source: Source) -> list[str]:
    parts = ("infra.stacks", "infra.constructs", "infra.config", "infra.functions", "infra.app", "infra.synthesis")
    if not any(is_within(source.name, part) for part in parts):
        return []
    return source.reaches("relance", "tests", "infra.local", "infra.cli", *function_packages())


def nothing_that_ships_knows_tests(source: Source) -> list[str]:
    return [] if is_within(source.name, "tests") else source.reaches("tests", "pytest", "moto", "hypothesis")


def imports_are_absolute(source: Source) -> list[str]:
    return [line for line in source.text.splitlines() if line.lstrip().startswith("from .")]


ARROWS: tuple[Arrow, ...] = (
    functions_use_only_themselves_and_the_domain,
    domain_knows_no_adapter_and_no_service,
    adapters_know_ports_and_domain_only,
    shared_code_knows_nobody_above_it,
    cloud_knows_neither_functions_nor_shared_code,
    nothing_that_ships_knows_tests,
    imports_are_absolute,
)
FORBIDDEN: tuple[tuple[Arrow, str, str], ...] = (
    (functions_use_only_themselves_and_the_domain, "send_mail.send", "from ingest_cv.ingest import ingest"),
    (functions_use_only_themselves_and_the_domain, "send_mail.send", "import ingest_cv"),
    (functions_use_only_themselves_and_the_domain, "send_mail.handler", "from relance.adapters.ses import SesMailer"),
    (functions_use_only_themselves_and_the_domain, "send_mail.handler", "import boto3"),
    (domain_knows_no_adapter_and_no_service, "relance.mail.send", "from relance import adapters"),
    (domain_knows_no_adapter_and_no_service, "relance.jobs", "def get():\n    from relance.adapters import dynamodb"),
    (domain_knows_no_adapter_and_no_service, "relance.cv.read", "from botocore.config import Config"),
    (domain_knows_no_adapter_and_no_service, "relance.matching.legs", "import sqlite3"),
    (domain_knows_no_adapter_and_no_service, "relance.ports.mail", "from relance import wiring"),
    (adapters_know_ports_and_domain_only, "relance.adapters.ses", "from relance.wiring import clock"),
    (adapters_know_ports_and_domain_only, "relance.adapters.ses", "from relance.settings import Settings"),
    (shared_code_knows_nobody_above_it, "relance.jobs", "from recruiter_api import routes"),
    (cloud_knows_neither_functions_nor_shared_code, "infra.stacks.data", "from relance.jobs import Job"),
    (cloud_knows_neither_functions_nor_shared_code, "infra.stacks.service", "import send_mail.handler"),
    (nothing_that_ships_knows_tests, "relance.jobs", "from tests.factories import job"),
    (imports_are_absolute, "relance.jobs", "from .candidates import Candidate"),
)


@pytest.mark.parametrize("arrow", ARROWS, ids=lambda arrow: arrow.__name__)
def test_arrow_is_kept(arrow: Arrow) -> None:
    assert list(_broken(arrow)) == []


@pytest.mark.parametrize(("arrow", "name", "text"), FORBIDDEN)
def test_arrow_notices(arrow: Arrow, name: str, text: str) -> None:
    assert arrow(Source(name, text))


def circles(found: list[Source]) -> list[list[str]]:
    """Modules that reach themselves again by imports, those for type checkers included; a part may name its package."""
    names = {source.name for source in found}
    reached = {
        source.name: frozenset(name for name in source.imports & names if not is_within(source.name, name))
        for source in found
    }
    while True:  # Whoever imports nobody that is left, or is imported by nobody, stands in no circle.
        used = frozenset[str]().union(*reached.values())
        left = {name: imports & reached.keys() for name, imports in reached.items() if name in used}
        left = {name: imports for name, imports in left.items() if imports}
        if left == reached:
            return [[name, *sorted(imports)] for name, imports in sorted(reached.items())]
        reached = left


def test_no_module_reaches_itself_by_its_imports() -> None:
    assert circles([source for source in sources() if not is_within(source.name, "tests")]) == []


def test_a_circle_is_noticed_and_who_only_leads_to_it_is_not_part_of_it() -> None:
    found = [
        Source("a", "from b import x"),
        Source("b", "if TYPE_CHECKING:\n    from c import y"),
        Source("c", "import b"),
        Source("d", "import b"),
        Source("e", "import e"),
    ]

    assert circles(found) == [["b", "c"], ["c", "b"]]


def test_sources_are_found_by_the_names_that_python_uses() -> None:
    names = {source.name for source in sources()}

    assert {"relance.settings", "infra.app", "tests.architecture.sources", "send_mail.handler"} <= names


def _broken(arrow: Arrow) -> Iterator[str]:
    for source in sources():
        yield from (f"{source.path}: {found}" for found in arrow(source))
