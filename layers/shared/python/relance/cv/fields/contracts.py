# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""The words for a kind of contract that stand beside a job's title."""

import re
from typing import Final

from relance.cv.text import word_set, words_of

CONTRACT: Final = re.compile(
    r"^(?:en |contrat |contract |temps |poste )?(?:cdi|cdd|c\.d\.i\.?|c\.d\.d\.?|int[ée]rim(?:aire)?|stage|alternance|apprentissage|contrat d.apprentissage|freelance|"
    r"ind[ée]pendant|temps (?:plein|partiel)|full[ -]?time|part[ -]?time|permanent|temporary|temp|contract|fixed[ -]term|internship|apprenticeship|"
    r"contractor|self[ -]employed|job d.[ée]t[ée]|summer job|job [ée]tudiant|student job|saisonnier|vacation|vacataire|mission|mi-temps|"
    r"contrat de professionnalisation|cdd saisonnier|extra|b[ée]n[ée]volat|b[ée]n[ée]vole|volunteer|voluntary|service civique|vie|v\.i\.e\.?|seasonal|casual|zero[ -]hours?|on-?site|remote|hybrid|t[ée]l[ée]travail|"
    r"(?:maternity|paternity|parental|sick(?:ness)?|holiday)(?: leave)?(?: cover)?|cover|remplacement(?: (?:de )?(?:cong[ée] )?maternit[ée])?|cong[ée] maternit[ée]|"
    r"(?:work|industrial|student|sandwich) placement|placement|secondment|year in industry|job[ -]share|locum|agency|ftc|term[ -]time(?: only)?|"
    r"cdi int[ée]rimaire|cdii|emploi saisonnier|emploi d.[ée]t[ée]|job saisonnier|contrat saisonnier)"
    r"(?:\s+(?:de|of|for|-)?\s*\d{0,2}\s*(?:mois|months?|ans?|years?|h)?)?(?:\s+de fin d.[ée]tudes)?\.?$",
    re.IGNORECASE,
)
# Words that tell a contract, and those that may stand beside them: "3-month contract", "mission d'intérim, week-ends".
_TELLING: Final = word_set(
    "cdi cdd interim interimaire stage alternance apprentissage contrat contract temporary temporaire temp internship "
    "placement partiel plein weekend weekends saison saisonnier ftc cover scheme remplacement perm"
)
_BESIDE: Final = word_set(
    "de d du des en a au et and to of the un une mission missions month months mois an ans year years week weeks semaine h "
    "fixed term full part time temps job summer saturday sunday student etudiant ete hiver holiday graduate work industrial "
    "zero hour hours pro professionnalisation self employed maternity leave renouvele end week day days evenings"
)


def is_contract(text: str) -> bool:
    """True for a kind of contract, or several, with its length: "CDD", "CDD, temps partiel", "3-month contract"."""
    parts = [part for part in re.split(r"\s*[,;/+]\s*|\s+[–—-]\s+", text.strip(" ()[]")) if part]
    if parts and all(CONTRACT.match(part) for part in parts):
        return True
    words = words_of(text)
    return not _TELLING.isdisjoint(words) and all(
        word in _TELLING or word in _BESIDE or word.isdigit() for word in words
    )
