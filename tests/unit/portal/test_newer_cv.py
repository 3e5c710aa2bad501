"""After "I'm interested" a person sends a CV that has changed: the browser takes it straight to the inbox."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from relance.adapters.memory_cvs import MemoryCvStore
from relance.cv.problems import ProblemCode
from relance.privacy.links import LinkPurpose
from tests import factories
from tests.unit.portal.portal import PORTAL, Answer, Portal


@pytest.fixture
def portal() -> Portal:
    return Portal()


def interested(portal: Portal, **request: str) -> Answer:
    """The page after the interest was noted."""
    return portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "accountant", **request})


def upload_form(page: str) -> tuple[str, dict[str, str]]:
    """Where the form of a page sends the file, and its hidden fields in their order."""
    found = re.search(
        r'<form method="post" action="([^"]+)" enctype="multipart/form-data">(.*?)</form>', page, re.DOTALL
    )
    assert found is not None, page
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', found[2])
    return unescape(found[1]), {unescape(name): unescape(value) for name, value in fields}


def test_the_page_offers_it_once_the_interest_is_noted_and_lets_the_form_go_there(portal: Portal) -> None:
    before = portal.get(portal.link(LinkPurpose.INTERESTED))

    after = interested(portal)

    url, _ = upload_form(after.body)
    assert url == "https://inbox.example.org/"
    assert "multipart/form-data" not in before.body
    assert "form-action 'self';" in before.headers["Content-Security-Policy"]
    assert "form-action 'self' https://inbox.example.org;" in after.headers["Content-Security-Policy"]
    assert 'type="file" name="file" required' in after.body


def test_the_file_takes_the_way_of_every_upload_in_the_name_of_its_sender(portal: Portal) -> None:
    content = b"%PDF-1.7\r\n\x00\xff\r\n--not-the-boundary\r\n"
    _, fields = upload_form(interested(portal).body)

    portal.cvs.post(fields, content, filename="cv zoé.pdf")

    (((key, _), arrived),) = portal.cvs.inbox.items()
    assert key == "inbox/pool/zoe-random-0"
    assert (arrived.sent_by, arrived.filename, arrived.content) == ("zoe", "cv zoé.pdf", content)


def test_each_page_has_a_key_of_its_own(portal: Portal) -> None:
    keys = {upload_form(interested(portal).body)[1]["key"] for _ in range(3)}

    assert len(keys) == 3


@pytest.mark.parametrize(
    ("lang", "has_one", "told"),
    [
        ("fr", True, "le CV que nous avons déjà reste en place"),
        ("fr", False, "vous permettra d’en envoyer un autre"),
        ("en", True, "the CV that we have stays in place"),
        ("en", False, "lets you send another"),
    ],
)
def test_it_is_said_what_happens_to_a_file_that_cannot_be_read(
    portal: Portal, lang: str, has_one: bool, told: str
) -> None:
    if not has_one:
        portal.candidates.save(portal.zoe().model_copy(update={"cvs": ()}))

    page = portal.get(portal.link(LinkPurpose.INTERESTED), query={"arrived": "cv", "lang": lang})

    assert told in page.body


@pytest.mark.parametrize(("lang", "thanks"), [("fr", "bien reçu votre CV"), ("en", "received your CV")])
def test_the_browser_comes_back_to_thanks_in_the_language_of_the_page(portal: Portal, lang: str, thanks: str) -> None:
    _, fields = upload_form(interested(portal, lang=lang).body)
    before = portal.zoe()

    back = portal.cvs.post(fields, b"%PDF", filename="cv.pdf")

    assert back is not None
    assert back.startswith(f"{PORTAL}/interested/")
    asked = urlsplit(back)
    page = portal.get(asked.path, query={name: values[0] for name, values in parse_qs(asked.query).items()})
    assert page.status == 200
    assert thanks in page.body
    assert portal.zoe() == before


def test_fifteen_megabytes_can_be_sent_and_an_empty_or_larger_file_cannot(portal: Portal) -> None:
    portal.cvs = MemoryCvStore()
    _, fields = upload_form(interested(portal).body)
    largest = 15 * 1024 * 1024

    refused = [portal.cvs.post(fields, content, filename="cv.pdf") for content in (b"", bytes(largest + 1))]

    assert refused == [None, None]
    assert portal.cvs.inbox == {}
    assert portal.cvs.post(fields, bytes(largest), filename="cv.pdf") is not None
    assert "15\u00a0Mo au plus" in interested(portal).body


def test_a_cv_is_asked_for_where_none_could_be_read(portal: Portal) -> None:
    damaged = factories.cv_file(problem_code=ProblemCode.DAMAGED)
    asks, offers = "Envoyez-nous votre CV", "Votre CV a changé"
    with_cv = interested(portal).body
    portal.candidates.save(portal.zoe().model_copy(update={"cvs": (damaged,), "profile": None}))

    without = interested(portal).body

    assert (asks in with_cv, offers in with_cv) == (False, True)
    assert (asks in without, offers in without) == (True, False)


def test_a_file_that_is_sent_to_the_page_itself_is_no_form_and_changes_nothing(portal: Portal) -> None:
    before = portal.zoe()

    answer = portal.post(
        portal.link(LinkPurpose.INTERESTED),
        body='--x\r\nContent-Disposition: form-data; name="file"; filename="cv.pdf"\r\n\r\n%PDF\r\n--x--\r\n',
        headers={"content-type": "multipart/form-data; boundary=x"},
    )

    assert answer.status == 200
    assert portal.zoe() == before
    assert portal.cvs.inbox == {}
