"""Submits one mail at most once, whatever is repeated or lost around us (R1)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from relance.jobs import JobId
from relance.mail import ledger
from relance.mail.composing import Composer
from relance.mail.letters import Sender, letter
from relance.mail.mails import Mail, MailId, MailState, OfferContent, Stream
from relance.mail.record import record
from relance.mail.verdict import Ask, NotNow, Send, Skip, verdict
from relance.ports.mail import MailArchive, Mailer, MailLedger, SendFactsSource
from relance.records import Instant

LOOK_AGAIN: Final = timedelta(minutes=5)
"""When nobody knows how long a hold lasts: a pause, the stop switch."""


def send(
    mail_id: MailId,
    *,
    mails: MailLedger,
    facts: SendFactsSource,
    composer: Composer,
    archive: MailArchive,
    mailer: Mailer,
    senders: Mapping[Stream, Sender],
    now: Instant,
) -> Mail:
    """Everything that can fail comes before the claim; after it, one submission and its record.

    Returns the mail as it stands; ConflictError when another writer was quicker, UnavailableError when a store is down:
    in both cases nothing was submitted and the queue may repeat the message.
    """
    mail = mails.get(mail_id)
    if mail.state is not MailState.HELD or mail.waits_since is not None:
        return mail  # A repeated message, or somebody decided otherwise meanwhile.
    known = facts.about(mail, now=now)
    judged = verdict(mail, known, now=now)
    if not isinstance(judged, Send):
        return _kept_back(mail, judged, mails=mails, now=now)
    candidate = known.candidate
    assert candidate is not None  # noqa: S101  The verdict to send implies it; this tells mypy.
    # What was approved is the text with all its offers; it leaves without those that are not made any more.
    if mail.text_hash is not None and composer.text_hash(mail, candidate) != mail.text_hash:
        return ledger.ask(mail, because=ledger.TEXT_CHANGED, mails=mails, now=now)
    rendered = composer.compose(_without(mail, judged.dropped), candidate)
    ready = letter(mail, rendered, senders[mail.stream], to_name=candidate.name, to_address=judged.address)
    claimed = ledger.claim(mail, archive_key=archive.put(ready), mails=mails, now=now)
    if claimed is None:
        return mails.get(mail_id)
    return record(claimed, mailer.submit(ready), mails=mails, now=now)


def _kept_back(mail: Mail, judged: Skip | NotNow | Ask, *, mails: MailLedger, now: Instant) -> Mail:
    match judged:
        case Skip(reason=reason):
            return ledger.skip(mail, reason, mails=mails, now=now)
        case NotNow(because=because, until=until):
            return ledger.hold(mail, until=until or now + LOOK_AGAIN, because=because, mails=mails, now=now)
        case Ask(because=because):
            return ledger.ask(mail, because=because, mails=mails, now=now)


def _without(mail: Mail, dropped: frozenset[JobId]) -> Mail:
    """The mail without these offers; an answer's text is frozen and stays whole."""
    if not isinstance(mail.content, OfferContent) or not dropped:
        return mail
    offers = tuple(offer for offer in mail.content.offers if offer.job_id not in dropped)
    return mail.model_copy(update={"content": mail.content.model_copy(update={"offers": offers})})
