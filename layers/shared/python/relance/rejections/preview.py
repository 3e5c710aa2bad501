"""Show a drafted answer as it will leave, and record who was shown exactly this text (R18)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from relance.applications import Application
from relance.errors import NotFoundError
from relance.mail.mails import BatchId, Mail, MailId, MailState
from relance.mail.rendering import RenderedMail, text_hash
from relance.records import Instant, Record
from relance.rejections.batches import LeftOut, Opened, RejectionBatch
from relance.rejections.desk import Desk
from relance.rejections.left_out import NoAnswer
from relance.rejections.timing import LeaveTime, LeaveWhy, leave_time

_PAGE: Final = 200


class Preview(Record):
    """One answer as the person will read it."""

    mail: Mail
    to_name: str | None
    rendered: RenderedMail
    text_hash: str
    leaves: LeaveTime | None
    """When it leaves if it is approved now, or when it does leave; None once that is settled."""
    active_elsewhere: bool
    """Open or hired in another process of ours: the answer will wait for a person's word (R19)."""


class BatchPreview(Record):
    """The whole list, to be read before the batch is approved."""

    batch: RejectionBatch
    list_hash: str
    previews: tuple[Preview, ...]
    left_out: tuple[LeftOut, ...]


def preview(mail_id: MailId, *, desk: Desk, by: str, now: Instant) -> Preview:
    """The very text of one answer. NotFoundError when the mail or its candidate is gone."""
    shown = look(desk.mails.get(mail_id), desk=desk, now=now).preview
    desk.batches.record_opened(Opened(subject=mail_id, text_hash=shown.text_hash, by=by, at=now))
    return shown


def preview_batch(batch_id: BatchId, *, desk: Desk, by: str, now: Instant) -> BatchPreview:
    """Every draft of a batch: name, reason, advice, text; `list_hash` is what an approval of the batch states.

    The HTML parts are left out: they say the same (R13), and five hundred of them fit into no answer of the API.
    """
    batch = desk.batches.get(batch_id)
    seen, gone = look_all(batch_id, desk=desk, now=now)
    previews = tuple(each.preview for each in seen)
    listed = list_hash(previews)
    desk.batches.record_opened(Opened(subject=batch_id, text_hash=listed, by=by, at=now))
    texts = tuple(map(_without_html, previews))
    return BatchPreview(batch=batch, list_hash=listed, previews=texts, left_out=batch.left_out + gone)


@dataclass(frozen=True, slots=True)
class Seen:
    """A preview, and the application that was read with it; None where that is gone."""

    preview: Preview
    application: Application | None


def look(mail: Mail, *, desk: Desk, now: Instant) -> Seen:
    """One answer as it is now, without recording that anybody saw it. NotFoundError when its person is gone."""
    candidate = desk.candidates.get(mail.candidate_id)
    rendered = desk.render(mail, candidate)
    applications = desk.applications.of_candidate(mail.candidate_id)
    own = next((each for each in applications if each.job_id == mail.job_ids[0]), None)
    if own is None and mail.state is MailState.DRAFT:
        raise NotFoundError("the application that this answers is gone")
    shown = Preview(
        mail=mail,
        to_name=candidate.name,
        rendered=rendered,
        text_hash=text_hash(rendered),
        leaves=_leaves(mail, own, desk=desk, now=now),
        active_elsewhere=any(each.is_active for each in applications if each is not own),
    )
    return Seen(shown, own)


def look_all(batch_id: BatchId, *, desk: Desk, now: Instant) -> tuple[tuple[Seen, ...], tuple[LeftOut, ...]]:
    """Every draft of a batch, and the people who are gone since."""

    def one(mail: Mail) -> Seen | LeftOut:
        try:
            return look(mail, desk=desk, now=now)
        except NotFoundError:
            return LeftOut(candidate_id=mail.candidate_id, why=NoAnswer.NOT_FOUND)

    found = desk.each(one, (mail for mail in mails_of(batch_id, desk) if mail.state is MailState.DRAFT))
    seen = tuple(each for each in found if isinstance(each, Seen))
    return seen, tuple(each for each in found if isinstance(each, LeftOut))


def mails_of(batch_id: BatchId, desk: Desk) -> Iterator[Mail]:
    """All mails of a batch, each as the ledger holds it now: the list by batch may be a moment behind."""
    page = desk.mails.of_batch(batch_id, after=None, limit=_PAGE)
    while True:
        yield from desk.mails.get_many([mail.mail_id for mail in page.items])
        if page.next is None:
            return
        page = desk.mails.of_batch(batch_id, after=page.next, limit=_PAGE)


def list_hash(previews: Iterable[Preview]) -> str:
    """SHA-256 over every mail and its text, in any order: one changed letter or person gives another."""
    lines = sorted(f"{each.mail.mail_id} {each.text_hash}" for each in previews)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def leaves_if_approved(application: Application, *, desk: Desk, now: Instant) -> LeaveTime:
    """When the answer to an application leaves if it is approved now (R10)."""
    return leave_time(
        now, desk.policy, applied_at=application.applied_at, last_interview_at=application.last_interview_at
    )


def _without_html(shown: Preview) -> Preview:
    return shown.model_copy(update={"rendered": shown.rendered.model_copy(update={"html": ""})})


def _leaves(mail: Mail, own: Application | None, *, desk: Desk, now: Instant) -> LeaveTime | None:
    if mail.state is MailState.DRAFT and own is not None:
        return leaves_if_approved(own, desk=desk, now=now)
    if mail.state is MailState.HELD and mail.wake_at is not None and mail.held_because in set(LeaveWhy):
        return LeaveTime(at=mail.wake_at, why=LeaveWhy(mail.held_because))
    return None
