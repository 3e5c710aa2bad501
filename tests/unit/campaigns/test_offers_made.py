"""What a campaign's mails say, to whom, and that no offer is made twice (R5, R13)."""

from relance.campaigns import OccurrenceState
from relance.candidates import CandidateId
from relance.mail.ledger import cancel
from relance.mail.mails import OfferContent
from tests import factories
from tests.unit.campaigns.story import JOB, Story


def test_each_mail_says_why_and_what_linked_us_before(story: Story) -> None:
    story.finalist("ana")
    story.approved(introduction={"fr": "Un poste proche ouvre."})

    story.fire()

    mail = story.mail_to("ana")
    content = mail.content
    assert isinstance(content, OfferContent)
    assert content.history == (
        "En septembre\u00a02025, vous étiez parmi les finalistes pour notre poste "
        "«\u00a0Contrôleur de gestion industriel\u00a0»."
    )
    assert [(line.job_id, line.why) for line in content.offers] == [(JOB, ("Maîtrise de Sage",))]
    assert (content.introduction, content.signed_by) == ("Un poste proche ouvre.", "Claire Ostrowski")
    assert mail.text_hash == story.composer.text_hash(mail, story.candidates.get(CandidateId("ana")))


def test_english_people_are_written_to_in_english(story: Story) -> None:
    profile = factories.profile(name="Ann Lee", email="ann@example.org", language="en")
    story.finalist("ann", profile=profile)
    story.approved(introduction={"fr": "Un poste proche ouvre."})

    story.fire()

    content = story.mail_to("ann").content
    assert isinstance(content, OfferContent)
    assert content.introduction is None
    assert content.history == (
        "In September\u00a02025, you were among the finalists for our role “Contrôleur de gestion industriel”."
    )


def test_finalists_of_jobs_like_a_job_are_an_audience(story: Story) -> None:
    story.finalist("ana")
    story.job(factories.job("nurse", title="Infirmier de nuit", description="Soins aux patients, gardes de nuit."))
    story.person(factories.candidate("nora", consent=factories.consent()))
    story.applied(factories.application("nurse", "nora", stage="finalist", outcome="rejected"))
    story.approved(segment={"finalists_of_jobs_like": {"job_id": JOB}})

    (finished,) = story.fire()

    assert finished is not None
    assert [mail.candidate_id for mail in story.mails_of(finished)] == ["ana"]


def test_when_no_job_is_like_it_nobody_is_written_to(story: Story) -> None:
    story.finalist("ana")
    story.approved(segment={"finalists_of_jobs_like": {"job_id": JOB, "minimum_likeness": 1}})

    (finished,) = story.fire()

    assert finished is not None
    assert (finished.state, finished.audience_size, finished.planned) == (OccurrenceState.FINISHED, 0, 0)


def test_the_nearest_to_a_job_are_an_audience(story: Story) -> None:
    story.finalist("ana")
    story.person(factories.candidate("bob", consent=factories.consent()), text="Boulanger, pain et viennoiserie.")
    story.approved(segment={"like": {"job_id": JOB, "top": 1}})

    (finished,) = story.fire()

    assert finished is not None
    assert [mail.candidate_id for mail in story.mails_of(finished)] == ["ana"]


def test_an_offer_is_made_once_to_a_person_over_all_campaigns(story: Story) -> None:
    story.finalist("ana")
    story.finalist("ben")
    story.approved()
    story.fire()

    story.approved(name="Again")
    (second,) = story.fire()

    assert second is not None
    assert (second.planned, second.excluded) == (0, {"already_offered": 2})


def test_an_offer_whose_mail_was_cancelled_can_be_made_again(story: Story) -> None:
    story.finalist("ana")
    story.approved()
    story.fire()
    cancel(story.mail_to("ana"), by="amina", mails=story.mails, now=story.now)

    story.approved(name="Again")
    (second,) = story.fire()

    assert second is not None
    assert second.planned == 1


def test_a_mail_of_two_jobs_names_only_the_one_that_is_new(story: Story) -> None:
    story.finalist("ana")
    story.approved()
    story.fire()
    story.job(factories.job("second", title="Auditeur interne"))

    story.approved(name="Both", jobs=[JOB, "second"])
    (both,) = story.fire()

    assert both is not None
    assert [mail.job_ids for mail in story.mails_of(both)] == [("second",)]


def test_two_people_with_one_address_get_one_mail_in_a_run(story: Story) -> None:
    for name in ("ana", "anne"):
        story.finalist(name, profile=factories.profile(name=name, email="family@example.org"))
    story.approved()

    (finished,) = story.fire()

    assert finished is not None
    assert (finished.audience_size, finished.planned, finished.skipped) == (2, 1, {"same_address": 1})


def test_the_nearest_are_taken_among_those_who_agreed(story: Story) -> None:
    story.finalist("near", consent=False)
    story.person(factories.candidate("far", consent=factories.consent()), text="Boulanger, pain et viennoiserie.")
    story.approved(segment={"like": {"job_id": JOB, "top": 1}})

    (finished,) = story.fire()

    assert finished is not None
    assert [mail.candidate_id for mail in story.mails_of(finished)] == ["far"]
