"""The connection to OpenSearch and the meaning of its refusals."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opensearchpy import OpenSearch, TransportError, Urllib3AWSV4SignerAuth, Urllib3HttpConnection
from opensearchpy.exceptions import AuthorizationException
from opensearchpy.exceptions import ConnectionError as Unreachable

from relance.errors import NotLetInError, UnavailableError

if TYPE_CHECKING:
    from botocore.credentials import Credentials

_TIMEOUT_SECONDS = 20
NOT_LET_IN = (
    "the search does not let this service in: it does with the first CV or job that is written; "
    'when some are there, an operator has to act (docs/runbook.md, "Search refuses")'
)
_PASSING = frozenset({429, 502, 503, 504})


def connect(endpoint: str, *, region: str = "", credentials: "Credentials | None" = None) -> OpenSearch:
    """A client for `http://host:port` (a local node) or for a domain's host name, signed with `credentials` (SigV4)."""
    if endpoint.startswith("http://"):
        return OpenSearch(endpoint, timeout=_TIMEOUT_SECONDS, max_retries=0)
    return OpenSearch(
        hosts=[{"host": endpoint.removeprefix("https://").rstrip("/"), "port": 443}],
        http_auth=Urllib3AWSV4SignerAuth(credentials, region, "es"),
        use_ssl=True,
        verify_certs=True,
        connection_class=Urllib3HttpConnection,
        timeout=_TIMEOUT_SECONDS,
        max_retries=0,
        pool_maxsize=8,
    )


@contextmanager
def translated() -> Iterator[None]:
    """UnavailableError for what may work later, NotLetInError where the domain does not know us (yet): the first write
    lets readers in (`roles`). Other refusals are defects and stay what they are."""
    try:
        yield
    except Unreachable as error:
        raise UnavailableError("the search engine cannot be reached") from error
    except AuthorizationException as error:
        raise NotLetInError(NOT_LET_IN) from error
    except TransportError as error:
        if error.status_code in _PASSING:
            raise UnavailableError("the search engine is too busy") from error
        raise
