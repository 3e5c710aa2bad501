# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Spoken languages with their CEFR level."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from relance.cv.dates import folded_same_length
from relance.cv.fields.found import Found
from relance.cv.section_words import Kind
from relance.cv.sections import Numbered, Section

_NAMES: Final = {
    "fr": "francais francaise french",
    "en": "anglais anglaise english",
    "es": "espagnol espagnole spanish castillan",
    "de": "allemand allemande german deutsch",
    "it": "italien italienne italian",
    "pt": "portugais portugaise portuguese",
    "ar": "arabe arabic darija",
    "zh": "chinois chinese mandarin cantonais cantonese",
    "ja": "japonais japanese",
    "ru": "russe russian",
    "nl": "neerlandais dutch hollandais flamand flemish",
    "pl": "polonais polish",
    "ro": "roumain romanian",
    "tr": "turc turkish",
    "el": "grec greek",
    "sv": "suedois swedish",
    "no": "norvegien norwegian",
    "da": "danois danish",
    "fi": "finnois finlandais finnish",
    "cs": "tcheque czech",
    "sk": "slovaque slovak",
    "hu": "hongrois hungarian",
    "bg": "bulgare bulgarian",
    "uk": "ukrainien ukrainian",
    "hr": "croate croatian",
    "sr": "serbe serbian",
    "he": "hebreu hebrew",
    "fa": "persan farsi persian",
    "hi": "hindi",
    "bn": "bengali",
    "ta": "tamoul tamil",
    "te": "telugu telougou",
    "ur": "ourdou urdu",
    "pa": "pendjabi punjabi",
    "mr": "marathi",
    "gu": "gujarati",
    "kn": "kannada",
    "ml": "malayalam",
    "vi": "vietnamien vietnamese",
    "th": "thai thailandais",
    "ko": "coreen korean",
    "id": "indonesien indonesian",
    "ms": "malais malay",
    "ca": "catalan",
    "eu": "basque",
    "br": "breton",
    "co": "corse corsican",
    "oc": "occitan",
    "lb": "luxembourgeois luxembourgish",
    "ga": "irlandais irish gaelic",
    "cy": "gallois welsh",
    "wo": "wolof",
    "sw": "swahili",
    "ln": "lingala",
    "mg": "malgache malagasy",
    "am": "amharique amharic",
    "so": "somali",
    "ka": "georgien georgian",
    "hy": "armenien armenian",
    "sq": "albanais albanian",
    "ber": "berbere kabyle amazigh tamazight",
    "lt": "lituanien lithuanian",
    "lv": "letton latvian",
    "et": "estonien estonian",
    "sl": "slovene slovenian",
    "ht": "creole haitien",
    "bm": "bambara",
    "ne": "nepalais nepali",
    "tl": "tagalog filipino",
    "or": "oriya odia",
    "si": "cinghalais sinhala",
    "ps": "pachto pashto",
    "ff": "peul fula",
    "yo": "yoruba",
    "ig": "igbo",
    "ha": "haoussa hausa",
    "af": "afrikaans",
    "zu": "zoulou zulu",
    "is": "islandais icelandic",
    "mk": "macedonien macedonian",
    "bs": "bosnien bosnian",
    "fsl": "lsf",
    "la": "latin",
}
CODES: Final = {name: code for code, names in _NAMES.items() for name in names.split()}
_LANGUAGE: Final = re.compile(r"(?<![\w-])(" + "|".join(sorted(CODES, key=len, reverse=True)) + r")(?![\w])")
# In the order in which they are looked for: the most telling first.
LEVELS: Final = tuple(
    (re.compile(pattern), level)
    for pattern, level in (
        (r"\b([abc][12])\b", ""),
        (
            r"langues? maternelles?|\bmaternelles?\b|\bnati(?:f|ve|fs|ves)\b|\bmother[- ]tongue|first language|\bnatal",
            "native",
        ),
        (r"bilingu", "C2"),
        (r"full professional", "C1"),
        (r"\bproficient\b|\bmastery\b|\bparfait", "C2"),
        (
            r"lu,? ?(?:/|et|-)? ?ecrit,? ?(?:/|et|-)? ?parle|professional working|professionnel|\bprofessional|technique|business|working",
            "B2",
        ),
        (
            r"\bcouramment\b|\bcourante?s?\b|\bfluent|\bfluently|\bavance|\badvanced|\bexcellent|tres bon|very good|aisance|operationnel",
            "C1",
        ),
        (r"upper[- ]intermediate|\bbon niveau|\bbonne?s?\b|\bgood\b|conversational|autonome|\bindependent", "B2"),
        (r"\bintermediaire|\bintermediate|\bmoyen|\bmedium|\bfair\b|\bcorrect|limited working|conversation", "B1"),
        (
            r"\bscolaire|\bnotions?\b|\bbasic|\bbases?\b|\belementa|\bbeginner|\bdebutant|\bschool|\bfaible|\bsommaire",
            "A2",
        ),
    )
)
_WITHIN: Final = 46


def languages(sections: Sequence[Section]) -> list[Found[tuple[str, str | None]]]:
    """(ISO 639-1, level) in the order of the CV; from the languages sections, else from lines that state a level."""
    named = [line for section in sections if section.is_about(Kind.LANGUAGES) for line in section.lines]
    found = _spoken(named, need_level=False)
    if not found:
        skilled = [
            line
            for section in sections
            if not {Kind.WORK, Kind.EDUCATION, Kind.REFERENCES}.intersection(section.kinds)
            for line in section.lines
        ]
        found = _spoken(skilled, need_level=True)
    return found


def _spoken(lines: Iterable[Numbered], *, need_level: bool) -> list[Found[tuple[str, str | None]]]:
    found: dict[str, Found[tuple[str, str | None]]] = {}
    waiting: list[str] = []  # Languages of a line before the one that holds their level.
    for numbered in lines:
        folded = folded_same_length(numbered.text)
        named = list(_LANGUAGE.finditer(folded))
        if not named:
            level = _level(folded)
            for code in waiting if level and len(folded) < 60 else []:
                found[code] = Found((code, level), numbered.number, 0.8)
            waiting = []
            continue
        waiting = []
        if need_level and len(folded) > 120:
            continue
        for place, match in enumerate(named):
            code = CODES[match[1]]
            end = named[place + 1].start() if place + 1 < len(named) else len(folded)
            start = named[place - 1].end() if place else 0
            level = _level(folded[match.end() : min(end, match.end() + _WITHIN + 30)]) or _level_before(
                folded, start, match.start(), place
            )
            if code in found or (need_level and level is None):
                continue
            found[code] = Found((code, level), numbered.number, 0.95 if level else 0.7)
            if level is None:
                waiting.append(code)
    return list(found.values())


def _level(folded: str) -> str | None:
    for pattern, level in LEVELS:
        match = pattern.search(folded)
        if match:
            return level or match[1].upper()
    return None


def _level_before(folded: str, start: int, end: int, place: int) -> str | None:
    """ "Native French, fluent English": the level stands in front, when nothing follows the language."""
    before = re.split(r"[,;|•/]", folded[start:end])[-1]
    return _level(before) if place == 0 or len(before) > 3 else None
