"""What kind of job an offer is, and whether somebody has said that they want none of that kind."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from relance.candidates import ContractWish, Wishes
from relance.jobs import Job
from relance.matching.analysis import fold
from relance.records import Record
from relance.segments.trades import title_key

_WORDS: Final[tuple[tuple[ContractWish, str], ...]] = (
    (ContractWish.PERMANENT, r"cdi|permanent|duree indeterminee|open[- ]ended|indefinite"),
    (ContractWish.FIXED_TERM, r"cdd|fixed[- ]term|ftc|duree determinee|saisonnier|seasonal|temporary contract|cover"),
    (ContractWish.TEMPORARY, r"interim(?:aire)?|travail temporaire|temp|temporary|agency"),
    (ContractWish.FREELANCE, r"free-?lance|independante?|contractor|self[- ]employed|portage"),
    (ContractWish.APPRENTICESHIP, r"alternance|apprentissage|professionnalisation|apprentice(?:ship)?"),
    (ContractWish.INTERNSHIP, r"stage|stagiaire|internship|intern|placement"),
)
_CONTRACTS: Final = tuple((wish, re.compile(rf"\b(?:{words})\b")) for wish, words in _WORDS)


class Unwanted(StrEnum):
    """What of an offer somebody does not want, in the order in which it is looked at."""

    NOT_THIS_KIND = "not_this_kind"
    NOT_THIS_CONTRACT = "not_this_contract"


class JobKind(Record):
    """By what people say which jobs they want."""

    title: str
    """As `relance.segments.trades.title_key` writes it."""
    contracts: frozenset[ContractWish]
    """What the offer's words for its contract may mean; empty: they say nothing that we know."""


def job_kind(job: Job) -> JobKind:
    """The kind of this job."""
    return JobKind(title=title_key(job.title), contracts=contracts_of(job.contract or ""))


def contracts_of(words: str) -> frozenset[ContractWish]:
    """Every kind of contract that these words name, in French or English."""
    folded = fold(words)
    return frozenset(wish for wish, named in _CONTRACTS if named.search(folded))


def unwanted(kind: JobKind, wishes: Wishes) -> Unwanted | None:
    """Why this person does not want such a job; None when nothing they said speaks against it.

    An offer that does not say its contract is made to everybody, and so is every offer to whoever named no contract.
    """
    if kind.title in wishes.refused_titles:
        return Unwanted.NOT_THIS_KIND
    if wishes.contracts and kind.contracts and not wishes.contracts & kind.contracts:
        return Unwanted.NOT_THIS_CONTRACT
    return None


def furthest(reasons: Iterable[Unwanted]) -> Unwanted:
    """Of several offers that somebody does not want, the reason of the one that came furthest."""
    return max(reasons, key=list(Unwanted).index)
