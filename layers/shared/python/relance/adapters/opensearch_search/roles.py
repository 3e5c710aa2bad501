"""Lets the functions that search into the domain.

Fine-grained access control knows one role at first, the master: the function that writes indexes. It makes a role that
may only ask questions of our indexes, and maps to it the IAM roles of the functions that search (as "backend roles",
which is how Amazon OpenSearch Service presents IAM roles). Without it they are refused with 403.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from opensearchpy import NotFoundError, OpenSearch

from relance.adapters.opensearch_search.client import translated
from relance.errors import ConflictError, NotLetInError

READER: Final = "relance_reader"
_API: Final = "/_plugins/_security/api"
# Requests that name several searches or documents are allowed as a whole here, and index by index below.
_CLUSTER: Final = ("indices:data/read/msearch", "indices:data/read/mget")
_INDEX: Final = (
    "indices:data/read/search",  # _search, _count, each search of _msearch
    "indices:data/read/msearch*",
    "indices:data/read/get",
    "indices:data/read/mget*",
    "indices:data/read/tv",  # In how many documents a word stands.
)
_OURS: Final = ("candidates", "candidates-*", "jobs", "jobs-*")


def admit_readers(client: OpenSearch, role_arns: Sequence[str]) -> bool:
    """Have exactly these roles read, whatever was there before; False when nothing had to change.

    Asks before it writes: each write makes every node read its permissions anew. UnavailableError when the domain
    cannot be reached; ConflictError when the caller is not its master.
    """
    try:
        return _admit(client, role_arns)
    except NotLetInError as error:
        raise ConflictError("this function's role is not the master of the search domain") from error


def _admit(client: OpenSearch, role_arns: Sequence[str]) -> bool:
    role: Mapping[str, Any] = {
        "cluster_permissions": list(_CLUSTER),
        "index_permissions": [{"index_patterns": list(_OURS), "allowed_actions": list(_INDEX)}],
    }
    mapping: Mapping[str, Any] = {"backend_roles": sorted(role_arns), "hosts": [], "users": []}
    wanted = {f"{_API}/roles/{READER}": role, f"{_API}/rolesmapping/{READER}": mapping}
    changed = False
    for path, body in wanted.items():
        if not _says(_held(client, path), body):
            with translated():
                client.transport.perform_request("PUT", path, body=dict(body))
            changed = True
    return changed


def _held(client: OpenSearch, path: str) -> Mapping[str, Any]:
    """What is there under this name; empty when nothing is."""
    try:
        with translated():
            answer: Mapping[str, Mapping[str, Any]] = client.transport.perform_request("GET", path)
    except NotFoundError:
        return {}
    return answer.get(READER, {})


def _says(held: Any, wanted: Any) -> bool:
    """Whether everything wanted is held so; the answer holds more fields than a request needs."""
    match wanted:
        case Mapping():
            return isinstance(held, Mapping) and all(_says(held.get(name), value) for name, value in wanted.items())
        case list() if all(isinstance(each, str) for each in wanted):
            return isinstance(held, list) and sorted(held) == sorted(wanted)
        case list():
            return (
                isinstance(held, list)
                and len(held) == len(wanted)
                and all(_says(one, other) for one, other in zip(held, wanted, strict=True))
            )
        case _:
            return bool(held == wanted)
