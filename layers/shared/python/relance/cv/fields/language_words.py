# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Names of spoken languages and the words for their levels (CEFR), French and English, folded."""

import re
from typing import Final

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
LANGUAGE: Final = re.compile(r"(?<![\w-])(" + "|".join(sorted(CODES, key=len, reverse=True)) + r")(?![\w])")
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


def level_in(folded: str) -> str | None:
    """The CEFR level, or "native", that a folded text states."""
    for pattern, level in LEVELS:
        match = pattern.search(folded)
        if match:
            return level or match[1].upper()
    return None
