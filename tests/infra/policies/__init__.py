"""What must hold for every resource of the cloud. A policy yields one sentence for each resource that breaks it."""

from collections.abc import Callable, Iterator
from typing import Final

from tests.infra.cloud import Cloud
from tests.infra.policies import code, edges, permissions, queues, stores

Policy = Callable[[Cloud], Iterator[str]]

POLICIES: Final[tuple[Policy, ...]] = tuple(
    made
    for module in (queues, code, stores, permissions, edges)
    for name, made in vars(module).items()
    if name.startswith(("every_", "no_", "only_", "nobody_", "answers_", "people_", "the_"))
)
