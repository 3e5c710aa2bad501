"""Applications that an offer of a campaign led to, told to whoever counts for its report."""

from relance.mail.mails import Stream
from relance.matching.document import CandidateDocument
from relance.ports.mail import MailLedger
from relance.ports.responses import Responses
from relance.segments.candidate_facts import left_at


def count_applications(document: CandidateDocument, *, mails: MailLedger, responses: Responses) -> None:
    """Whichever way they came: from the portal, an upload that names the job, or the ATS. Again is harmless."""
    answered = {fact.job_id for fact in document.facts.history if fact.after_our_offer}
    if not answered:
        return
    for mail in mails.of_candidate(document.facts.candidate_id):
        if mail.stream is Stream.CAMPAIGNS and left_at(mail) is not None:
            for job_id in answered.intersection(mail.job_ids):
                responses.add(mail.batch_id, mail.mail_id, "applied", job_id=job_id)
