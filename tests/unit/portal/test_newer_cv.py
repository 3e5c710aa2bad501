"""After "I'm interested" a person sends a CV that has changed, from the same page."""

import base64

import pytest

from relance.privacy.links import LinkPurpose
from tests.unit.portal.desk import Answer, Portal

BOUNDARY = "----a1b2"


@pytest.fixture
def portal() -> Portal:
    return Portal()


def form(content: bytes, *, filename: str = "cv zoé.pdf", act: str = "cv") -> bytes:
    """As a browser sends a form with a file."""

    def part(disposition: str, body: bytes) -> bytes:
        return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode() + body + b"\r\n"

    return (
        part('name="lang"', b"fr")
        + part('name="act"', act.encode())
        + part(f'name="file"; filename="{filename}"', content)
        + f"--{BOUNDARY}--\r\n".encode()
    )


def send(portal: Portal, content: bytes, **named: str) -> Answer:
    """Through API Gateway, which encodes what is no text."""
    return portal.post(
        portal.link(LinkPurpose.INTERESTED),
        body=base64.b64encode(form(content, **named)).decode(),
        encoded=True,
        headers={"content-type": f"multipart/form-data; boundary={BOUNDARY}"},
    )


def test_the_file_takes_the_way_of_every_upload_in_the_name_of_its_sender(portal: Portal) -> None:
    content = b"%PDF-1.7\r\n\x00\xff\r\n--not-the-boundary\r\n"

    answer = send(portal, content)

    assert answer.status == 200
    assert "nouveau CV" in answer.body
    (arrived,) = portal.cvs.inbox.values()
    assert (arrived.sent_by, arrived.filename, arrived.content) == ("zoe", "cv zoé.pdf", content)


def test_the_page_offers_it_once_the_interest_is_noted(portal: Portal) -> None:
    before = portal.get(portal.link(LinkPurpose.INTERESTED)).body
    after = portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "accountant"}).body

    assert "multipart/form-data" not in before
    assert 'enctype="multipart/form-data"' in after


def test_an_empty_or_large_file_is_refused_in_words_and_nothing_is_kept(portal: Portal) -> None:
    empty = send(portal, b"")
    large = send(portal, b"x" * (4 * 1024 * 1024 + 1))

    assert "Aucun fichier" in empty.body
    assert "dépasse 4" in large.body
    assert portal.cvs.inbox == {}


def test_a_broken_form_is_a_page_and_no_error(portal: Portal) -> None:
    for kind, body in (
        ("multipart/form-data", form(b"x")),
        ("multipart/form-data; boundary=other", form(b"x")),
        (f"multipart/form-data; boundary={BOUNDARY}", b"\xff\xfe"),
        ("multipart/form-data; boundary=é", form(b"x")),
    ):
        answer = portal.post(
            portal.link(LinkPurpose.INTERESTED), body=base64.b64encode(body).decode(), encoded=True,
            headers={"content-type": kind},
        )  # fmt: skip
        assert answer.status == 200
    assert portal.cvs.inbox == {}


def test_only_that_page_takes_files(portal: Portal) -> None:
    for purpose in set(LinkPurpose) - {LinkPurpose.INTERESTED}:
        portal.post(
            portal.link(purpose), body=base64.b64encode(form(b"%PDF")).decode(), encoded=True,
            headers={"content-type": f"multipart/form-data; boundary={BOUNDARY}"},
        )  # fmt: skip

    assert portal.cvs.inbox == {}
