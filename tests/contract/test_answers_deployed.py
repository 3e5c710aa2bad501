"""Answers and the candidate's pages on real tables, wired as Lambda does."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from candidate_portal import handler
from relance import clock, wiring
from relance.applications import Outcome
from relance.candidates import CandidateId, CvId
from relance.mail.mails import BatchId, MailState
from relance.privacy.audit import broken_at
from relance.privacy.links import LinkPurpose, PortalLink, sign
from relance.rejections.approve import approve_batch
from relance.rejections.composing import Choice
from relance.rejections.draft import Applicant, draft
from relance.rejections.preview import preview_batch
from relance.rejections.undo import undo_batch
from tests import factories
from tests.contract.conftest import Deployed, event
from tests.unit.rejections.office import CRITERIA, CV, JOB, PROFILE

BATCH = BatchId("batch-1")
NOW = clock.now()


@pytest.fixture
def employer(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> Deployed:
    """The employer's words, and three people who applied ten days ago."""
    for name, value in {
        "EMPLOYER_NAME": "Vercors Logistique",
        "EMPLOYER_SIGNATURE": "L’équipe recrutement",
        "REPLY_TO": "recrutement@example.org",
        "PORTAL_URL": "https://portal.example.org",
        "OFFICE_HOURS": "always",
        "MIN_DELAY_BUSINESS_DAYS": "0",
    }.items():
        monkeypatch.setenv(name, value)
    handler.ports.cache_clear()
    wiring.jobs().save(factories.job(JOB, criteria=CRITERIA, contact_name="Salomé Kerjean"))
    for who in ("ines", "paul", "lena"):
        person = PROFILE.model_copy(
            update={"basics": PROFILE.basics.model_copy(update={"email": f"{who}@example.org"})}
        )
        cv = factories.cv_file(f"cv-{who}", filename=f"{who}-marchetti.pdf")
        wiring.candidates().create(factories.candidate(who, profile=person, cvs=(cv,)), keys=())
        wiring.cv_store().keep(CandidateId(who), CvId(f"cv-{who}"), b"%PDF", CV)
        applied = NOW - timedelta(days=10)
        wiring.applications().save(factories.application(JOB, who, applied_at=applied, updated_at=applied))
    return deployed


def test_a_batch_is_drafted_read_approved_and_undone_on_the_tables(employer: Deployed) -> None:
    # The imitation of AWS in this process does not bear several threads; the real one and the local cloud do.
    desk = replace(wiring.desk(), workers=1)
    choice = Choice(reason_id="missing_must_have", criterion_id="caces")
    people = [Applicant(candidate_id=CandidateId(who), choice=choice) for who in ("ines", "paul", "lena", "nobody")]

    drafted = draft(JOB, people, desk=desk, by="rosa", batch_id=BATCH, now=NOW)
    shown = preview_batch(BATCH, desk=desk, by="rosa", now=NOW)
    approved = approve_batch(BATCH, list_hash=shown.list_hash, desk=desk, by="rosa", now=NOW)

    assert len(drafted.mails) == len(shown.previews) == len(approved.approved) == 3
    assert [each.candidate_id for each in shown.left_out] == ["nobody"]
    assert "Alpes Distribution" in shown.previews[0].rendered.text
    held = wiring.mails().get(drafted.mails[0].mail_id)
    assert (held.state, held.text_hash) == (MailState.HELD, shown.previews[0].text_hash)
    assert wiring.applications().get(JOB, CandidateId("ines")).outcome is Outcome.REJECTED

    undone = undo_batch(BATCH, desk=desk, by="paul", now=NOW + timedelta(seconds=1))

    assert len(undone.cancelled) == 3
    assert wiring.stop_signs().batch_stopped(BATCH)
    assert wiring.applications().get(JOB, CandidateId("ines")).outcome is Outcome.OPEN
    entries = wiring.audit().entries(f"batch#{BATCH}")
    assert [entry.action for entry in entries] == ["answers drafted", "batch approved", "batch stopped"]
    assert broken_at(entries) is None


def one_click(token: str) -> dict[str, Any]:
    """The request of a mail program's button."""
    asked: dict[str, Any] = json.loads(json.dumps(event("candidate_portal/one_click")).replace("TOKEN", token))
    return asked


def test_one_click_stops_offers_on_the_tables(employer: Deployed) -> None:
    link = PortalLink(purpose=LinkPurpose.UNSUBSCRIBE, candidate_id=CandidateId("ines"))
    asked = one_click(sign(link, wiring.pepper()))

    first = handler.lambda_handler(asked, employer.context)
    second = handler.lambda_handler(asked, employer.context)

    assert first["statusCode"] == second["statusCode"] == 200
    assert "Vercors Logistique" in first["body"]
    assert "cookies" not in first or not first["cookies"]
    assert wiring.candidates().get(CandidateId("ines")).unsubscribed_at is not None
    assert len(wiring.audit().entries("candidate#ines")) == 1


def test_a_link_of_another_deployment_does_nothing_on_the_tables(employer: Deployed) -> None:
    link = PortalLink(purpose=LinkPurpose.UNSUBSCRIBE, candidate_id=CandidateId("ines"))

    answer = handler.lambda_handler(one_click(sign(link, b"the pepper of another deployment")), employer.context)

    assert answer["statusCode"] == 404
    assert wiring.candidates().get(CandidateId("ines")).unsubscribed_at is None
