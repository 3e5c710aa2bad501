import pytest

from relance.advice.linter import ForbiddenWordsError
from relance.errors import ConflictError
from relance.mail.mails import AnswerContent, Mail, MailState
from relance.rejections.approve import approve, approve_batch
from relance.rejections.clear import SamePersonError, clear
from relance.rejections.composing import Choice
from relance.rejections.edit import edit
from relance.rejections.left_out import NoAnswer
from relance.rejections.preview import preview, preview_batch
from tests.unit.rejections.office import BATCH, MONDAY, Office

NOTE = "Votre récit sur l'accueil des enfants malades nous a marqués."


@pytest.fixture
def office() -> Office:
    made = Office()
    made.apply()
    return made


def flagged(office: Office) -> Mail:
    """A draft of rosa's that waits for somebody else."""
    (mail,) = office.draft(
        reason_id="missing_must_have", criterion_id="caces", personal_note=NOTE, asks_clearance=True
    ).mails
    return mail


def read(office: Office, mail: Mail, by: str) -> str:
    return preview(mail.mail_id, desk=office.desk, by=by, now=MONDAY).text_hash


def words_of(mail: Mail) -> tuple[str, ...]:
    assert isinstance(mail.content, AnswerContent)
    assert mail.content.flagged is not None
    return mail.content.flagged.words


def test_a_flagged_sentence_is_refused_unless_a_second_person_is_asked_for(office: Office) -> None:
    with pytest.raises(ForbiddenWordsError):
        office.draft(reason_id="missing_must_have", criterion_id="caces", personal_note=NOTE)

    assert words_of(flagged(office)) == ("enfants", "malades")


def test_nobody_approves_it_before_it_is_cleared(office: Office) -> None:
    mail = flagged(office)
    text_hash = read(office, mail, "paul")

    with pytest.raises(ConflictError):
        approve(mail.mail_id, text_hash=text_hash, desk=office.desk, by="paul", now=MONDAY)
    listed = preview_batch(BATCH, desk=office.desk, by="paul", now=MONDAY).list_hash
    done = approve_batch(BATCH, list_hash=listed, desk=office.desk, by="paul", now=MONDAY)

    assert [each.why for each in done.not_approved] == [NoAnswer.NOT_CLEARED]
    assert office.mails.get(mail.mail_id).state is MailState.DRAFT


def test_a_second_person_who_read_it_clears_it_and_the_audit_knows(office: Office) -> None:
    mail = flagged(office)
    text_hash = read(office, mail, "paul")

    clear(mail.mail_id, text_hash=text_hash, desk=office.desk, by="paul", now=MONDAY)
    again = clear(mail.mail_id, text_hash=text_hash, desk=office.desk, by="paul", now=MONDAY)
    approved = approve(mail.mail_id, text_hash=text_hash, desk=office.desk, by="paul", now=MONDAY)

    assert approved.state is MailState.HELD
    assert isinstance(again.content, AnswerContent)
    assert again.content.flagged is not None
    assert (again.content.flagged.written_by, again.content.flagged.cleared_by) == ("rosa", "paul")
    entries = office.audit.entries(f"mail#{mail.mail_id}")
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("paul", "sentence cleared"),
        ("paul", "answer approved"),
    ]
    assert "enfants" not in str(entries)


def test_whoever_wrote_it_cannot_clear_it(office: Office) -> None:
    mail = flagged(office)

    with pytest.raises(SamePersonError):
        clear(mail.mail_id, text_hash=read(office, mail, "rosa"), desk=office.desk, by="rosa", now=MONDAY)


def test_what_was_not_read_or_has_changed_is_not_cleared(office: Office) -> None:
    mail = flagged(office)
    seen_by_another = read(office, mail, "rosa")

    with pytest.raises(ConflictError):
        clear(mail.mail_id, text_hash=seen_by_another, desk=office.desk, by="paul", now=MONDAY)
    with pytest.raises(ConflictError):
        clear(mail.mail_id, text_hash="0" * 64, desk=office.desk, by="paul", now=MONDAY)


def choice(note: str, **more: bool) -> Choice:
    return Choice(reason_id="missing_must_have", criterion_id="caces", personal_note=note, asks_clearance=True, **more)


def test_another_sentence_waits_again_and_the_same_one_stays_cleared(office: Office) -> None:
    mail = flagged(office)
    clear(mail.mail_id, text_hash=read(office, mail, "paul"), desk=office.desk, by="paul", now=MONDAY)

    same = edit(mail.mail_id, choice(NOTE, with_strength=False), desk=office.desk, by="rosa", now=MONDAY)
    other = edit(mail.mail_id, choice("Vos enfants ont de la chance."), desk=office.desk, by="paul", now=MONDAY)

    assert isinstance(same.content, AnswerContent)
    assert isinstance(other.content, AnswerContent)
    assert same.content.flagged is not None
    assert same.content.flagged.cleared_by == "paul"
    assert other.content.flagged is not None
    assert (other.content.flagged.written_by, other.content.flagged.cleared_by) == ("paul", None)


@pytest.mark.parametrize("note", ["Voir www.example.org/poste", "Vous êtes jеune", "Votre ré\u200bcit était clair."])
def test_links_and_hidden_letters_cannot_be_cleared(office: Office, note: str) -> None:
    with pytest.raises(ForbiddenWordsError) as refused:
        office.draft(reason_id="missing_must_have", criterion_id="caces", personal_note=note, asks_clearance=True)

    assert {hit.category for hit in refused.value.hits} <= {"link", "hidden"}
