"""A campaign's mail to the recruiter's own mailbox: the same words, nobody's consent, guards or numbers."""

import json
from datetime import timedelta
from typing import Any

import pytest

from relance.adapters.memory_sending import MemoryStopSigns
from relance.campaigns import CampaignId
from relance.campaigns.send_test import TESTS_AN_HOUR
from relance.candidates import CandidateId
from relance.mail.colleague import stand_in
from relance.mail.facts import StoredFacts
from relance.mail.mails import Mail, MailId, Stream
from relance.mail.verdict import NotNow, Send, Skip, Verdict, verdict
from relance.privacy.addresses import address_key
from tests.unit.api.world import PEPPER, RECRUITER
from tests.unit.campaigns.story import JOB, Story

OWN = RECRUITER | {"email": "rachel@vercors.example.org", "email_verified": "true"}
MORNING = timedelta(hours=8)


def send(story: Story, campaign_id: CampaignId, body: Any = None, *, claims: Any = OWN) -> Any:
    return story.call("POST", f"/campaigns/{campaign_id}/test", body or {}, claims=claims)


def sent(story: Story, campaign_id: CampaignId, body: Any = None) -> Mail:
    answer = send(story, campaign_id, body)
    assert answer.status == 202, answer.body
    return story.mails.get(MailId(answer.body["mail_id"]))


def judged(story: Story, mail: Mail, stops: MemoryStopSigns | None = None) -> Verdict:
    facts = StoredFacts(
        candidates=story.candidates,
        applications=story.applications,
        jobs=story.jobs,
        campaigns=story.campaigns,
        suppressions=story.suppressions,
        stops=stops or MemoryStopSigns(),
        address_key=lambda email: address_key(email, PEPPER),
        sender=lambda _stream, _now: None,
        opens=lambda moment: moment + MORNING,
    )
    return verdict(mail, facts.about(mail, now=story.now), now=story.now)


def read(story: Story, mail: Mail) -> Any:
    assert mail.test_for is not None
    return story.composer.compose(mail, stand_in(mail.test_for, language=mail.language, at=story.now))


def test_it_goes_to_the_verified_address_of_whoever_asks_at_any_hour(story: Story) -> None:
    mail = sent(story, story.drafted())

    assert judged(story, mail) == Send(address="rachel@vercors.example.org")
    assert [due.mail_id for due in story.mails.due(Stream.CAMPAIGNS, until=story.now, limit=9)] == [mail.mail_id]


def test_it_has_the_words_of_the_campaign_a_marked_subject_and_links_that_do_nothing(story: Story) -> None:
    mail = sent(story, story.drafted(introduction={"fr": "Un poste proche ouvre."}))

    shown = read(story, mail)

    assert shown.subject.startswith("[Test] ")
    assert "Un poste proche ouvre." in shown.text
    assert "Contrôleur de gestion" in shown.text
    assert shown.text.startswith("Ceci est un test.")
    assert "\n\nBonjour,\n\n" in shown.text
    links = shown.links.model_dump(exclude_none=True)
    assert links
    assert all("/preview/" in url for url in links.values())


@pytest.mark.parametrize(
    ("language", "agreed"),
    [("fr", "jusqu’au 2\u00a0mars 2028"), ("en", "until 2\u00a0March 2028")],
)
def test_it_has_the_line_of_consent_that_its_readers_see(story: Story, language: str, agreed: str) -> None:
    mail = sent(story, story.drafted(), {"language": language})

    assert agreed in read(story, mail).text


def test_it_is_in_the_language_that_was_asked_for(story: Story) -> None:
    mail = sent(story, story.drafted(), {"language": "en"})

    assert read(story, mail).text.startswith("This is a test.")
    assert "\n\nHello,\n\n" in read(story, mail).text


def test_nothing_of_a_candidate_is_touched_and_the_offer_still_reaches_them(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.drafted()

    mail = sent(story, campaign_id)
    story.approve(campaign_id)
    (finished,) = story.fire()

    assert finished is not None
    assert (finished.audience_size, finished.planned, finished.skipped) == (1, 1, {})
    assert "ana" not in json.dumps(mail.model_dump(mode="json"))
    assert [each.candidate_id for each in story.mails_of(finished)] == [CandidateId("ana")]
    total = story.call("GET", f"/campaigns/{campaign_id}/report").body["total"]
    assert (total["audience"], total["planned"]) == (1, 1)


def test_it_takes_no_guard_of_a_job(story: Story) -> None:
    mail = sent(story, story.drafted())

    assert all(guard.startswith("test#") for guard in mail.guards)
    assert mail.campaign_id is None


@pytest.mark.parametrize(
    "claims",
    [
        RECRUITER,
        RECRUITER | {"email": "rachel@vercors.example.org"},
        RECRUITER | {"email": "rachel@vercors.example.org", "email_verified": "false"},
        RECRUITER | {"email_verified": "true"},
    ],
)
def test_an_account_without_a_verified_address_gets_none(story: Story, claims: dict[str, str]) -> None:
    answer = send(story, story.drafted(), claims=claims)

    assert answer.status == 400
    assert "verified" in answer.body["error"]["message"]
    assert story.mails.due(Stream.CAMPAIGNS, until=story.now, limit=9) == []


def test_nobody_can_name_another_address(story: Story) -> None:
    answer = send(story, story.drafted(), {"to": "somebody@example.org"})

    assert answer.status == 422


def test_so_many_an_hour_and_then_a_clear_no(story: Story) -> None:
    campaign_id = story.drafted()
    for _ in range(TESTS_AN_HOUR):
        sent(story, campaign_id)

    refused = send(story, campaign_id)
    of_another = send(story, campaign_id, claims=OWN | {"cognito:username": "amina"})
    story.now += timedelta(hours=1)
    later = send(story, campaign_id)

    assert (refused.status, of_another.status, later.status) == (409, 202, 202)
    assert "an hour" in refused.body["error"]["message"]


def test_nothing_to_offer_is_said(story: Story) -> None:
    campaign_id = story.drafted()
    story.jobs.save(story.jobs.get(story.campaign(campaign_id).jobs[0]).model_copy(update={"state": "closed"}))

    assert send(story, campaign_id).status == 409


def test_a_digest_shows_as_many_offers_as_a_mail_of_it_holds(story: Story) -> None:
    mail = sent(story, story.drafted(jobs=[], digest={"top": 1}))

    assert mail.job_ids == (JOB,)


def test_the_switch_that_stops_everything_stops_tests_too(story: Story) -> None:
    mail = sent(story, story.drafted())
    stops = MemoryStopSigns()
    stops.set_stop_all(True, by="amina", now=story.now)

    assert judged(story, mail, stops) == NotNow(because="stop_all")


def test_a_suppressed_address_gets_no_test(story: Story) -> None:
    story.suppressions.add(address_key("rachel@vercors.example.org", PEPPER), "bounce", now=story.now)

    assert isinstance(judged(story, sent(story, story.drafted())), Skip)


def test_who_tested_what_is_audited(story: Story) -> None:
    campaign_id = story.drafted()

    sent(story, campaign_id)

    (entry,) = [one for one in story.audit.entries(f"campaign#{campaign_id}") if one.action == "campaign tested"]
    assert entry.actor == "rachel"
    assert "@" not in json.dumps(entry.model_dump(mode="json"))


def test_a_test_that_asks_for_nothing_is_in_french(story: Story) -> None:
    campaign_id = story.drafted()

    answer = story.call("POST", f"/campaigns/{campaign_id}/test", claims=OWN)

    assert answer.status == 202, answer.body
    assert story.mails.get(MailId(answer.body["mail_id"])).language == "fr"
