"""The question whether an agreement that is about to end goes on: planned once for each agreement (R30)."""

from relance.candidates import Candidate
from relance.errors import InvalidInputError
from relance.mail.mails import BatchId, Mail, MailState, RenewalContent, Stream, mail_id, renewal_guard
from relance.records import Instant

APPROVED_BY = "retention"
"""The text is the house's own and the same for everybody: nobody approves it mail by mail."""


def renewal_mail(person: Candidate, *, now: Instant) -> Mail:
    """Due at once; the sender looks at everything else. InvalidInputError when the person never agreed."""
    consent = person.consent
    if consent is None:
        raise InvalidInputError("there is no agreement to go on with")
    guard = renewal_guard(person.candidate_id, consent.given_at)
    return Mail(
        mail_id=mail_id("renewal", guard, 1),
        state=MailState.HELD,
        stream=Stream.CAMPAIGNS,
        candidate_id=person.candidate_id,
        job_ids=(),
        batch_id=BatchId(f"renewal#{now.date().isoformat()}"),
        language=person.mail_language,
        content=RenewalContent(consent_given_at=consent.given_at, consent_expires_at=consent.expires_at),
        guards=(guard,),
        approved_by=APPROVED_BY,
        approved_at=now,
        wake_at=now,
        created_at=now,
        updated_at=now,
    )
