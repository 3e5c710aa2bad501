"""Undoing an answer after its approval or its undoing broke off: the application ends where it belongs (R19)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_mails import MemoryMailLedger
from relance.applications import Application, Outcome, conclude
from relance.mail import ledger
from relance.mail.mails import Mail, MailId, MailState
from relance.rejections.approve import approve
from relance.rejections.desk import Desk
from relance.rejections.preview import preview
from relance.rejections.undo import undo, undo_batch
from tests.unit.rejections.office import BATCH, MONDAY, Office

LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def office() -> Office:
    """One applicant."""
    made = Office()
    made.apply()
    return made


class BrokenError(Exception):
    """The process ended here."""


class BrokenLedger(MemoryMailLedger):
    """A ledger before whose next write the process ends."""

    def __init__(self, whole: MemoryMailLedger) -> None:
        self.__dict__ = whole.__dict__

    def replace(self, mail: Mail, *, expected: MailState) -> Mail:
        raise BrokenError


class BrokenApplications(MemoryApplicationStore):
    """Applications before whose next write the process ends."""

    def __init__(self, whole: MemoryApplicationStore) -> None:
        self.__dict__ = whole.__dict__

    def save(self, application: Application) -> Application:
        raise BrokenError


def read_and_approve(office: Office, mail_id: MailId, *, now: datetime = MONDAY, desk: Desk | None = None) -> None:
    shown = preview(mail_id, desk=office.desk, by="rosa", now=now)
    approve(mail_id, text_hash=shown.text_hash, desk=desk or office.desk, by="rosa", now=now)


def approval_that_breaks_off(office: Office) -> MailId:
    """The application is rejected, its answer still a draft."""
    (mail,) = office.draft().mails
    with pytest.raises(BrokenError):
        read_and_approve(office, mail.mail_id, desk=replace(office.desk, mails=BrokenLedger(office.mails)))
    assert office.application().outcome is Outcome.REJECTED
    return mail.mail_id


def undo_that_breaks_off(office: Office) -> MailId:
    """The answer is cancelled, its application still rejected."""
    (mail,) = office.draft().mails
    read_and_approve(office, mail.mail_id)
    broken = replace(office.desk, applications=BrokenApplications(office.applications))
    with pytest.raises(BrokenError):
        undo(mail.mail_id, desk=broken, by="paul", now=LATER)
    assert office.mails.get(mail.mail_id).state is MailState.CANCELLED
    assert office.application().outcome is Outcome.REJECTED
    return mail.mail_id


def test_an_undo_that_broke_off_is_ended_by_undoing_again(office: Office) -> None:
    mail_id = undo_that_breaks_off(office)

    undo(mail_id, desk=office.desk, by="paul", now=LATER)

    assert office.application().outcome is Outcome.OPEN
    assert office.audit.entries(f"mail#{mail_id}")[-1].action == "answer undone"


def test_an_undo_that_broke_off_is_ended_by_stopping_its_batch(office: Office) -> None:
    undo_that_breaks_off(office)

    undo_batch(BATCH, desk=office.desk, by="paul", now=LATER)

    assert office.application().outcome is Outcome.OPEN


def test_an_approval_that_was_repeated_after_it_broke_off_can_be_undone(office: Office) -> None:
    mail_id = approval_that_breaks_off(office)
    read_and_approve(office, mail_id, now=LATER)

    undo(mail_id, desk=office.desk, by="paul", now=LATER)

    assert office.application().outcome is Outcome.OPEN


def test_an_approval_that_broke_off_can_be_undone(office: Office) -> None:
    mail_id = approval_that_breaks_off(office)

    undo(mail_id, desk=office.desk, by="paul", now=LATER)

    assert office.application().outcome is Outcome.OPEN


def test_undoing_again_leaves_what_somebody_else_rejected_since(office: Office) -> None:
    mail_id = undo_that_breaks_off(office)
    opened = office.applications.save(conclude(office.application(), Outcome.OPEN, now=LATER))
    theirs = office.applications.save(conclude(opened, Outcome.REJECTED, now=MONDAY, reason_id="process_stopped"))

    undo(mail_id, desk=office.desk, by="paul", now=LATER)

    assert office.application() == theirs


def test_undoing_again_leaves_what_a_newer_answer_says(office: Office) -> None:
    (first,) = office.draft().mails
    read_and_approve(office, first.mail_id)
    ledger.cancel(office.mails.get(first.mail_id), by="paul", mails=office.mails, now=MONDAY)
    (second,) = office.draft(batch="batch-2", reason_id="process_stopped").mails
    read_and_approve(office, second.mail_id)

    undo(first.mail_id, desk=office.desk, by="paul", now=LATER)
    stands = office.application()
    undo(second.mail_id, desk=office.desk, by="paul", now=LATER)

    assert (stands.outcome, stands.reason_id) == (Outcome.REJECTED, "process_stopped")
    assert office.application().outcome is Outcome.OPEN
