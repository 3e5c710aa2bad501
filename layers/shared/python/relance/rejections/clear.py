"""A second person clears a personal sentence in which the linter found words (R20)."""

from relance.errors import ConflictError
from relance.mail.mails import AnswerContent, Mail, MailId, MailState
from relance.records import Instant
from relance.rejections.desk import Desk
from relance.rejections.preview import look


class SamePersonError(ConflictError):
    """Whoever wrote a sentence cannot clear it."""


def waits_for_clearance(mail: Mail) -> bool:
    """Whether its personal sentence holds words that nobody has cleared."""
    flagged = mail.content.flagged if isinstance(mail.content, AnswerContent) else None
    return flagged is not None and flagged.cleared_by is None


def clear(mail_id: MailId, *, text_hash: str, desk: Desk, by: str, now: Instant) -> Mail:
    """Let a draft with flagged words be approved; `text_hash` is the one of the preview that `by` was shown.

    Clearing twice is harmless. ConflictError when it is no draft, nothing waits, the text has changed or was not read;
    SamePersonError when `by` wrote the sentence.
    """
    mail = desk.mails.get(mail_id)
    content = mail.content
    if mail.state is not MailState.DRAFT or not isinstance(content, AnswerContent) or content.flagged is None:
        raise ConflictError("no sentence of this answer waits for a second person")
    if content.flagged.cleared_by is not None:
        return mail
    if content.flagged.written_by == by:
        raise SamePersonError("a second person has to clear what you wrote")
    if (
        look(mail, desk=desk, now=now).preview.text_hash != text_hash
        or desk.batches.opened(mail_id, text_hash, by) is None
    ):
        raise ConflictError("read the answer as it is now before clearing it")
    flagged = content.flagged.model_copy(update={"cleared_by": by, "cleared_at": now})
    changed = {"content": content.model_copy(update={"flagged": flagged}), "updated_at": now}
    cleared = desk.mails.replace(mail.model_copy(update=changed), expected=MailState.DRAFT)
    detail = {"text_hash": text_hash, "written_by": flagged.written_by, "words": str(len(flagged.words))}
    desk.audit.append(f"mail#{mail_id}", actor=by, action="sentence cleared", detail=detail, at=now)
    return cleared
