"""A recurring digest: to each person only what fits, never twice, never more often than agreed; a new job proposes."""

from datetime import timedelta
from typing import Any

import pytest

from relance.campaigns import CampaignId, CampaignState, OccurrenceState
from relance.campaigns.propose import propose
from relance.campaigns.rules import RelanceRules
from relance.candidates import CandidateId, ContractWish, Wishes
from relance.jobs import Criterion, CriterionWeight, JobId
from relance.mail import ledger
from relance.mail.mails import Mail, OfferContent, Stream
from relance.segments.trades import title_key
from tests import factories
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import JOB, Story

WEEKLY = {"cron": "0 9 ? * MON *", "time_zone": "Europe/Paris"}


def must(*texts: str) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(criterion_id=f"c{n}", text=text, weight=CriterionWeight.MUST) for n, text in enumerate(texts, 1)
    )


def opens(story: Story, job_id: str, *texts: str, **fields: Any) -> None:
    story.job(factories.job(job_id, criteria=must(*texts), **fields))


def digest(story: Story, *, top: int = 3, **fields: Any) -> CampaignId:
    body = {"jobs": [], "digest": {"top": top}, "segment": {}, "schedule": WEEKLY} | fields
    return story.approved(**body)


def run(story: Story, campaign_id: CampaignId, *, days: float = 0) -> dict[str, tuple[str, ...]]:
    """One more run; what it offered to whom."""
    story.now += timedelta(days=days)
    done = story.call("POST", f"/campaigns/{campaign_id}/run", claims=APPROVER)
    assert done.status == 200, done.body
    story.fire()
    last = story.campaigns.occurrences(campaign_id)[-1]
    assert last.state is OccurrenceState.FINISHED
    return {mail.candidate_id: mail.job_ids for mail in story.mails_of(last)}


def leaves(story: Story, *names: str) -> None:
    for name in names:
        for mail in story.mails.of_candidate(CandidateId(name)):
            if mail.wake_at is not None and mail.stream is Stream.CAMPAIGNS:
                claimed = ledger.claim(mail, archive_key="k", mails=story.mails, now=story.now)
                assert claimed is not None
                ledger.accept(claimed, "id", mails=story.mails, now=story.now)


def content(mail: Mail) -> OfferContent:
    assert isinstance(mail.content, OfferContent)
    return mail.content


def test_a_digest_holds_only_the_contracts_that_somebody_looks_for(story: Story) -> None:
    wishes = Wishes(contracts=frozenset({ContractWish.FIXED_TERM}))
    story.finalist("ana", wishes=wishes)
    opens(story, "months", "clôture mensuelle", title="Comptable", contract="CDD de 6 mois")
    opens(story, "unsaid", "clôture mensuelle", title="Chef comptable", contract=None)
    opens(story, "lasting", "clôture mensuelle", title="Aide-comptable", contract="CDI")

    offered = run(story, digest(story, top=5))

    assert set(offered["ana"]) == {"months", "unsaid"}


def test_each_gets_only_what_fits_and_what_was_sent_is_not_repeated(story: Story) -> None:
    story.finalist("ana")
    opens(story, "closing", "clôture mensuelle", title="Comptable")
    opens(story, "welding", "soudure TIG", title="Soudeur")
    campaign_id = digest(story)

    first, second = run(story, campaign_id), run(story, campaign_id)
    opens(story, "sage", "Sage", title="Comptable général")
    third = run(story, campaign_id)

    assert set(first["ana"]) == {"closing", JOB}
    assert (second, third) == ({}, {"ana": ("sage",)})
    offered = [job for mail in story.mails.of_candidate(CandidateId("ana")) for job in mail.job_ids]
    assert len(offered) == len(set(offered))


def test_the_best_few_and_the_rest_the_next_time(story: Story) -> None:
    story.finalist("ana")
    for number in range(4):
        opens(story, f"job-{number}", "clôture mensuelle")
    campaign_id = digest(story, top=2)

    runs = [run(story, campaign_id) for _ in range(3)]

    assert [len(made["ana"]) for made in runs] == [2, 2, 1]
    assert len({job for made in runs for job in made["ana"]}) == 5


def test_nothing_that_fits_is_a_reason_and_no_mail(story: Story) -> None:
    story.finalist("ana")
    opens(story, "welding", "soudure TIG", title="Soudeur")
    campaign_id = digest(story, jobs=["welding"])

    assert run(story, campaign_id) == {}
    assert story.only_run(campaign_id).excluded == {"nothing_fits": 1}


def test_a_job_that_asks_for_nothing_fits_nobody_in_particular(story: Story) -> None:
    story.finalist("ana")
    story.job(factories.job("vague", criteria=()))
    campaign_id = digest(story, jobs=["vague"])

    assert run(story, campaign_id) == {}


def test_the_mail_says_its_rule_in_its_own_language(story: Story) -> None:
    story.rules = RelanceRules(every=timedelta(days=14))
    story.finalist("ana")
    story.finalist("ben", wishes=Wishes(language="en"))
    run(story, digest(story))

    french, english = (content(story.mail_to(name)).rule for name in ("ana", "ben"))

    assert french is not None
    assert "au plus 3 offres" in french
    assert "tous les 14 jours" in french
    assert english is not None
    assert "at most 3 roles" in english
    mail = story.mail_to("ana")
    assert "au plus 3 offres" in story.composer.compose(mail, story.candidates.get(CandidateId("ana"))).text


def test_a_chosen_offer_has_no_rule_to_tell(story: Story) -> None:
    story.finalist("ana")
    story.approved()
    story.fire()

    assert content(story.mail_to("ana")).rule is None


def test_over_all_campaigns_a_person_hears_once_in_n_days(story: Story) -> None:
    story.rules = RelanceRules(every=timedelta(days=14))
    story.finalist("ana")
    opens(story, "second", "Sage")
    first = digest(story, jobs=[JOB])
    other = digest(story, jobs=["second"])

    assert run(story, first) == {"ana": (JOB,)}
    assert run(story, other) == {}  # The first still waits to leave.
    story.now += timedelta(days=20)
    leaves(story, "ana")
    assert run(story, other, days=13) == {}
    assert run(story, other, days=1) == {"ana": ("second",)}
    assert story.campaigns.occurrences(other)[0].excluded == {"mailed_lately": 1}


def test_a_persons_own_slower_rhythm_counts(story: Story) -> None:
    story.rules = RelanceRules(every=timedelta(days=7))
    story.finalist("ana", wishes=Wishes(offers_every_days=30))
    opens(story, "second", "Sage")
    campaign_id = digest(story, top=1)

    run(story, campaign_id)
    leaves(story, "ana")

    assert run(story, campaign_id, days=29) == {}
    assert len(run(story, campaign_id, days=2)["ana"]) == 1


def test_a_kind_of_job_that_they_refused_is_left_out(story: Story) -> None:
    opens(story, "second", "Sage", title="Auditeur interne")
    story.finalist("ana", wishes=Wishes(refused_titles=frozenset({title_key("Auditeurs internes")})))
    only = digest(story, jobs=["second"])

    assert set(run(story, digest(story))["ana"]) == {JOB}
    assert run(story, only) == {}
    assert story.only_run(only).excluded == {"not_this_kind": 1}


def test_two_campaigns_at_once_do_not_both_write_to_a_person(story: Story) -> None:
    """Both have frozen their audience before either writes a mail."""
    story.rules = RelanceRules(every=timedelta(days=14))
    story.finalist("ana")
    opens(story, "second", "Sage")
    one, two = story.approved(), story.approved(jobs=["second"])
    story.after_parts(1, story.fire)

    story.fire()

    runs = [story.only_run(each) for each in (one, two)]
    assert sorted(each.planned for each in runs) == [0, 1]
    assert len(story.mails.of_candidate(CandidateId("ana"))) == 1


def test_a_new_job_proposes_and_nothing_leaves_before_a_person_approves(story: Story) -> None:
    story.time_zone = "Europe/London"
    story.finalist("ana")
    fresh = story.job(factories.job("fresh", title="Contrôleur de gestion industriel"))

    made = propose(fresh, desk=story.campaign_desk(), now=story.now)
    again = propose(fresh, desk=story.campaign_desk(), now=story.now)
    story.fire()

    assert {campaign.campaign_id for campaign in made} == {"finalists-fresh", "nearest-fresh"}
    assert {(one.state, one.proposed_for, one.created_by) for one in made} == {
        (CampaignState.DRAFT, JobId("fresh"), "relance")
    }
    assert {one.schedule.time_zone for one in made} == {"Europe/London"}
    assert again == ()
    assert story.mails.of_candidate(CandidateId("ana")) == []

    story.approve(CampaignId("finalists-fresh"))
    story.fire()
    assert story.mail_to("ana").job_ids == ("fresh",)


@pytest.mark.parametrize("state", ["closed", "open"])
def test_nothing_is_proposed_for_a_closed_job_or_when_nobody_could_be_written_to(story: Story, state: str) -> None:
    if state == "closed":
        story.finalist("ana")

    assert propose(story.job(factories.job("fresh", state=state)), desk=story.campaign_desk(), now=story.now) == ()
