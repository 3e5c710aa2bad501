"""What is learnt on ESCO and ROME and added on the offer's side only: no CV is embedded or indexed again."""

from dataclasses import dataclass

from relance.matching.offer_map import OfferMap, shipped_offer_map


@dataclass(frozen=True, slots=True)
class Additions:
    """The parts in use; `Additions()` asks with the offer as it is."""

    offer_map: OfferMap | None = None


def usual_additions(model_id: str) -> Additions:
    """The map, read once by the first offer; nothing for an embedding model that it was not learnt for."""
    return Additions(offer_map=shipped_offer_map(model_id))
