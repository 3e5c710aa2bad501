"""Change one drafted answer: reason, criterion, strength, advice, a personal sentence."""

from relance.errors import ConflictError
from relance.mail.mails import AnswerContent, Mail, MailId, MailState
from relance.records import Instant
from relance.rejections.composing import Choice, check_choice, compose
from relance.rejections.desk import Desk
from relance.rejections.draft import case_of
from relance.rejections.left_out import SENTENCES, NoAnswer


def edit(mail_id: MailId, choice: Choice, *, desk: Desk, by: str, now: Instant) -> Mail:
    """Write the answer anew from the changed choice; the new text must be read before it can be approved.

    ConflictError when it is no draft any more, or the choice does not hold for this person; InvalidInputError when the
    choice is wrong; ForbiddenWordsError for the personal sentence (R20).
    """
    mail = desk.mails.get(mail_id)
    if mail.state is not MailState.DRAFT:
        raise ConflictError(f"only a draft can be edited; this answer is {mail.state}")
    job = desk.jobs.get(mail.job_ids[0])
    words = desk.words.current()
    check_choice(choice, job, words)
    desk.words.keep(words)
    case = case_of(mail.candidate_id, job, words=words, desk=desk, now=now)
    content = case if isinstance(case, NoAnswer) else compose(case, choice, by=by)
    if isinstance(content, NoAnswer):
        raise ConflictError(SENTENCES[content][1])
    changed = {"content": _still_cleared(content, mail), "updated_at": now}
    edited = desk.mails.replace(mail.model_copy(update=changed), expected=MailState.DRAFT)
    desk.audit.append(f"mail#{mail_id}", actor=by, action="answer edited", detail=choice_detail(choice), at=now)
    return edited


def _still_cleared(content: AnswerContent, before: Mail) -> AnswerContent:
    """A note that was cleared and has not changed needs no second look."""
    held = before.content
    if not isinstance(held, AnswerContent) or held.flagged is None or held.personal_note != content.personal_note:
        return content
    return content.model_copy(update={"flagged": held.flagged})


def choice_detail(choice: Choice) -> dict[str, str]:
    """The choice as the audit keeps it: codes, never the words of the note."""
    return {
        "reason_id": choice.reason_id,
        "criterion_id": choice.criterion_id or "",
        "personal_note": "yes" if choice.personal_note else "no",
        "with_strength": "yes" if choice.with_strength else "no",
        "without_rules": " ".join(sorted(choice.without_rules)),
    }
