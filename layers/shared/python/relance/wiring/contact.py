"""What recruiters work with: answers, campaigns, and how long people are kept."""

from functools import cache
from typing import TYPE_CHECKING

from relance.wiring.base import REQUESTS_AT_ONCE, address_key, dynamodb_client, pepper, scheduler_client, settings
from relance.wiring.files import audiences, cv_store
from relance.wiring.mail import preview_composer
from relance.wiring.search import candidate_index, embedder, job_index
from relance.wiring.tables import (
    applications,
    audit,
    batches,
    campaigns,
    candidates,
    jobs,
    mails,
    recent_wordings,
    suppressions,
    words,
)

if TYPE_CHECKING:
    from relance.campaigns.desk import CampaignDesk
    from relance.ports.campaigns import Scheduler
    from relance.privacy.retention import RetentionPolicy
    from relance.rejections.desk import Desk


@cache
def desk() -> "Desk":
    """What drafting, reading, approving and undoing answers needs."""
    from relance.rejections.desk import Desk
    from relance.rejections.timing import leave_policy

    return Desk(
        jobs=jobs(),
        candidates=candidates(),
        applications=applications(),
        cvs=cv_store(),
        mails=mails(),
        batches=batches(),
        suppressions=suppressions(),
        audit=audit(),
        wordings=recent_wordings(),
        words=words(),
        render=preview_composer().compose,
        pepper=pepper(),
        policy=leave_policy(settings()),
        workers=REQUESTS_AT_ONCE,
    )


@cache
def campaign_desk() -> "CampaignDesk":
    """What previewing, freezing and expanding a campaign needs."""
    from datetime import timedelta

    from relance.adapters.dynamodb_audience_facts import DynamoDbAudienceFacts
    from relance.campaigns.audience import Search
    from relance.campaigns.desk import CampaignDesk
    from relance.campaigns.eligibility import EligibilityPorts
    from relance.campaigns.rules import RelanceRules

    given = settings()
    facts = DynamoDbAudienceFacts(
        dynamodb_client(),
        candidates_table=given.candidates_table,
        applications_table=given.applications_table,
        suppressions_table=given.suppressions_table,
        guards_table=given.mail_guards_table,
        mails_table=given.mails_table,
    )
    return CampaignDesk(
        campaigns=campaigns(),
        audiences=audiences(),
        jobs=jobs(),
        search=Search(candidates=candidate_index(), jobs=job_index(), offers=jobs(), embedder=embedder()),
        eligibility=EligibilityPorts(facts=facts, mails=mails(), address_key=address_key),
        rules=RelanceRules(every=timedelta(days=given.offers_every_days)),
        wordings=recent_wordings(),
        compose=preview_composer().compose,
        text_hash=preview_composer().text_hash,
        reasons=lambda: words().current().reasons,
        time_zone=given.time_zone,
        workers=REQUESTS_AT_ONCE,
    )


@cache
def preload_campaigns() -> None:
    """Load what every run needs, and spare the collector from looking through it again with each part."""
    import gc

    campaign_desk()
    gc.freeze()


@cache
def scheduler() -> "Scheduler":
    """Starts campaigns at their time."""
    from relance.adapters.scheduler import EventBridgeScheduler, ScheduleTarget

    given = settings()
    target = ScheduleTarget(
        group=given.schedule_group,
        queue_arn=given.campaign_runs_queue_arn,
        role_arn=given.scheduler_role_arn,
        dead_letter_arn=given.scheduler_dlq_arn,
    )
    return EventBridgeScheduler(scheduler_client(), target)


@cache
def retention_policy() -> "RetentionPolicy":
    """How long people are kept."""
    from datetime import timedelta

    from relance.privacy.retention import RetentionPolicy

    given = settings()
    return RetentionPolicy(
        months_without_consent=given.retention_months, renew_before=timedelta(days=given.renew_days_before)
    )
