"""Between the freeze of an audience and the sending: whatever speaks against a mail is heard, with its true reason."""

from collections.abc import Callable

import pytest

from relance.applications import Outcome
from relance.candidates import CandidateId, ContractWish, DoNotContact, Wishes
from relance.jobs import JobState
from relance.mail.mails import SkipReason
from relance.mail.verdict import NotNow, Send, Skip, Verdict, verdict
from relance.privacy.addresses import address_key
from relance.segments.trades import title_key
from tests import factories
from tests.unit.api.world import APPROVER, PEPPER
from tests.unit.campaigns.story import JOB, Story

ANA = CandidateId("ana")


def judged(story: Story) -> Verdict:
    """What the sender would do with Ana's mail now."""
    mail = story.mail_to("ana")
    return verdict(mail, story.facts().about(mail, now=story.now), now=story.now)


def change(story: Story, **fields: object) -> None:
    held = story.candidates.get(ANA)
    story.candidates.save(held.model_copy(update=fields))


def hire(story: Story) -> None:
    story.applied(factories.application("other", "ana", outcome=Outcome.HIRED))


def complain(story: Story) -> None:
    """As an event of SES does it."""
    story.suppressions.add(address_key("ana@example.org", PEPPER), "complaint", now=story.now)
    change(story, unsubscribed_at=story.now)


def close(story: Story) -> None:
    job = story.jobs.get(story.mail_to("ana").job_ids[0])
    story.jobs.save(job.model_copy(update={"state": JobState.CLOSED}))


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (lambda story: change(story, consent=None), SkipReason.NO_CONSENT),
        (lambda story: change(story, unsubscribed_at=story.now), SkipReason.UNSUBSCRIBED),
        (lambda story: change(story, paused_until=factories.consent().expires_at), SkipReason.PAUSED),
        (
            lambda story: change(story, do_not_contact=DoNotContact(by="amina", at=story.now, why="asked by phone")),
            SkipReason.DO_NOT_CONTACT,
        ),
        (complain, SkipReason.SUPPRESSED),
        (hire, SkipReason.HIRED),
        (lambda story: factories.erase(story.candidates, ANA), SkipReason.CANDIDATE_GONE),
        (close, SkipReason.JOB_CLOSED),
        (lambda story: story.applied(factories.application(JOB, "ana")), SkipReason.ALREADY_APPLIED),
        (
            lambda story: change(story, wishes=Wishes(refused_titles={title_key("Contrôleur de gestion")})),
            SkipReason.NOT_THIS_KIND,
        ),
        (
            lambda story: change(story, wishes=Wishes(contracts={ContractWish.FREELANCE})),
            SkipReason.NOT_THIS_CONTRACT,
        ),
    ],
    ids=[
        "consent withdrawn",
        "unsubscribed",
        "paused",
        "barred",
        "complaint",
        "hired",
        "erased",
        "job closed",
        "applied",
        "not this kind",
        "not this contract",
    ],
)
def test_nothing_leaves_and_the_reason_is_the_right_one(
    story: Story, happens: Callable[[Story], object], reason: SkipReason
) -> None:
    story.finalist("ana")
    story.approved()
    story.fire()
    assert isinstance(judged(story), Send)

    happens(story)

    assert judged(story) == Skip(reason=reason)


def test_a_paused_campaign_holds_its_mails_and_a_cancelled_one_ends_them(story: Story) -> None:
    story.finalist("ana")
    path = f"/campaigns/{story.approved(jobs=[JOB])}"
    story.fire()

    story.call("POST", f"{path}/pause")
    paused = judged(story)
    story.call("POST", f"{path}/resume", claims=APPROVER)
    resumed = judged(story)
    story.call("POST", f"{path}/cancel")

    assert paused == NotNow(because="campaign_paused")
    assert isinstance(resumed, Send)
    assert judged(story) == Skip(reason=SkipReason.CAMPAIGN_CANCELLED)
