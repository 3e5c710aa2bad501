"""“I’m interested” makes an application for each chosen job that is still open."""

from contextlib import suppress
from typing import Any

import pytest

from relance.adapters.memory_applications import MemoryApplicationStore
from relance.applications import Application, Outcome, Stage
from relance.candidates import CandidateId
from relance.jobs import JobId, JobState
from relance.mail.mails import BatchId, MailId
from relance.privacy.links import LinkPurpose
from tests import factories
from tests.unit.ingest.desk import Clockwork, Crashed, crash
from tests.unit.portal.portal import NOW, Portal, offer_mail, visible


@pytest.fixture
def portal() -> Portal:
    return Portal()


def test_interest_makes_an_application(portal: Portal) -> None:
    answer = portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "accountant"})

    (application,) = portal.applications.of_candidate(CandidateId("zoe"))
    assert (application.job_id, application.stage, application.outcome) == ("accountant", Stage.APPLIED, Outcome.OPEN)
    assert application.applied_at == NOW
    assert "Comptable fournisseurs" in answer.body


def test_interest_shown_twice_is_one_application(portal: Portal) -> None:
    link = portal.link(LinkPurpose.INTERESTED)
    portal.post(link, form={"job": "accountant"})
    first = portal.applications.of_candidate(CandidateId("zoe"))

    portal.post(link, form={"job": "accountant"})

    assert portal.applications.of_candidate(CandidateId("zoe")) == first


def test_interest_in_a_job_that_the_mail_did_not_offer_is_ignored(portal: Portal) -> None:
    portal.jobs.save(factories.job("secret"))

    answer = portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "secret"})

    assert answer.status == 200
    assert portal.applications.of_candidate(CandidateId("zoe")) == []


def test_a_closed_job_is_said_to_be_closed(portal: Portal) -> None:
    job = portal.jobs.get(JobId("accountant"))
    portal.jobs.save(job.model_copy(update={"state": JobState.CLOSED}))

    shown = portal.get(portal.link(LinkPurpose.INTERESTED))
    pressed = portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "accountant"})

    assert "Ce poste n’est plus ouvert" in visible(shown.body)
    assert "<form" not in shown.body
    assert "Ce poste n’est plus ouvert" in visible(pressed.body)
    assert portal.applications.of_candidate(CandidateId("zoe")) == []


def close(portal: Portal, *jobs: str) -> None:
    for job_id in jobs:
        portal.jobs.save(portal.jobs.get(JobId(job_id)).model_copy(update={"state": JobState.CLOSED}))


@pytest.mark.parametrize(
    ("lang", "closed", "noted"),
    [
        ("fr", "Ces postes ne sont plus ouverts", "bien été noté pour"),
        ("en", "These roles are no longer", "been noted"),
    ],
)
def test_an_interest_noted_before_the_jobs_closed_is_recalled(
    portal: Portal, lang: str, closed: str, noted: str
) -> None:
    portal.jobs.save(factories.job("buyer", title="Acheteuse"))
    mail = offer_mail("accountant", "buyer").model_copy(update={"mail_id": MailId("mail-two")})
    portal.mails.plan(mail)
    link = portal.link(LinkPurpose.INTERESTED, mail)
    portal.post(link, form={"job": "buyer"})
    close(portal, "accountant", "buyer")

    body = visible(portal.get(link, query={"lang": lang}).body)

    assert closed in body
    assert noted in body
    assert "Acheteuse" in body
    assert "Comptable" not in body


def test_nobody_is_told_to_tick_where_there_is_nothing_to_tick(portal: Portal) -> None:
    body = portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "secret"}).body

    assert 'name="job" value="accountant"' in body
    assert "Cochez" not in visible(body)


def test_a_job_applied_for_is_not_offered_to_whoever_presses_without_a_choice(portal: Portal) -> None:
    link = portal.link(LinkPurpose.INTERESTED)
    portal.post(link, form={"job": "accountant"})

    body = portal.post(link, form={}).body

    assert "Nous avons noté votre intérêt" in visible(body)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fr", ("Lire l’offre", "Contrat", "Salaire", "Télétravail", "Ce que le poste demande", "serait un plus")),
        ("en", ("Read the offer", "Contract", "Pay", "Working from home", "What the role asks for", "be a plus")),
    ],
)
@pytest.mark.parametrize("jobs", [("accountant",), ("accountant", "buyer")])
def test_the_offer_can_be_read_where_the_interest_is_said(
    portal: Portal, lang: str, told: tuple[str, ...], jobs: tuple[str, ...]
) -> None:
    offer = portal.jobs.get(JobId("accountant"))
    portal.jobs.save(
        offer.model_copy(update={"pay_range": "32 000 €", "remote": "2 jours", "description": "Une <équipe>\nde dix"})
    )
    portal.jobs.save(factories.job("buyer", description=""))
    mail = offer_mail(*jobs).model_copy(update={"mail_id": MailId("mail-read")})
    portal.mails.plan(mail)

    body = portal.get(portal.link(LinkPurpose.INTERESTED, mail), query={"lang": lang}).body

    assert body.count("<details>") == len(jobs)
    assert '<p class="text" lang="fr">Une &lt;équipe&gt;\nde dix</p>' in body
    assert body.count('class="text"') == 1
    for text in (*told, "CDI", "Lyon", "32 000 €", "2 jours", "Maîtrise de Sage", "Anglais courant"):
        assert text in visible(body)
    assert body.index("Maîtrise de Sage") < body.index("Anglais courant")


def test_an_offer_of_which_only_the_title_is_known_unfolds_nothing(portal: Portal) -> None:
    bare = {"description": " ", "criteria": (), "place": None, "contract": None}
    portal.jobs.save(portal.jobs.get(JobId("accountant")).model_copy(update=bare))

    assert "<details" not in portal.get(portal.link(LinkPurpose.INTERESTED)).body


def test_several_jobs_are_chosen_by_ticking(portal: Portal) -> None:
    portal.jobs.save(factories.job("buyer", title="Acheteuse"))
    portal.candidates.create(factories.candidate("ana"), keys=())
    mail = offer_mail("accountant", "buyer", who="ana")
    portal.mails.plan(mail)
    link = portal.link(LinkPurpose.INTERESTED, mail)

    shown = portal.get(link)
    nothing = portal.post(link, form={"lang": "fr"})
    portal.post(link, form={"job": ["buyer"]})

    assert shown.body.count('type="checkbox"') == 2
    assert "Cochez au moins un poste" in visible(nothing.body)
    assert [each.job_id for each in portal.applications.of_candidate(CandidateId("ana"))] == ["buyer"]


def applied(portal: Portal) -> Application:
    """Zoé's application as it stands."""
    return portal.applications.get(JobId("accountant"), CandidateId("zoe"))


def test_whoever_took_an_application_back_opens_it_again(portal: Portal) -> None:
    taken_back = factories.application("accountant", "zoe", stage=Stage.FINALIST, outcome=Outcome.WITHDRAWN)
    portal.applications.save(taken_back)
    link = portal.link(LinkPurpose.INTERESTED)

    offered_again = portal.get(link).body
    portal.post(link, form={"job": "accountant"})

    assert 'value="accountant"' in offered_again
    assert (applied(portal).outcome, applied(portal).stage) == (Outcome.OPEN, Stage.FINALIST)
    assert applied(portal).applied_at == taken_back.applied_at
    assert portal.responses.of_occurrence(BatchId("run-1")) == {"interested": 1, "applied": 1}


def test_an_application_that_is_open_already_is_not_counted_as_following(portal: Portal) -> None:
    portal.applications.save(factories.application("accountant", "zoe"))

    portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "accountant"})

    assert portal.responses.of_occurrence(BatchId("run-1")) == {"interested": 1}


def test_each_job_of_one_mail_is_counted_and_written_down(portal: Portal) -> None:
    portal.jobs.save(factories.job("buyer", title="Acheteuse"))
    mail = offer_mail("accountant", "buyer").model_copy(update={"mail_id": MailId("mail-two")})
    portal.mails.plan(mail)

    portal.post(portal.link(LinkPurpose.INTERESTED, mail), form={"job": ["accountant", "buyer"]})

    assert portal.responses.of_occurrence(BatchId("run-1")) == {"interested": 1, "applied": 2}
    told = [(entry.actor, entry.action, entry.detail) for entry in portal.audit.entries("candidate#zoe")]
    assert told == [
        ("candidate", "interested", {"job_id": job, "mail_id": "mail-two"}) for job in ("accountant", "buyer")
    ]


@pytest.mark.parametrize("withdrawn", [False, True], ids=["new", "taken back before"])
def test_a_press_that_breaks_off_at_any_write_is_counted_once_it_is_repeated(withdrawn: bool) -> None:
    for call in range(1, 5):
        portal = Portal()
        if withdrawn:
            portal.applications.save(factories.application("accountant", "zoe", outcome=Outcome.WITHDRAWN))
        link, clockwork = portal.link(LinkPurpose.INTERESTED), Clockwork(at=call, after=crash)
        watched = {name: clockwork.over(getattr(portal, name)) for name in ("responses", "audit")}
        writes = {"applications": _Writes(portal.applications, clockwork)}

        with suppress(Crashed):
            portal.post(link, form={"job": "accountant"}, changes=watched | writes)
        portal.post(link, form={"job": "accountant"})

        assert applied(portal).outcome is Outcome.OPEN
        assert portal.responses.of_occurrence(BatchId("run-1")) == {"interested": 1, "applied": 1}, f"at call {call}"


class _Writes:
    """A store of applications that is watched when it writes."""

    def __init__(self, store: MemoryApplicationStore, clockwork: Clockwork) -> None:
        self._store = store
        self.save = clockwork.over(store).save

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.mark.parametrize(("lang", "told"), [("fr", "plus de données à votre sujet"), ("en", "no longer hold any data")])
def test_somebody_who_is_erased_while_they_press_is_told_so(portal: Portal, lang: str, told: str) -> None:
    class Erasing(MemoryApplicationStore):
        def save(self, application: Application) -> Application:
            factories.erase(portal.candidates, "zoe")
            return super().save(application)

    answer = portal.post(
        portal.link(LinkPurpose.INTERESTED),
        form={"job": "accountant", "lang": lang},
        changes={"applications": Erasing(portal.candidates)},
    )

    assert answer.status == 200
    assert told in visible(answer.body)
    assert portal.applications.of_candidate(CandidateId("zoe")) == []
