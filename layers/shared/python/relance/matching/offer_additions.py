"""What is learnt on ESCO and ROME and added on the offer's side only: no CV is embedded or indexed again."""

from dataclasses import dataclass

from relance.matching.offer_expansion import OfferExpansion, shipped_offer_expansion
from relance.matching.offer_map import OfferMap, shipped_offer_map


@dataclass(frozen=True, slots=True)
class Additions:
    """The parts in use; `Additions()` asks with the offer as it is."""

    offer_map: OfferMap | None = None
    expansion: OfferExpansion | None = None


def usual_additions(model_id: str) -> Additions:
    """The map, read once by the first offer; nothing for an embedding model that it was not learnt for.

    Not the expansion: held out, it gains nothing beside the map (docs/decisions.md).
    """
    return Additions(offer_map=shipped_offer_map(model_id))


def shipped_additions(model_id: str) -> Additions:
    """All that is shipped for an embedding model, for a query that asks for more words."""
    return Additions(shipped_offer_map(model_id), shipped_offer_expansion(model_id))
