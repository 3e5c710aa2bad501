"""Words that every offer and every CV says: they match without meaning anything."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from relance.matching.analysis import Language, stems

_GENERIC: Final[Mapping[Language, str]] = {
    "fr": """
        ans année années mois an expérience expériences minimum moins bonne bon bonnes bons excellente excellent solide
        solides connaissance connaissances maîtrise maîtriser capacité capacités aptitude sens esprit idéalement
        souhaité souhaitée exigé exigée requis requise obligatoire indispensable nécessaire apprécié plus atout être
        avoir avez êtes justifiez titulaire diplôme niveau formation similaire équivalent poste emploi travail profil
        compétence compétences qualité qualités recherché recherche recherchons recrute recrutons entreprise société
        groupe équipe équipes mission missions sein rejoindre vous afin selon tout tous toute toutes type première
        premier domaine secteur fonction activité activités notamment etc bien très cdi cdd temps plein contrat
        supérieur supérieure
        """,
    "en": """
        year years month months experience experienced minimum least good excellent strong solid proven knowledge
        ability able skill skills degree level similar equivalent position job work working role profile required
        must mandatory essential preferred ideally nice plus bonus candidate company team teams join within looking
        seek seeking hire hiring ideal understanding familiarity including etc well very using used use new time full
        above more
        """,
}


@cache
def generic_stems(language: Language) -> frozenset[str]:
    """Their stems, made when first asked for: not every function that starts has the stemmer."""
    return frozenset(stems(_GENERIC[language], language))
