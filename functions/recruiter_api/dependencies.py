"""What routes ask for: each name is a port, filled by the wiring (tests put the memory twins in its place)."""

from collections.abc import Callable
from time import monotonic
from typing import Annotated, Final

from aws_lambda_powertools.event_handler.depends import Depends
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import StringConstraints

from relance import wiring
from relance.campaigns.desk import CampaignDesk
from relance.clock import now
from relance.mail.stopping import Switchboard
from relance.ports.answers import Ratings
from relance.ports.audit import AuditLog, MatchLog
from relance.ports.campaigns import Scheduler
from relance.ports.mail import MailLedger, Wordings
from relance.ports.people import ApplicationStore, CandidateStore, CvStore, ErasureRequests, JobStore
from relance.ports.responses import Responses
from relance.ports.segments import SegmentStore
from relance.records import Cursor, Instant
from relance.rejections.desk import Desk

Now = Annotated[Instant, Depends(now)]
ANSWER_WITHIN_SECONDS: Final = 20
"""Well under the 29 seconds after which API Gateway gives up on a function."""


def time_budget() -> Callable[[], bool]:
    """Whether this request has used so much of its time that long work should stop and say how far it came."""
    ends = monotonic() + ANSWER_WITHIN_SECONDS
    return lambda: monotonic() > ends


OutOfTime = Annotated[Callable[[], bool], Depends(time_budget)]
NewId = Annotated[str, Depends(wiring.new_id)]

Candidates = Annotated[CandidateStore, Depends(wiring.candidates)]
Jobs = Annotated[JobStore, Depends(wiring.jobs)]
Applications = Annotated[ApplicationStore, Depends(wiring.applications)]
Cvs = Annotated[CvStore, Depends(wiring.cv_store)]
Erasing = Annotated[ErasureRequests, Depends(wiring.erasure_requests)]
Mails = Annotated[MailLedger, Depends(wiring.mails)]
HouseWordings = Annotated[Wordings, Depends(wiring.wordings)]
Board = Annotated[Switchboard, Depends(wiring.switchboard)]

Audit = Annotated[AuditLog, Depends(wiring.audit)]
Shown = Annotated[MatchLog, Depends(wiring.match_log)]
Campaigns = Annotated[CampaignDesk, Depends(wiring.campaign_desk)]
Segments = Annotated[SegmentStore, Depends(wiring.segments)]
ReaderResponses = Annotated[Responses, Depends(wiring.campaign_responses)]
Schedules = Annotated[Scheduler, Depends(wiring.scheduler)]
Answers = Annotated[Desk, Depends(wiring.desk)]
GivenRatings = Annotated[Ratings, Depends(wiring.ratings)]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
ID = r"^[\w\-]{1,64}$"
JobPath = Annotated[str, Path(description="id of the job", pattern=ID)]
CandidatePath = Annotated[str, Path(description="id of the candidate", pattern=ID)]
CampaignPath = Annotated[str, Path(description="id of the campaign", pattern=ID)]
BatchPath = Annotated[str, Path(description="id of the rejection batch", pattern=ID)]
MailPath = Annotated[str, Path(description="id of the mail", pattern=ID)]

After = Annotated[Cursor | None, Query(description="`next` of the page before", max_length=1000)]
Limit = Annotated[int, Query(description="at most so many", ge=1, le=100)]
