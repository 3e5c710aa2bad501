"""Which words of an offer are asked for, the same in every engine."""

import math
from typing import Final

# Asking for the 30 most telling terms ranks as well as asking for all of them, at a fraction of the time.
MOST_TERMS: Final = 30
# What a word in the title counts beside the same word in the text.
TITLE_SHARE: Final = 0.3


def rarity(holding_it: int, documents: int) -> float:
    """Inverse document frequency as BM25 of Lucene counts it; never negative."""
    return math.log(1 + (documents - holding_it + 0.5) / (holding_it + 0.5))
