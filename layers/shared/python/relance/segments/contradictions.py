"""Finds conditions that nobody can fulfil, before anybody waits for an empty audience.

Sound, not complete: what is reported is impossible; what is not may still hold nobody. Bounded by the size limits of
a segment: each bag is compared with the bags that surround it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final

from relance.errors import InvalidInputError
from relance.records import Instant, Record
from relance.segments.definition import AskedCondition, DaysAgo, SegmentDefinition

# A longer list of allowed values is the weaker condition; a longer list of required ones the stronger.
_ONE_OF_THESE: Final = ("skills_any", "titles_any", "trades_any", "sources_any", "tags_any")
_EACH_OF_THESE: Final = ("skills_all", "tags_all")
_NONE_OF_THESE: Final = ("never_applied_to",)


class Contradiction(Record):
    """Why nobody can fulfil a segment, in English and in French."""

    en: str
    fr: str


class ContradictionError(InvalidInputError):
    """Nobody can fulfil the segment."""

    def __init__(self, found: Contradiction) -> None:
        super().__init__(f"nobody can match: {found.en} – personne ne peut correspondre\u00a0: {found.fr}")


def checked(definition: SegmentDefinition) -> SegmentDefinition:
    """The same segment; ContradictionError when nobody can fulfil it."""
    found = next(contradictions(definition), None)
    if found is not None:
        raise ContradictionError(found)
    return definition


def contradictions(definition: SegmentDefinition) -> Iterator[Contradiction]:
    """Everything in it that cannot be fulfilled."""
    yield from _impossible(definition, required=(), excluded=())


def _impossible(
    bag: AskedCondition, *, required: Sequence[AskedCondition], excluded: Sequence[AskedCondition]
) -> Iterator[Contradiction]:
    """What makes the bag impossible where the bags around it already require and exclude something."""
    together = list(_required(bag))
    required, excluded = (*required, *together), (*excluded, *(each for one in together for each in one.none_of))
    for one in together:
        yield from _empty_periods(one)
        yield from _own_job(one)
    for asked, banned in product(required, excluded):
        if _implies(asked, banned):
            yield _SAME_TWICE
            return
    for one in together:
        if one.any_of and all(_never(each, required, excluded) for each in one.any_of):
            yield _NO_WAY


def _never(bag: AskedCondition, required: Sequence[AskedCondition], excluded: Sequence[AskedCondition]) -> bool:
    return next(_impossible(bag, required=required, excluded=excluded), None) is not None


def _required(bag: AskedCondition) -> Iterator[AskedCondition]:
    """The bag and those within it that must hold with it."""
    yield bag
    for each in bag.all_of:
        yield from _required(each)


def _implies(asked: AskedCondition, banned: AskedCondition) -> bool:
    """Whether everybody who fulfils the first one certainly falls under the second."""
    if banned.within:  # Bags within a banned bag make it narrower: then nothing is certain.
        return False
    return all(_field_implies(name, asked, banned) for name in _given(banned))


def _field_implies(name: str, asked: AskedCondition, banned: AskedCondition) -> bool:
    wanted, refused = getattr(asked, name), getattr(banned, name)
    if name in _EACH_OF_THESE:
        return bool(refused <= wanted)
    if name in _ONE_OF_THESE:
        return bool(wanted and wanted <= refused) or _each_has_one(name, asked, refused)
    if name in _NONE_OF_THESE:
        return bool(refused <= wanted)
    return bool(wanted == refused)


def _each_has_one(name: str, asked: AskedCondition, refused: frozenset[str]) -> bool:
    """Who must have all of these has one of those."""
    all_of = name.replace("_any", "_all")
    return all_of in _EACH_OF_THESE and bool(getattr(asked, all_of) & refused)


def _given(bag: AskedCondition) -> Iterable[str]:
    return (name for name, field in type(bag).model_fields.items() if getattr(bag, name) != field.get_default())


def _empty_periods(bag: AskedCondition) -> Iterator[Contradiction]:
    for name in ("history", "finalists_of_jobs_like"):
        part = getattr(bag, name)
        if part is not None and _is_empty(part, part.updated_after, part.updated_before):
            yield _empty_period(name, "updated_after", "updated_before")
    if bag.last_contact is not None and _is_empty(bag.last_contact, bag.last_contact.after, bag.last_contact.before):
        yield _empty_period("last_contact", "after", "before")


def _empty_period(name: str, after: str, before: str) -> Contradiction:
    return Contradiction(
        en=f"the period of {name} ends before it begins ({after} lies after {before}, or the days ago cross)",
        fr=f"la période de {name} se termine avant de commencer ({after} est plus tard que {before}, ou les nombres de "
        "jours se croisent)",
    )


def _is_empty(part: DaysAgo, after: Instant | None, before: Instant | None) -> bool:
    if after is not None and before is not None and after >= before:
        return True
    least, most = part.at_least_days_ago, part.at_most_days_ago
    return least is not None and most is not None and least >= most


def _own_job(bag: AskedCondition) -> Iterator[Contradiction]:
    history = bag.history
    if history is not None and history.jobs and history.jobs <= bag.never_applied_to:
        yield Contradiction(
            en="it asks for an application on a job and for none on the same job",
            fr="une candidature à un poste est exigée, et aucune au même poste",
        )
    if history is not None and history.reasons and history.reasons <= history.but_reasons:
        yield Contradiction(
            en="it asks for a reason and refuses the same reason", fr="un motif est exigé, et le même motif refusé"
        )
    if bag.received is not None and bag.received == bag.never_received:
        yield Contradiction(
            en="it asks for people who were sent an offer and were never sent it",
            fr="une offre doit avoir été envoyée, et ne jamais l’avoir été",
        )


_SAME_TWICE: Final = Contradiction(
    en="what is required is also excluded (none_of)", fr="ce qui est exigé est aussi exclu (none_of)"
)
_NO_WAY: Final = Contradiction(
    en="none of the alternatives (any_of) can be fulfilled", fr="aucune des possibilités (any_of) ne peut être remplie"
)
