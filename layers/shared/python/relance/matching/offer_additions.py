"""What is learnt on ESCO and ROME and added on the offer's side only: no CV is embedded or indexed again."""

from dataclasses import dataclass

from relance.matching.offer_expansion import OfferExpansion, shipped_offer_expansion
from relance.matching.offer_map import OfferMap, shipped_offer_map


@dataclass(frozen=True, slots=True)
class Additions:
    """The parts in use; `Additions()` asks with the offer as it is."""

    offer_map: OfferMap | None = None
    expansion: OfferExpansion | None = None


def shipped_additions(model_id: str) -> Additions:
    """The product's, read once by the first offer; a part learnt for another embedding model is left out."""
    return Additions(shipped_offer_map(model_id), shipped_offer_expansion(model_id))
