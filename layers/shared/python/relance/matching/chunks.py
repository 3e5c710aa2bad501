"""Cuts a text into overlapping pieces that fit the embedding model."""

from typing import Final

CHUNK_WORDS: Final = 110
OVERLAP_WORDS: Final = 20
# A CV of 60 pieces has about 5,400 words; what comes after says nothing new about its owner.
MOST_CHUNKS: Final = 60


def chunks(text: str, *, size: int = CHUNK_WORDS, overlap: int = OVERLAP_WORDS, most: int = MOST_CHUNKS) -> list[str]:
    """Pieces of `size` words, each starting with the last `overlap` words of the one before; none for an empty text."""
    words = text.split()
    if not words:
        return []
    last_start = max(len(words) - overlap, 1)
    return [" ".join(words[start : start + size]) for start in range(0, last_start, size - overlap)][:most]
