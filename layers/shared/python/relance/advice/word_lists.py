"""The lists of words that rules look into: one file each in `advice/data`, folded or as the file's first line says."""

from functools import cache
from importlib.resources import files


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of `data/<name>.txt`, separated by white space; lines that begin with # are comments."""
    text = files("relance.advice").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
