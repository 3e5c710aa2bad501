"""One strength at most, three pieces of advice at most, each with its line; the same input gives the same bytes."""

import re
from collections.abc import Mapping
from typing import Final

from relance.advice.cv_text import CvText
from relance.advice.guard import Sources, refusal
from relance.advice.library import Entry, Library
from relance.advice.phrasing import filled
from relance.advice.rules.finding import Facts, Finding, cut
from relance.advice.rules.registry import RULES
from relance.advice.strength import Strength, strength
from relance.advice.tone import FORMAL, Tone
from relance.applications import Stage
from relance.jobs import Job
from relance.mail.answer_parts import AdviceItem, Evidence, StrengthSource
from relance.mail.typography import Language
from relance.matching.analysis import fold
from relance.records import Record

MOST_ADVICE: Final[Mapping[Stage, int]] = {
    Stage.APPLIED: 3,
    Stage.SCREENED: 3,
    Stage.INTERVIEWED: 2,
    Stage.FINALIST: 1,
}
"""The further somebody came, the less their CV was the point."""
_LONGEST_EMPLOYER: Final = 60
_NO_EMPLOYER: Final = re.compile(
    r"freelance|independante?|auto-?entrepr|micro-?entrepr|self-?employed|interim|temping|divers|various|particulier|agency"
)


class Advice(Record):
    """What an answer can say about a CV, in the mail's language."""

    strength: str | None = None
    strength_evidence: Evidence | None = None
    strength_criterion_id: str | None = None
    strength_source: StrengthSource | None = None
    items: tuple[AdviceItem, ...] = ()


class Voice(Record):
    """The phrases to speak in, the language, and how a person is addressed."""

    library: Library
    language: Language
    tone: Tone = FORMAL


def advise(
    cv: CvText,
    job: Job,
    *,
    voice: Voice,
    stage: Stage = Stage.APPLIED,
    named: frozenset[str] = frozenset(),
    silent: frozenset[str] = frozenset(),
) -> Advice:
    """Advice on this CV against this offer (R21).

    `named`: ids of the criteria that the answer's reason speaks of; they are not praised. `silent`: rules that say
    nothing: struck out by the recruiter, or their advice was sent to this person in the last six months.
    """
    sources = Sources.of(cv, job)
    facts = Facts(cv, job, named)
    items: list[AdviceItem] = []
    spoken: set[str] = set()
    for entry in voice.library.advice:
        if len(items) == MOST_ADVICE[stage]:
            break
        beside_the_point = entry.before_meeting and stage.rank >= Stage.INTERVIEWED.rank
        if entry.off or entry.id in silent or entry.group in spoken or beside_the_point:
            continue
        item = _item(entry, RULES[entry.id](facts), sources, voice)
        if item is not None:
            items.append(item)
            spoken |= {entry.group} if entry.group else set()
    praise = strength(cv, job, apart_from=named)
    return _with_strength(tuple(items), praise, sources, voice)


def _item(entry: Entry, finding: Finding | None, sources: Sources, voice: Voice) -> AdviceItem | None:
    """The finding in words; None when there is none, or the guard refuses what it would name."""
    if finding is None or not all(value.strip() for value in finding.values.values()):
        return None
    phrase = entry.phrase(voice.language, named=finding.named, tone=voice.tone)
    text = filled(phrase, finding.values, voice.language)
    if refusal(text, phrase, sources) is not None:
        return None
    return AdviceItem(
        rule_id=entry.id, text=text, evidence=_evidence(finding), values=dict(finding.values), named=finding.named
    )


def _evidence(finding: Finding) -> Evidence | None:
    if finding.line is None or finding.quote is None:
        return None
    return Evidence(line=finding.line, quote=finding.quote)


def _with_strength(items: tuple[AdviceItem, ...], praise: Strength | None, sources: Sources, voice: Voice) -> Advice:
    if praise is None:
        return Advice(items=items)
    wording = _wording(praise)
    phrase = voice.library.strength_phrase(wording, voice.language, tone=voice.tone)
    quote = praise.highlight.text
    values = {"employer": praise.employer or "", "quote": cut(quote), "criterion": praise.criterion.text}
    text = filled(phrase, values, voice.language)
    if refusal(text, phrase, sources) is not None:
        return Advice(items=items)
    return Advice(
        strength=text,
        strength_evidence=Evidence(line=praise.highlight.line, quote=quote),
        strength_criterion_id=praise.criterion.criterion_id,
        strength_source=StrengthSource(wording=wording, values=values),
        items=items,
    )


def _wording(praise: Strength) -> str:
    """Whether the quoted line says the criterion by itself, and whether the firm can be named after "chez" and "at"."""
    words = set(re.findall(r"\w+", fold(praise.criterion.text)))
    kind = "named" if words <= set(re.findall(r"\w+", fold(praise.highlight.text))) else "criterion"
    employer = praise.employer or ""
    can_be_named = 0 < len(employer) <= _LONGEST_EMPLOYER and not _NO_EMPLOYER.search(fold(employer))
    return f"{kind}_at_employer" if can_be_named else kind
