"""Mails: rows of the ledger, by person or by batch."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from recruiter_api.dependencies import ID, After, Limit, MailPath, Mails
from recruiter_api.routing import new_router
from relance.candidates import CandidateId
from relance.errors import InvalidInputError
from relance.mail.mails import BatchId, Mail, MailId
from relance.records import Page

router = new_router()


@router.get("/mails", summary="Mails to a person, or of a batch or an occurrence", tags=["mails"])
def list_mails(
    mails: Mails,
    candidate: Annotated[str | None, Query(description="id of the candidate", pattern=ID)] = None,
    batch: Annotated[str | None, Query(description="id of the batch or occurrence", max_length=200)] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[Mail]:
    """Exactly one of `candidate` and `batch`. Mails to a person come at once, oldest first."""
    if batch and not candidate:
        return mails.of_batch(BatchId(batch), after=after, limit=limit)
    if candidate and not batch:
        return Page(items=tuple(mails.of_candidate(CandidateId(candidate))))
    raise InvalidInputError("give either candidate or batch")


@router.get("/mails/<mail_id>", summary="One mail with its state and what became of it", tags=["mails"])
def get_mail(mail_id: MailPath, mails: Mails) -> Mail:
    """Consistent read."""
    return mails.get(MailId(mail_id))
