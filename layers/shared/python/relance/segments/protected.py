"""Why a segment cannot be asked for what it must not know (R24)."""

import re
from typing import Final

from relance.segments.definition import SegmentDefinition

_PROTECTED: Final = re.compile(
    r"\b(?:ages?|birth\w*|born|naissance|sexe?|gender|genre|names?|noms?|prenoms?|origine?|ethnic\w*|race|national\w*"
    r"|citizen\w*|photos?|pictures?|famil\w*|married|marital|child\w*|enfants?|pregnan\w*|health|sante|handicap\w*"
    r"|disab\w*|religi\w*|unions?|syndic\w*|politic\w*|orientation|address|adresse|postcode|postal|zip|city|town|home"
    r"|domicile|commune|ville|salar\w*|pay|graduat\w*|seniority|anciennete|experience|years?|annees?)\b"
)


def why_no_such_filter(field: str) -> str:
    """What to tell somebody who asked to filter on a field that does not exist, in English and in French."""
    known = ", ".join(sorted(SegmentDefinition.model_fields))
    if _PROTECTED.search(re.sub(r"[\W_]+|(?<=[a-z])(?=[A-Z])", " ", field).lower()):
        return (
            "segments have no such filter on purpose: it stands for a protected attribute or a proxy of one "
            f"(French labour code L1132-1); the filters are {known} – "
            "ce critère n’existe pas, à dessein : il porte sur un motif protégé ou en tient lieu "
            f"(code du travail, article L1132-1) ; les critères sont {known}"
        )
    return f"there is no such filter; the filters are {known} – ce critère n’existe pas ; les critères sont {known}"
