from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from relance.adapters.memory_mails import MemoryMailLedger
from relance.applications import Outcome, Stage, conclude
from relance.errors import ConflictError
from relance.mail import ledger
from relance.mail.mails import Mail, MailId, MailState
from relance.rejections.approve import NotOpenedError, TextChangedError, approve, approve_batch
from relance.rejections.composing import Choice
from relance.rejections.edit import edit
from relance.rejections.left_out import NoAnswer
from relance.rejections.preview import preview, preview_batch
from relance.rejections.timing import LeaveWhy
from relance.rejections.undo import TooLateError, undo, undo_batch
from tests import factories
from tests.unit.rejections.office import BATCH, MONDAY, Office


@pytest.fixture
def office() -> Office:
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


def read_and_approve(office: Office, by: str = "rosa") -> MailId:
    (mail,) = office.draft().mails
    shown = preview(mail.mail_id, desk=office.desk, by=by, now=MONDAY)
    approve(mail.mail_id, text_hash=shown.text_hash, desk=office.desk, by=by, now=MONDAY)
    return mail.mail_id


def test_the_preview_is_the_mail_as_it_leaves_with_its_hour(office: Office) -> None:
    (mail,) = office.draft().mails

    shown = preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)

    assert shown.rendered == office.desk.render(mail, office.candidates.get(mail.candidate_id))
    assert shown.rendered.subject.startswith("Votre candidature au poste de préparateur")
    assert shown.leaves is not None
    assert (shown.leaves.at, shown.leaves.why) == (MONDAY + timedelta(minutes=45), LeaveWhy.UNDO)
    assert not shown.active_elsewhere


def test_approving_what_was_read_holds_the_mail_and_rejects_the_application(office: Office) -> None:
    (mail,) = office.draft().mails
    shown = preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)

    held = approve(mail.mail_id, text_hash=shown.text_hash, desk=office.desk, by="rosa", now=MONDAY)

    assert held.state is MailState.HELD
    assert held.text_hash == shown.text_hash
    assert held.wake_at == held.not_before == MONDAY + timedelta(minutes=45)
    assert (held.approved_by, held.approved_at, held.held_because) == ("rosa", MONDAY, "undo")
    application = office.application()
    assert (application.outcome, application.reason_id) == (Outcome.REJECTED, "missing_must_have")
    assert application.stage is Stage.APPLIED
    entry = office.audit.entries(f"mail#{mail.mail_id}")[-1]
    assert (entry.actor, entry.action, entry.detail["text_hash"]) == ("rosa", "answer approved", shown.text_hash)


def test_an_answer_that_nobody_opened_cannot_be_approved(office: Office) -> None:
    (mail,) = office.draft().mails
    shown = preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)

    with pytest.raises(NotOpenedError):
        approve(mail.mail_id, text_hash=shown.text_hash, desk=office.desk, by="paul", now=MONDAY)

    assert office.mails.get(mail.mail_id).state is MailState.DRAFT
    assert office.application().outcome is Outcome.OPEN


def test_an_edited_answer_must_be_read_again(office: Office) -> None:
    (mail,) = office.draft().mails
    before = preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)
    choice = Choice(
        reason_id="missing_must_have", criterion_id="caces", personal_note="Merci pour votre appel de mardi."
    )
    edit(mail.mail_id, choice, desk=office.desk, by="paul", now=MONDAY)
    after = preview(mail.mail_id, desk=office.desk, by="paul", now=MONDAY)

    with pytest.raises(TextChangedError):
        approve(mail.mail_id, text_hash=before.text_hash, desk=office.desk, by="rosa", now=MONDAY)
    with pytest.raises(NotOpenedError):
        approve(mail.mail_id, text_hash=after.text_hash, desk=office.desk, by="rosa", now=MONDAY)

    assert "Merci pour votre appel de mardi." in after.rendered.text


def test_a_changed_name_changes_the_text_that_was_read(office: Office) -> None:
    (mail,) = office.draft().mails
    shown = preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)
    person = office.candidates.get(mail.candidate_id)
    assert person.profile is not None
    renamed = person.profile.basics.model_copy(update={"name": "Ana Diaz"})
    office.candidates.save(person.model_copy(update={"profile": person.profile.model_copy(update={"basics": renamed})}))

    with pytest.raises(TextChangedError):
        approve(mail.mail_id, text_hash=shown.text_hash, desk=office.desk, by="rosa", now=MONDAY)


def test_edit_can_drop_strength_and_advice(office: Office) -> None:
    (mail,) = office.draft().mails
    choice = Choice(reason_id="process_stopped", with_strength=False, without_rules=frozenset({"must_have_neighbour"}))

    edited = edit(mail.mail_id, choice, desk=office.desk, by="rosa", now=MONDAY)

    assert edited.content.kind == "answer"
    assert (edited.content.strength, edited.content.advice) == (None, ())
    assert edited.content.reason_id == "process_stopped"


def test_an_approved_answer_cannot_be_edited(office: Office) -> None:
    mail_id = read_and_approve(office)

    with pytest.raises(ConflictError):
        edit(mail_id, Choice(reason_id="process_stopped"), desk=office.desk, by="rosa", now=MONDAY)


def test_editing_to_a_reason_that_does_not_hold_is_refused(office: Office) -> None:
    (mail,) = office.draft().mails

    with pytest.raises(ConflictError):
        edit(mail.mail_id, Choice(reason_id="unreadable_file"), desk=office.desk, by="rosa", now=MONDAY)


def test_somebody_hired_in_between_is_not_rejected(office: Office) -> None:
    (mail,) = office.draft().mails
    shown = preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)
    office.applications.save(conclude(office.application(), Outcome.HIRED, now=MONDAY))

    with pytest.raises(ConflictError):
        approve(mail.mail_id, text_hash=shown.text_hash, desk=office.desk, by="rosa", now=MONDAY)

    assert office.mails.get(mail.mail_id).state is MailState.DRAFT
    assert office.application().outcome is Outcome.HIRED


def test_the_minimum_delay_counts_from_the_last_interview() -> None:
    office = Office()
    office.apply(stage=Stage.INTERVIEWED, last_interview_at=MONDAY - timedelta(hours=1))
    (mail,) = office.draft().mails

    shown = preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)

    assert shown.leaves is not None
    assert shown.leaves.why is LeaveWhy.AFTER_INTERVIEW
    assert shown.leaves.at == MONDAY - timedelta(hours=1) + timedelta(days=3)


@pytest.mark.parametrize(
    ("other", "active"),
    [
        ({"stage": Stage.INTERVIEWED}, True),
        ({"outcome": Outcome.HIRED}, True),
        ({"stage": Stage.SCREENED}, False),
        ({"stage": Stage.FINALIST, "outcome": Outcome.REJECTED}, False),
    ],
)
def test_the_preview_tells_that_a_person_is_active_in_another_process(
    office: Office, other: dict[str, Any], active: bool
) -> None:
    office.applications.save(factories.application("elsewhere", "ines", **other))
    (mail,) = office.draft().mails

    assert preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY).active_elsewhere is active


def test_a_batch_is_approved_after_its_list_was_read() -> None:
    office = Office()
    for who in ("ines", "paul", "lena"):
        office.apply(who)
    office.draft("ines", "paul", "lena", "nobody")
    shown = preview_batch(BATCH, desk=office.desk, by="rosa", now=MONDAY)

    done = approve_batch(BATCH, list_hash=shown.list_hash, desk=office.desk, by="rosa", now=MONDAY)

    assert [each.to_name for each in shown.previews] == ["Zoé Lambert"] * 3
    assert [(each.candidate_id, each.why) for each in shown.left_out] == [("nobody", NoAnswer.NOT_APPLIED)]
    assert len(done.approved) == 3
    assert done.not_approved == ()
    assert {office.mails.get(each).state for each in done.approved} == {MailState.HELD}
    assert (done.batch.approved_by, done.batch.approved_at) == ("rosa", MONDAY)
    assert office.audit.entries(f"batch#{BATCH}")[-1].detail["list_hash"] == shown.list_hash


def test_a_list_that_this_person_did_not_open_is_not_approved(office: Office) -> None:
    office.draft()
    shown = preview_batch(BATCH, desk=office.desk, by="rosa", now=MONDAY)

    with pytest.raises(NotOpenedError):
        approve_batch(BATCH, list_hash=shown.list_hash, desk=office.desk, by="paul", now=MONDAY)


def test_a_list_that_changed_after_it_was_opened_is_not_approved(office: Office) -> None:
    (mail,) = office.draft().mails
    shown = preview_batch(BATCH, desk=office.desk, by="rosa", now=MONDAY)
    edit(mail.mail_id, Choice(reason_id="process_stopped"), desk=office.desk, by="rosa", now=MONDAY)

    with pytest.raises(TextChangedError):
        approve_batch(BATCH, list_hash=shown.list_hash, desk=office.desk, by="rosa", now=MONDAY)

    assert office.mails.get(mail.mail_id).state is MailState.DRAFT


def test_reading_one_answer_is_not_reading_the_list(office: Office) -> None:
    (mail,) = office.draft().mails
    preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)
    listed = preview_batch(BATCH, desk=office.desk, by="paul", now=MONDAY).list_hash

    with pytest.raises(NotOpenedError):
        approve_batch(BATCH, list_hash=listed, desk=office.desk, by="rosa", now=MONDAY)


def test_who_was_hired_since_the_list_was_read_is_listed_and_the_others_are_approved() -> None:
    office = Office()
    office.apply("ines")
    office.apply("paul")
    office.draft("ines", "paul")
    shown = preview_batch(BATCH, desk=office.desk, by="rosa", now=MONDAY)
    office.applications.save(conclude(office.application("paul"), Outcome.HIRED, now=MONDAY))

    done = approve_batch(BATCH, list_hash=shown.list_hash, desk=office.desk, by="rosa", now=MONDAY)

    assert len(done.approved) == 1
    assert [(each.candidate_id, each.why) for each in done.not_approved] == [("paul", NoAnswer.HIRED)]


def test_a_stopped_batch_is_not_approved(office: Office) -> None:
    office.draft()
    shown = preview_batch(BATCH, desk=office.desk, by="rosa", now=MONDAY)
    undo_batch(BATCH, desk=office.desk, by="paul", now=MONDAY)

    with pytest.raises(ConflictError):
        approve_batch(BATCH, list_hash=shown.list_hash, desk=office.desk, by="rosa", now=MONDAY)


def test_an_empty_batch_is_not_approved(office: Office) -> None:
    office.draft("nobody")
    shown = preview_batch(BATCH, desk=office.desk, by="rosa", now=MONDAY)

    with pytest.raises(ConflictError):
        approve_batch(BATCH, list_hash=shown.list_hash, desk=office.desk, by="rosa", now=MONDAY)


def test_a_draft_that_is_too_old_is_written_anew(office: Office) -> None:
    (mail,) = office.draft().mails
    late = MONDAY + timedelta(days=31)
    shown = preview(mail.mail_id, desk=office.desk, by="rosa", now=late)
    listed = preview_batch(BATCH, desk=office.desk, by="rosa", now=late)

    with pytest.raises(ConflictError):
        approve(mail.mail_id, text_hash=shown.text_hash, desk=office.desk, by="rosa", now=late)
    done = approve_batch(BATCH, list_hash=listed.list_hash, desk=office.desk, by="rosa", now=late)

    assert [each.why for each in done.not_approved] == [NoAnswer.EXPIRED]
    assert office.application().outcome is Outcome.OPEN
    undo(mail.mail_id, desk=office.desk, by="rosa", now=late)
    assert len(office.draft(batch="batch-2", now=late).mails) == 1


def test_undo_cancels_the_mail_and_opens_the_application_again(office: Office) -> None:
    mail_id = read_and_approve(office)

    undone = undo(mail_id, desk=office.desk, by="paul", now=MONDAY + timedelta(minutes=5))

    assert undone.state is MailState.CANCELLED
    assert office.application().outcome is Outcome.OPEN
    assert office.application().reason_id is None
    assert office.audit.entries(f"mail#{mail_id}")[-1].action == "answer undone"


def test_undoing_twice_is_harmless(office: Office) -> None:
    mail_id = read_and_approve(office)
    first = undo(mail_id, desk=office.desk, by="paul", now=MONDAY)

    assert undo(mail_id, desk=office.desk, by="paul", now=MONDAY) == first


def test_an_undone_answer_can_be_drafted_read_and_approved_again(office: Office) -> None:
    undo(read_and_approve(office), desk=office.desk, by="rosa", now=MONDAY)
    (again,) = office.draft(batch="batch-2").mails
    shown = preview(again.mail_id, desk=office.desk, by="rosa", now=MONDAY)

    held = approve(again.mail_id, text_hash=shown.text_hash, desk=office.desk, by="rosa", now=MONDAY)

    assert held.state is MailState.HELD


def test_undo_leaves_an_application_rejected_that_was_so_before() -> None:
    office = Office()
    office.apply(outcome=Outcome.REJECTED, reason_id="missing_must_have", updated_at=MONDAY - timedelta(days=1))

    undo(read_and_approve(office), desk=office.desk, by="rosa", now=MONDAY + timedelta(minutes=1))

    assert office.application().outcome is Outcome.REJECTED


def test_undo_does_not_overrule_what_was_decided_since(office: Office) -> None:
    mail_id = read_and_approve(office)
    hired = conclude(office.application(), Outcome.HIRED, now=MONDAY + timedelta(minutes=1))
    office.applications.save(hired)

    undo(mail_id, desk=office.desk, by="rosa", now=MONDAY + timedelta(minutes=2))

    assert office.application().outcome is Outcome.HIRED


def test_a_mail_that_the_sender_has_claimed_cannot_be_undone(office: Office) -> None:
    mail_id = read_and_approve(office)
    ledger.claim(office.mails.get(mail_id), archive_key="letters/1", mails=office.mails, now=MONDAY)

    with pytest.raises(TooLateError):
        undo(mail_id, desk=office.desk, by="rosa", now=MONDAY)

    assert office.application().outcome is Outcome.REJECTED


def test_undoing_a_batch_stops_it_and_names_what_is_too_late() -> None:
    office = Office()
    office.apply("ines")
    office.apply("paul")
    drafted = office.draft("ines", "paul")
    shown = preview_batch(BATCH, desk=office.desk, by="rosa", now=MONDAY)
    approve_batch(BATCH, list_hash=shown.list_hash, desk=office.desk, by="rosa", now=MONDAY)
    claimed = office.mails.get(drafted.mails[1].mail_id)
    ledger.claim(claimed, archive_key="letters/1", mails=office.mails, now=MONDAY)

    undone = undo_batch(BATCH, desk=office.desk, by="paul", now=MONDAY)

    assert (undone.batch.stopped_by, undone.batch.stopped_at) == ("paul", MONDAY)
    assert undone.cancelled == (drafted.mails[0].mail_id,)
    assert undone.too_late == (drafted.mails[1].mail_id,)


def test_stopping_a_batch_twice_keeps_the_first_time(office: Office) -> None:
    office.draft()
    undo_batch(BATCH, desk=office.desk, by="paul", now=MONDAY)

    again = undo_batch(BATCH, desk=office.desk, by="rosa", now=MONDAY + timedelta(hours=1))

    assert (again.batch.stopped_by, again.batch.stopped_at) == ("paul", MONDAY)
    assert len(again.cancelled) == 1


def test_a_crash_between_application_and_mail_is_mended_by_approving_again(office: Office) -> None:
    (mail,) = office.draft().mails
    shown = preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY)

    with pytest.raises(BrokenError):
        approve(
            mail.mail_id,
            text_hash=shown.text_hash,
            desk=replace(office.desk, mails=BrokenLedger(office.mails)),
            by="rosa",
            now=MONDAY,
        )
    assert office.application().outcome is Outcome.REJECTED

    held = approve(mail.mail_id, text_hash=shown.text_hash, desk=office.desk, by="rosa", now=MONDAY)

    assert held.state is MailState.HELD


def test_many_hands_make_the_same_batch() -> None:
    alone, together = Office(), Office()
    people = [f"person-{n:02}" for n in range(20)]
    for who in people:
        alone.apply(who)
        together.apply(who)
    alone.draft(*people)
    drafted = together.draft(*people, workers=4)

    read_alone = preview_batch(BATCH, desk=alone.desk, by="rosa", now=MONDAY)
    read_together = preview_batch(BATCH, desk=replace(together.desk, workers=4), by="rosa", now=MONDAY)

    assert [mail.candidate_id for mail in drafted.mails] == people
    assert read_alone.list_hash == read_together.list_hash


def test_when_time_runs_out_the_rest_is_listed_and_can_be_approved_next(office: Office) -> None:
    office.apply("paul")
    drafted = office.draft("ines", "paul")
    first = preview_batch(drafted.batch.batch_id, desk=office.desk, by="rosa", now=MONDAY)
    asked: list[int] = []

    def after_one() -> bool:
        asked.append(1)
        return len(asked) > 1

    begun = approve_batch(
        drafted.batch.batch_id,
        list_hash=first.list_hash,
        desk=office.desk,
        by="rosa",
        now=MONDAY,
        out_of_time=after_one,
    )
    rest = preview_batch(drafted.batch.batch_id, desk=office.desk, by="rosa", now=MONDAY)
    ended = approve_batch(drafted.batch.batch_id, list_hash=rest.list_hash, desk=office.desk, by="rosa", now=MONDAY)

    assert (len(begun.approved), [each.why for each in begun.not_approved]) == (1, [NoAnswer.NOT_YET])
    assert (len(ended.approved), ended.not_approved) == (1, ())
