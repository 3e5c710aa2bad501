"""Calls to an API carry its host name and the person's token, and do not follow redirects."""

import json
from collections.abc import Iterator

import pytest

from infra.local.mailbox.http import HttpServer, Reply, Request, serve
from infra.local.surface import RefusedError, Surface

pytestmark = pytest.mark.enable_socket


def echo(request: Request) -> Reply:
    match request.path:
        case ("away",):
            return Reply(303, b"", {"Location": "/elsewhere"})
        case ("bad",):
            return Reply.json({"message": "no"}, status=409)
        case ("nothing",):
            return Reply(204)
    return Reply.json({"method": request.method, "query": dict(request.query), "body": request.body.decode()})


@pytest.fixture
def server() -> Iterator[HttpServer]:
    opened = serve(echo, port=0)
    yield opened
    opened.shutdown()
    opened.server_close()


def surface(server: HttpServer) -> Surface:
    port = server.server_address[1]
    return Surface(f"http://localhost:{port}/", endpoint=f"http://127.0.0.1:{port}", token=lambda: "secret")


def test_json_goes_and_comes(server: HttpServer) -> None:
    answer = surface(server).post("/jobs", {"title": "Chargé·e"}, limit=3)

    assert answer["query"] == {"limit": "3"}
    assert json.loads(answer["body"]) == {"title": "Chargé·e"}


def test_a_full_link_of_the_api_can_be_called(server: HttpServer) -> None:
    api = surface(server)

    reply = api.request("GET", f"{api.url}/unsubscribe/abc?x=1")

    assert reply.json()["query"] == {"x": "1"}


def test_redirects_are_shown_and_not_followed(server: HttpServer) -> None:
    reply = surface(server).request("GET", "/away")

    assert (reply.status, reply.headers["location"]) == (303, "/elsewhere")


def test_a_refusal_is_an_error_with_the_answer(server: HttpServer) -> None:
    with pytest.raises(RefusedError, match="GET /bad: 409") as refused:
        surface(server).get("/bad")

    assert refused.value.reply.json() == {"message": "no"}


def test_an_empty_answer_is_none(server: HttpServer) -> None:
    assert surface(server).delete("/nothing") is None
