"""Calls to the two HTTP APIs. Their host names end in `.localhost`, which browsers know and other programs may not."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3


@dataclass(frozen=True)
class Reply:
    """What an API answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class RefusedError(Exception):
    """The API did not answer with success; `reply` says what it answered."""

    def __init__(self, what: str, reply: Reply) -> None:
        super().__init__(f"{what}: {reply.status} {_said(reply)[:500]}")
        self.reply = reply


def _said(reply: Reply) -> str:
    """The sentence of our API's error, or whatever came instead."""
    try:
        match reply.json():
            case {"error": {"message": str() as message}}:
                return message
    except ValueError:
        pass
    return reply.text


class Surface:
    """One HTTP API as one person sees it: `token` gives their bearer token, None calls without. Any thread may call."""

    def __init__(self, url: str, *, endpoint: str, token: Callable[[], str] | None = None) -> None:
        self.url = url.rstrip("/")
        self._endpoint, self._token = endpoint, token
        self._pool = urllib3.PoolManager(maxsize=8)

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request, without following redirects; `path` may be a full URL of this API (a link in a mail)."""
        target = path.removeprefix(self.url) + (f"?{urlencode(query)}" if query else "")
        sent = {"Host": urlsplit(self.url).netloc, "Accept": "application/json", **(headers or {})}
        if self._token and "Authorization" not in sent:
            sent["Authorization"] = f"Bearer {self._token()}"
        answer = self._pool.request(
            method, self._endpoint + target, body=body, headers=sent, redirect=False, retries=False, timeout=60
        )
        return Reply(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.data)

    def call(self, method: str, path: str, value: Any = None, /, **query: str | int) -> Any:
        """Send and read JSON; RefusedError unless it went well; None for an empty answer."""
        body = None if value is None else json.dumps(value).encode()
        headers = {"Content-Type": "application/json"} if body is not None else {}
        reply = self.request(method, path, query=query, body=body, headers=headers)
        if reply.status >= 300:
            raise RefusedError(f"{method} {path}", reply)
        return reply.json() if reply.body else None

    def get(self, path: str, /, **query: str | int) -> Any:
        """JSON of a GET."""
        return self.call("GET", path, **query)

    def post(self, path: str, value: Any = None, /, **query: str | int) -> Any:
        """JSON of a POST."""
        return self.call("POST", path, {} if value is None else value, **query)

    def put(self, path: str, value: Any, /, **query: str | int) -> Any:
        """JSON of a PUT."""
        return self.call("PUT", path, value, **query)

    def patch(self, path: str, value: Any, /, **query: str | int) -> Any:
        """JSON of a PATCH."""
        return self.call("PATCH", path, value, **query)

    def delete(self, path: str, /, **query: str | int) -> Any:
        """JSON of a DELETE."""
        return self.call("DELETE", path, **query)
