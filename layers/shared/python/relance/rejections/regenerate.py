"""Write an answer again from what its record says: codes, values, and the version of the words (R35)."""

from relance.advice.library import Library
from relance.advice.phrasing import filled
from relance.applications import Stage
from relance.mail.answer_parts import AdviceItem
from relance.mail.mails import AnswerContent
from relance.mail.typography import Language
from relance.rejections.reasons import say
from relance.words.words import Words


def regenerated(content: AnswerContent, language: Language, words: Words) -> AnswerContent:
    """The same answer with every sentence made anew; equal to `content` when `words` are those of its version."""
    reason = words.reasons.find(content.reason_id)
    stage = Stage(content.said_as or content.stage)
    return content.model_copy(
        update={
            "reason": say(reason, stage, language, criterion=content.criterion, tone=content.tone),
            "strength": _strength(content, language, words.advice),
            "advice": tuple(_advice(item, content, language, words.advice) for item in content.advice),
        }
    )


def _strength(content: AnswerContent, language: Language, library: Library) -> str | None:
    source = content.strength_source
    if source is None:
        return content.strength
    phrase = library.strength_phrase(source.wording, language, tone=content.tone)
    return filled(phrase, source.values, language)


def _advice(item: AdviceItem, content: AnswerContent, language: Language, library: Library) -> AdviceItem:
    phrase = library.entry(item.rule_id).phrase(language, named=item.named, tone=content.tone)
    return item.model_copy(update={"text": filled(phrase, item.values, language)})
