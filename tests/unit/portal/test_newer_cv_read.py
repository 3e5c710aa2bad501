"""From the person's page to their record, and past an erasure: the portal and the reading of CVs as one piece."""

from collections.abc import Callable

import pytest

from ingest_cv.ingest import Outcome, Settled
from relance.candidates import CandidateId
from relance.ports.people import Upload
from tests import factories
from tests.unit.ingest.desk import Desk
from tests.unit.portal.portal import NOW, Portal
from tests.unit.portal.test_newer_cv import interested, upload_form

NEWER = "Zoé Lambert|zoe@another.example.org|Contrôleuse de gestion"

type Send = Callable[[], Upload]


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.fixture
def desk(portal: Portal) -> Desk:
    """The desk that reads what the portal takes in."""
    return Desk(cvs=portal.cvs, candidates=portal.candidates)


@pytest.fixture
def send(portal: Portal) -> Send:
    """Zoé sends a newer CV from her page."""

    def press() -> Upload:
        _, fields = upload_form(interested(portal).body)
        portal.cvs.post(fields, NEWER.encode(), filename="cv.txt")
        ((key, version),) = portal.cvs.inbox
        return Upload(key=key, version_id=version, filename=key, received_at=NOW)

    return press


def test_the_newer_cv_becomes_theirs_under_the_name_that_it_had(portal: Portal, desk: Desk, send: Send) -> None:
    settled = desk.deliver(send())

    assert settled == Settled(outcome=Outcome.NEW_VERSION, candidate_id=CandidateId("zoe"))
    assert portal.zoe().email == "zoe@another.example.org"
    assert portal.zoe().cvs[0].filename == "cv.txt"
    assert portal.cvs.inbox == {}


def test_r31_whoever_is_erased_after_sending_it_stays_erased(portal: Portal, desk: Desk, send: Send) -> None:
    arrived = send()
    factories.erase(portal.candidates, "zoe")

    settled = desk.deliver(arrived)

    assert settled.outcome is Outcome.ERASED
    assert desk.everybody() == []
    assert portal.cvs.inbox == {}
