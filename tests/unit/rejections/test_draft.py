from datetime import timedelta
from typing import Any

import pytest

from relance.advice.linter import ForbiddenWordsError
from relance.applications import Outcome, Stage
from relance.cv.problems import ProblemCode
from relance.errors import InvalidInputError, NotFoundError
from relance.jobs import Criterion, CriterionWeight, JobId
from relance.mail import ledger
from relance.mail.mails import AnswerContent, BatchId, Mail, MailState, Stream
from relance.privacy.addresses import address_key
from relance.rejections.composing import Choice
from relance.rejections.draft import NOT_REPEATED_FOR, Applicant, draft
from relance.rejections.left_out import NoAnswer
from tests import factories
from tests.unit.rejections.office import BATCH, JOB, MONDAY, PEPPER, PROFILE, Office


def said(mail: Mail) -> AnswerContent:
    assert isinstance(mail.content, AnswerContent)
    return mail.content


def test_an_answer_names_reason_strength_and_advice_from_the_cv() -> None:
    office = Office()
    office.apply()

    (mail,) = office.draft().mails

    content = said(mail)
    assert (mail.state, mail.stream, mail.language, mail.batch_id) == (MailState.DRAFT, Stream.ANSWERS, "fr", BATCH)
    assert content.job_title == "Préparateur·rice de commandes"
    assert content.signed_by == "Salomé Kerjean"
    assert "CACES R489 catégorie 1" in content.reason
    assert content.strength is not None
    assert "Alpes Distribution" in content.strength
    assert [item.rule_id for item in content.advice] == ["must_have_neighbour"]
    assert "Conduite de chariots pour le réapprovisionnement" in content.advice[0].text


def test_the_answer_is_in_the_language_of_the_cv() -> None:
    office = Office()
    english = PROFILE.model_copy(update={"meta": PROFILE.meta.model_copy(update={"language": "en"})})
    office.apply("john", profile=english)

    (mail,) = office.draft("john").mails

    assert mail.language == "en"
    assert said(mail).reason.startswith("The role asks for “CACES R489 catégorie 1”")


def test_a_cv_in_another_language_gets_the_answer_in_the_language_of_the_offer() -> None:
    office = Office()
    german = PROFILE.model_copy(update={"meta": PROFILE.meta.model_copy(update={"language": "de"})})
    office.apply("uwe", profile=german)

    assert office.draft("uwe").mails[0].language == "fr"


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"outcome": Outcome.HIRED}, NoAnswer.HIRED),
        ({"outcome": Outcome.WITHDRAWN}, NoAnswer.WITHDRAWN),
        ({"job_id": "another"}, NoAnswer.NOT_APPLIED),
    ],
)
def test_people_who_cannot_be_rejected_are_left_out_with_the_reason(facts: dict[str, Any], why: NoAnswer) -> None:
    office = Office()
    office.apply(**facts)

    drafted = office.draft()

    assert drafted.mails == ()
    assert [each.why for each in drafted.left_out] == [why]
    assert office.batches.get(BATCH).left_out == drafted.left_out


def test_a_person_without_address_and_one_whose_address_refuses_us_are_left_out() -> None:
    office = Office()
    office.apply("bob")
    office.apply("eve")
    office.suppressions.add(address_key("bob@example.org", PEPPER), "bounce", now=MONDAY)
    eve = office.candidates.get(office.application("eve").candidate_id)
    assert eve.profile is not None
    nowhere = eve.profile.basics.model_copy(update={"email": None})
    office.candidates.save(eve.model_copy(update={"profile": eve.profile.model_copy(update={"basics": nowhere})}))

    drafted = office.draft("bob", "eve")

    assert [each.why for each in drafted.left_out] == [NoAnswer.SUPPRESSED, NoAnswer.NO_ADDRESS]


def test_a_reason_that_the_cv_contradicts_is_not_given() -> None:
    office = Office()
    office.apply(text="Cariste\nCACES R489 catégories 1 et 3")

    drafted = office.draft()

    assert [each.why for each in drafted.left_out] == [NoAnswer.REASON_NOT_SHOWN]


@pytest.mark.parametrize(("stage", "number"), [(Stage.FINALIST, "04 39 98 22 10"), (Stage.INTERVIEWED, None)])
def test_finalists_are_told_whom_they_can_call(stage: Stage, number: str | None) -> None:
    office = Office()
    office.apply(stage=stage)

    (mail,) = office.draft(reason_id="filled_internally").mails

    assert said(mail).call_at == number


def test_a_reason_for_another_stage_is_not_given() -> None:
    office = Office()
    office.apply(stage=Stage.FINALIST)

    drafted = office.draft(reason_id="late_application")

    assert [each.why for each in drafted.left_out] == [NoAnswer.REASON_NOT_AT_STAGE]


def test_what_the_reason_says_is_missing_is_not_praised() -> None:
    office = Office()
    office.apply()

    (mail,) = office.draft(reason_id="experience_others_longer", criterion_id="stock").mails

    assert said(mail).strength is None


def test_one_application_has_one_live_answer() -> None:
    office = Office()
    office.apply()
    first = office.draft()

    second = office.draft(batch="batch-2")

    assert len(first.mails) == 1
    assert [each.why for each in second.left_out] == [NoAnswer.ALREADY_ANSWERED]


def test_an_answer_that_was_cancelled_can_be_drafted_again() -> None:
    office = Office()
    office.apply()
    (first,) = office.draft().mails
    ledger.cancel(first, by="rosa", mails=office.mails, now=MONDAY)

    (second,) = office.draft(batch="batch-2").mails

    assert second.mail_id != first.mail_id
    assert second.state is MailState.DRAFT


def test_an_application_that_is_already_rejected_can_be_answered() -> None:
    office = Office()
    office.apply(outcome=Outcome.REJECTED, reason_id="missing_must_have")

    assert len(office.draft().mails) == 1


@pytest.mark.parametrize(
    "choice",
    [
        {"reason_id": "unknown"},
        {"reason_id": "experience_others_longer"},
        {"reason_id": "missing_must_have", "criterion_id": "unknown"},
        {"reason_id": "experience_not_led", "criterion_id": "caces"},
    ],
)
def test_a_choice_that_is_wrong_for_everybody_writes_nothing(choice: dict[str, Any]) -> None:
    office = Office()
    office.apply()

    with pytest.raises(InvalidInputError):
        office.draft(**choice)

    with pytest.raises(NotFoundError):
        office.batches.get(BATCH)


def test_a_forbidden_word_in_the_personal_sentence_is_refused_with_a_better_wording() -> None:
    office = Office()
    office.apply()

    with pytest.raises(ForbiddenWordsError) as refused:
        office.draft(personal_note="Nous cherchons quelqu’un de plus jeune.")

    (hit,) = refused.value.hits
    assert hit.word == "plus jeune"
    assert hit.category == "age"
    assert "expérience" in hit.better["fr"]


def test_no_answer_names_a_criterion_that_rests_on_a_protected_ground() -> None:
    office = Office()
    job = office.jobs.get(JOB)
    unlawful = Criterion(criterion_id="unlawful", text="Homme de nationalité française", weight=CriterionWeight.MUST)
    office.jobs.save(job.model_copy(update={"criteria": (*job.criteria, unlawful)}))
    office.apply()

    with pytest.raises(ForbiddenWordsError) as refused:
        office.draft(reason_id="missing_must_have", criterion_id="unlawful")

    assert {hit.category for hit in refused.value.hits} == {"sex", "origin"}


def test_a_note_may_use_the_words_of_the_offers_own_work() -> None:
    office = Office()
    job = office.jobs.get(JOB)
    office.jobs.save(job.model_copy(update={"description": "Vous accueillez les enfants et leurs familles."}))
    office.apply()

    (mail,) = office.draft(personal_note="Votre accueil des enfants nous a plu.").mails

    assert said(mail).personal_note == "Votre accueil des enfants nous a plu."


def test_the_same_person_twice_in_a_batch_is_refused() -> None:
    office = Office()
    office.apply()

    with pytest.raises(InvalidInputError):
        office.draft("ines", "ines")


def test_advice_is_not_given_again_within_six_months() -> None:
    office = Office()
    office.apply()
    office.jobs.save(factories.job("other", title="Préparateur de colis", criteria=office.jobs.get(JOB).criteria))
    office.applications.save(factories.application("other", "ines", applied_at=MONDAY - timedelta(days=9)))
    (first,) = office.draft().mails
    ledger.approve(first, by="rosa", text_hash="0", not_before=MONDAY, because=None, mails=office.mails, now=MONDAY)
    applicant = Applicant(
        candidate_id=first.candidate_id, choice=Choice(reason_id="missing_must_have", criterion_id="caces")
    )

    def advice_after(days: int) -> list[str]:
        later = MONDAY + timedelta(days=days)
        (mail,) = draft(
            JobId("other"), [applicant], desk=office.desk, by="rosa", batch_id=BatchId(f"after-{days}"), now=later
        ).mails
        ledger.cancel(mail, by="rosa", mails=office.mails, now=later)
        return [item.rule_id for item in said(mail).advice]

    assert advice_after(NOT_REPEATED_FOR.days - 1) == []
    assert advice_after(NOT_REPEATED_FOR.days) == ["must_have_neighbour"]


def test_a_file_that_could_not_be_read_is_told_so() -> None:
    office = Office()
    office.apply("lou", cvs=(factories.cv_file("broken", problem_code=ProblemCode.DAMAGED),))

    (mail,) = office.draft("lou", reason_id="unreadable_file").mails

    assert said(mail).advice[0].rule_id == "file_unreadable"
    assert said(mail).strength is None


def test_a_readable_cv_is_not_called_unreadable() -> None:
    office = Office()
    office.apply()

    drafted = office.draft(reason_id="unreadable_file")

    assert [each.why for each in drafted.left_out] == [NoAnswer.REASON_NOT_SHOWN]


def test_a_newer_broken_file_does_not_hide_the_cv_that_could_be_read() -> None:
    office = Office()
    broken = factories.cv_file("broken", problem_code=ProblemCode.DAMAGED)
    office.apply(cvs=(broken, factories.cv_file("cv-ines")))

    (mail,) = office.draft().mails

    assert said(mail).strength is not None


def test_drafting_is_audited_without_words_about_the_person() -> None:
    office = Office()
    office.apply()

    office.draft()

    (entry,) = office.audit.entries(f"batch#{BATCH}")
    assert (entry.actor, entry.action) == ("rosa", "answers drafted")
    assert entry.detail["drafted"] == "1"
    assert entry.detail["words_version"] == office.words.current().version
    assert "Zoé" not in str(entry.model_dump())


def test_the_same_records_give_the_same_answer() -> None:
    one, two = Office(), Office()
    one.apply()
    two.apply()

    assert one.draft().mails == two.draft().mails
