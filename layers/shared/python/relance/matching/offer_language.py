"""Whether an offer is written in a language that the words leg knows."""

import re
from collections import Counter
from typing import Final

from relance.matching.analysis import LANGUAGES, STOP_WORDS, fold

# Small words of languages that offers in France and Britain are also written in; those that French or English share
# count for both sides.
_OTHERS: Final = {
    "de": "der die das und ist wir sie mit fur eine einen einer ein den dem des zu im auf von als oder nicht auch sich "
    "unser unsere ihr ihre haben sind werden bei nach zum zur uber sowie",
    "es": "el los las y con para por una un de del al la en que se su sus es como mas lo tu nuestro nuestra somos o e "
    "buscamos entre sobre tambien ser",
    "it": "il lo gli i e di del della dei delle con per un una che si in al alla nel nella sono come anche o da ed "
    "cerchiamo nostro nostra sara",
    "pt": "o os a as e de do da dos das com para por um uma que se em no na nos nas ao como mais seu sua somos ou "
    "procuramos nosso nossa sao",
    "nl": "de het een en van voor met op te in is wij je jij zijn bij aan als of ook naar ons onze wordt door die dat",
    "pl": "i w z na do sie jest oraz dla o lub po od za jako nie co przez nasz nasza szukamy",
}
_SMALL_WORDS: Final = {code: frozenset(words.split()) for code, words in _OTHERS.items()}
_FEWEST_SMALL_WORDS: Final = 3


def beyond_the_words(text: str) -> bool:
    """Whether the offer is written in neither French nor English, so that only names and loan words can be found."""
    letters = [char for char in text[:20_000] if char.isalpha()]
    if not letters:
        return False
    if sum(not _is_latin(char) for char in letters) > len(letters) / 2:
        return True
    found = Counter(re.findall(r"[a-z]+", fold(text[:20_000])))
    known = max(sum(found[word] for word in STOP_WORDS[language]) for language in LANGUAGES)
    other = max(sum(found[word] for word in small) for small in _SMALL_WORDS.values())
    return other >= _FEWEST_SMALL_WORDS and other > known


def _is_latin(char: str) -> bool:
    return char < "\u0250" or "\u1e00" <= char < "\u1f00"
