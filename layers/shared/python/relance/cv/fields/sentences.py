# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Tells running text from the name of a job: what was done, not what one was."""

import re
from typing import Final

from relance.cv.fields.titles import title_score
from relance.cv.tables import title_words
from relance.cv.text import word_set, words_of

SURE_TITLE = 2.0
MAX_TITLE_WORDS = 12
MAX_SMALL_TITLE = 4  # So short a title may be written in small letters.
_INFINITIVE: Final = re.compile(
    r"[^\W\d]+(?:er|ir|re)\s+(?:des|du|le|la|les|un|une|l['’]|d['’])(?:\b|(?<=['’]))", re.IGNORECASE
)
_OBJECT: Final = re.compile(r"[^\W\d]+(?:er|ir|re)\s+(?:le|la|les|un|une)\s", re.IGNORECASE)
_PAST: Final = re.compile(
    r"(?:[A-Z][a-z]+(?:ed|ing)|Wrote|Built|Led|Won|Kept|Made|Took|Ran|Held|Gave|Oversaw)\s+(?:[a-z]|\d)"
)
_NOTHING: Final = word_set(
    "present current currently now date dates duration period role project projects january february march april may june july "
    "august september october november december spring summer fall autumn winter city state updated basic intermediate advanced"
)
_RUNNING: Final = re.compile(
    r"(?:experience (?:in|of|with)|having|have|has|worked|working (?:as|with|in|on)|responsible for|i (?:am|was|have)|to (?:associate|work|obtain|join)|seeking|looking for|"
    r"currently|[àa] la recherche|recherche|je |j['’]ai|team size|project|participation|gestion d|mise en place|r[ée]alisation)\b",
    re.IGNORECASE,
)


def reads_as_sentence(text: str) -> bool:
    """True for running text that stands where a title could."""
    words = words_of(text)
    if not words or (all(word in _NOTHING or word.isdigit() for word in words)):
        return True
    if names_action(text):
        return True
    if _PAST.match(text) and title_score(text) < SURE_TITLE:
        return True
    digits = sum(char.isdigit() for char in text)
    return text[:1].islower() or len(words) > MAX_TITLE_WORDS or digits > len(text) / 3 or bool(_RUNNING.match(text))


def names_action(text: str) -> bool:
    """ "Organiser des livraisons": a task in French, though English knows organisers."""
    if _OBJECT.match(text):
        return True
    return bool(_INFINITIVE.match(text)) and words_of(text)[0] not in title_words()
