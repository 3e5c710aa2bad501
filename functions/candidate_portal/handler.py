"""Pages for candidates: a signed link shows a page, a form on it acts."""

from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from candidate_portal.ports import PortalPorts
from candidate_portal.routes import build_portal
from relance import clock, wiring
from relance.observability import logger, metrics


@cache
def ports() -> PortalPorts:
    """Where the pages read and write."""
    settings = wiring.settings()
    return PortalPorts(
        candidates=wiring.candidates(), applications=wiring.applications(), jobs=wiring.jobs(), mails=wiring.mails(),
        cvs=wiring.cv_store(), audit=wiring.audit(), erasing=wiring.erasure_requests(), ratings=wiring.ratings(),
        responses=wiring.campaign_responses(), presses=wiring.presses(), words=wiring.words(), pepper=wiring.pepper(),
        employer=settings.employer_name, contact=settings.reply_to, time_zone=settings.time_zone,
        portal_url=settings.portal_url, new_id=wiring.new_id,
    )  # fmt: skip


portal = build_portal(ports, clock.now)


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """One request of API Gateway (payload version 2.0)."""
    return portal.resolve(event, context)
