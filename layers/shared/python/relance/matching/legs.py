"""What a search engine answers to an offer: for each person, one score a leg."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LegScores:
    """One hit's score in each leg; None where it has nothing that the leg could look at."""

    id: str
    language: str
    words: float
    meaning: float | None
    title: float | None


@dataclass(frozen=True, slots=True)
class Legs:
    """Union of the legs' best, each with its score in all legs."""

    hits: tuple[LegScores, ...]
