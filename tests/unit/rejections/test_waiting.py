from datetime import timedelta

import pytest

from relance.applications import Outcome, Stage
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.rejections.draft import draft
from relance.rejections.preview import preview
from relance.rejections.undo import undo
from relance.rejections.waiting import proposed_after_hiring, unanswered
from tests.unit.rejections.office import BATCH, JOB, MONDAY, Office

WEEK = timedelta(days=7)


def test_who_waits_longest_comes_first() -> None:
    office = Office()
    office.apply("ines", applied_at=MONDAY - timedelta(days=8))
    office.apply("paul", applied_at=MONDAY - timedelta(days=30))
    office.apply("lena", applied_at=MONDAY - timedelta(days=6))

    found = unanswered(JOB, longer_than=WEEK, desk=office.desk, now=MONDAY)

    assert [each.candidate_id for each in found] == ["paul", "ines"]


def test_an_interview_is_the_last_thing_the_person_knows_of() -> None:
    office = Office()
    office.apply(
        applied_at=MONDAY - timedelta(days=30),
        stage=Stage.INTERVIEWED,
        last_interview_at=MONDAY - timedelta(days=2),
    )

    assert unanswered(JOB, longer_than=WEEK, desk=office.desk, now=MONDAY) == ()


def test_a_rejection_that_nobody_told_waits_too_but_hired_and_withdrawn_do_not() -> None:
    office = Office()
    office.apply("ines", outcome=Outcome.REJECTED)
    office.apply("paul", outcome=Outcome.HIRED)
    office.apply("lena", outcome=Outcome.WITHDRAWN)

    found = unanswered(JOB, longer_than=WEEK, desk=office.desk, now=MONDAY)

    assert [each.candidate_id for each in found] == ["ines"]


def test_a_drafted_answer_ends_the_wait_and_an_undone_one_does_not() -> None:
    office = Office()
    office.apply()
    (mail,) = office.draft().mails

    assert unanswered(JOB, longer_than=WEEK, desk=office.desk, now=MONDAY) == ()
    undo(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)
    assert len(unanswered(JOB, longer_than=WEEK, desk=office.desk, now=MONDAY)) == 1


def test_once_somebody_is_hired_the_answers_for_all_others_are_proposed() -> None:
    office = Office()
    office.apply("ines")
    office.apply("paul", stage=Stage.FINALIST)
    assert proposed_after_hiring(JOB, desk=office.desk, now=MONDAY) == ()
    office.apply("lena", outcome=Outcome.HIRED)

    proposed = proposed_after_hiring(JOB, desk=office.desk, now=MONDAY)
    drafted = draft(JOB, proposed, desk=office.desk, by="rosa", batch_id=BATCH, now=MONDAY)

    assert sorted(each.candidate_id for each in proposed) == ["ines", "paul"]
    assert len(drafted.mails) == 2
    assert drafted.left_out == ()
    finalist = next(mail for mail in drafted.mails if mail.candidate_id == "paul")
    text = preview(finalist.mail_id, desk=office.desk, by="rosa", now=MONDAY).rendered.text
    assert "étudié jusqu’au bout" in text


def test_an_unknown_job_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        unanswered(JobId("nothing"), longer_than=WEEK, desk=Office().desk, now=MONDAY)
