"""Findings about the other sections: headings, skills, languages, education, opening."""

import re
from typing import Final

from relance.advice.cv_text import CvText, bare, is_bulleted
from relance.advice.rules.finding import Facts, Finding, at
from relance.advice.word_lists import word_list
from relance.cv.section_words import Kind
from relance.matching.analysis import fold

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LEVEL: Final = re.compile(
    r"\b(?:[abc][12][+]?|courante?s?|couramment|bilingue|natif|native|maternelle?|scolaire|notions?|intermediaire"
    r"|debutant|avancee?|professionnel(?:le)?|technique|lu|parle|ecrit|operationnel(?:le)?|bonnes?|bon|moyen|niveau"
    r"|toeic|toefl|ielts|bulats|linguaskill|delf|dele|goethe|fluent|fluently|bilingual|mother tongue|basic|basics"
    r"|conversational|intermediate|advanced|beginner|proficient|working|limited|elementary|good|level|business|gcse"
    r"|a-level|first language|read|spoken)\b"
)
_GAUGE: Final = re.compile(
    r"[★☆⭐●○◉■□▮▯▰▱█░]{3,}|^.{2,40}?[\s:–-]+(?:100|\d{1,2}) ?%\.?$|^.{2,40}?[\s:–-]+\d{1,2} ?/ ?(?:5|10)\.?$"
)
_DATED_TOOLS: Final = re.compile(
    r"(?:windows (?:95|98|2000|xp|vista|7)|ms-?dos|lotus(?: notes| 1-2-3)?|internet explorer|netscape|frontpage|minitel"
    r"|(?:microsoft |ms )?(?:office|word|excel|access) (?:95|97|2000|2003|xp)|outlook express|visual basic 6"
    r"|vb6|foxpro|dbase|macromedia \w+|adobe flash|flash|wordperfect|quarkxpress|novell netware|symbian|windows phone"
    r"|microsoft works|works|silverlight)(?![^\W_])"
)
_SEPARATORS: Final = re.compile(r"\s*[,;•|\t]\s*|\s+[–—]\s+")
_LABEL: Final = re.compile(r"^[^:]{2,30}:\s*")
_QUALITIES: Final = re.compile(
    r"(?<![^\W_])(?:dynamique|motivee?|rigoureu(?:x|se)|rigueur|serieu(?:x|se)|ponctuel(?:le)?|ponctualite|autonom(?:e|ie)"
    r"|organisee?|organisation|polyvalente?|polyvalence|adaptabilite|adaptable|curieu(?:x|se)|curiosite|volontaire"
    r"|creati(?:f|ve|vite)|sens du relationnel|sens de l'organisation|esprit d'equipe|travail en equipe|bon relationnel"
    r"|force de proposition|gestion du stress|team[- ]player|team ?work|hard[- ]working|motivated|dynamic|punctual"
    r"|organi[sz]ed|detail[- ]oriented|attention to detail|self[- ]starter|reliable|flexible|enthusiastic|proactive"
    r"|communication skills|problem[- ]solving|adaptability|creative|leadership|multitasking)(?![^\W_])"
)
_REFERENCES: Final = re.compile(
    r"\breferences? (?:sont )?(?:disponibles?|fournies?|communiquees?)? ?sur (?:simple )?demande"
    r"|\breferences? (?:are )?(?:available|provided|supplied|furnished)? ?(?:up)?on request"
)
_LONG_TEXT_LINES: Final = 15
_SEVERAL_HEADINGS: Final = 2
_SUMMARY_WORDS: Final = 90
_PROSE_WORDS: Final = 10
_MOST_SKILLS: Final = 30
_SKILL_WORDS: Final = 4
_FEWEST_LISTED: Final = 4
_NO_SKILL: Final = re.compile(r"@|(?:19|20)\d\d|\d{2} \d{2}")
_OWN_LANGUAGE: Final = {"fr": "francais", "en": "english"}


def headings_missing(facts: Facts) -> Finding | None:
    """A text of some length without one heading that is recognised."""
    filled = [line for line in facts.cv.lines if line.strip()]
    return Finding() if len(filled) >= _LONG_TEXT_LINES and not facts.cv.headings else None


def headings_spaced(facts: Facts) -> Finding | None:
    """Headings that we can put together, and much other software cannot."""
    spaced = facts.cv.spaced_headings
    if len(spaced) < _SEVERAL_HEADINGS:
        return None
    line = next((n for n, text in enumerate(facts.cv.lines) if bare(text) == spaced[0]), None)
    return None if line is None else at(facts.cv, line)


def skills_missing(facts: Facts) -> Finding | None:
    """Sections, but none of skills."""
    cv = facts.cv
    absent = bool(cv.headings) and not cv.skill_lines and not cv.has_section(Kind.SKILLS) and not _has_list(cv)
    return Finding() if absent and not cv.has_section(Kind.QUALITIES) else None


def skills_too_many(facts: Facts) -> Finding | None:
    """More than thirty skills in the list."""
    cv = facts.cv
    listed = [(n, part) for n, part in _entries(cv) if len(part.split()) <= _SKILL_WORDS]
    return at(cv, listed[0][0]) if len(listed) > _MOST_SKILLS else None


def skill_gauges(facts: Facts) -> Finding | None:
    """Stars, bars, percentages or marks in the list of skills."""
    cv = facts.cv
    return next((at(cv, n, part) for n, part in _entries(cv) if _GAUGE.search(part)), None)


def dated_tools_first(facts: Facts) -> Finding | None:
    """The first entry of the skills is a tool of another time, and others follow."""
    cv = facts.cv
    entries = _entries(cv)
    if len(entries) < 2 or not _DATED_TOOLS.match(fold(entries[0][1])):
        return None
    return at(cv, *entries[0])


def qualities_without_example(facts: Facts) -> Finding | None:
    """Three qualities on one line, or in one section of qualities."""
    cv = facts.cv
    said = {each.line for each in cv.highlights}
    for n, line in enumerate(cv.folded):
        if (
            n not in said
            and len({found.group() for found in _QUALITIES.finditer(line)}) >= 3
            and len(line.split()) <= 25
        ):
            return at(cv, n)
    lines = cv.lines_about(Kind.QUALITIES)
    short = [n for n in lines if len(cv.lines[n].split()) <= 4 and _QUALITIES.search(cv.folded[n])]
    return at(cv, short[0]) if len(short) >= 3 else None


def language_level_missing(facts: Facts) -> Finding | None:
    """A line of the languages that states no level, the CV's own language aside."""
    cv = facts.cv
    read = {language.language: language.fluency for language in cv.profile.languages}
    if not any(fluency is None for code, fluency in read.items() if code != facts.language):
        return None
    for n in cv.lines_about(Kind.LANGUAGES):
        names_one = set(re.findall(r"[a-z]+", cv.folded[n])) & word_list("language_names")
        is_own = cv.folded[n].strip(" •-*:").startswith(_OWN_LANGUAGE.get(facts.language, "-"))
        if names_one and not _LEVEL.search(cv.folded[n]) and not _GAUGE.search(cv.lines[n]) and not is_own:
            return at(cv, n)
    return None


def education_undated(facts: Facts) -> Finding | None:
    """A degree with no year on its own line or near it."""
    cv = facts.cv
    own = set(cv.lines_about(Kind.EDUCATION))
    for degree in cv.profile.education:
        line = cv.find(degree.study_type) if degree.study_type else None
        if degree.start_date or degree.end_date or line is None or line not in own:
            continue
        near = [n for n in range(line - 4, line + 5) if n in own]
        if not any(
            _YEAR.search(cv.lines[n]) or "en cours" in cv.folded[n] or "in progress" in cv.folded[n] for n in near
        ):
            return at(cv, line)
    return None


def summary_long(facts: Facts) -> Finding | None:
    """An opening text of more than ninety words."""
    cv = facts.cv
    first_job = min(cv.lines_about(Kind.WORK), default=len(cv.lines))
    opening = [n for kind in (Kind.HEADER, Kind.PROJECTS, Kind.OTHER) for n in cv.lines_about(kind) if n < first_job]
    own = cv.lines_about(Kind.PROFILE) or [n for n in sorted(set(opening)) if not is_bulleted(cv.lines[n])]
    prose = [n for n in own if len(cv.lines[n].split()) >= _PROSE_WORDS]
    return at(cv, prose[0]) if sum(len(cv.lines[n].split()) for n in prose) > _SUMMARY_WORDS else None


def references_line(facts: Facts) -> Finding | None:
    """References are said to be available on request."""
    cv = facts.cv
    return next((at(cv, n) for n, line in enumerate(cv.folded) if _REFERENCES.search(line)), None)


def _has_list(cv: CvText) -> bool:
    """Whether something outside the jobs lists four short things on a line, or five on lines of their own.

    It may be of skills, under a heading that nobody knows.
    """
    run = 0
    for line, kinds in zip(cv.lines, cv.kinds, strict=True):
        parts = [part for part in _SEPARATORS.split(bare(line)) if part]
        is_short = all(len(part.split()) <= _SKILL_WORDS and not _NO_SKILL.search(part) for part in parts)
        is_list = bool(parts) and is_short and not {Kind.WORK, Kind.INTERESTS} & set(kinds)
        run = run + 1 if is_list and len(parts) == 1 else 0
        if run > _FEWEST_LISTED or (is_list and len(parts) >= _FEWEST_LISTED and Kind.HEADER not in kinds):
            return True
    return False


def _entries(cv: CvText) -> list[tuple[int, str]]:
    """What the list of skills lists: (line, entry), labels such as "Logiciels :" left out."""
    own = {each.line for each in cv.highlights}
    return [
        (n, part.strip())
        for n in cv.skill_lines
        if n not in own
        for part in _SEPARATORS.split(_LABEL.sub("", bare(cv.lines[n])))
        if part.strip()
    ]
