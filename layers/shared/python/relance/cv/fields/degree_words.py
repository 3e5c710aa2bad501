# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""The words by which a degree or a school is known, French and English, folded."""

import re
from typing import Final

from relance.cv.text import fold

DEGREE: Final = re.compile(
    r"\b(?:master(?:e|s|'s|’s)?|mastere|msc|m\.?sc|m\.?s\b|m\.?a\b|m\.?eng|meng|mba|m\.?b\.?a|mphil|llm|ll\.?m|llb|ll\.?b|mca|mcom|m\.?com|m\.?tech|m\.?e\b|"
    r"bachelor(?:'s|’s|s)?|bsc|b\.?sc|b\.?s\b|b\.?a\b|ba|b\.?eng|beng|b\.?tech|btech|b\.?e\b|bca|bba|b\.?com|bcom|bed|b\.?ed|bhm|"
    r"licence|license pro|deug|dess|dea|deust|dut|bts|btsa|bac|baccalaureat|cap|capa|bep|bepa|bp|brevet|dnb|bpjeps|bafa|diplome|diploma|"
    r"doctorat|doctorate|phd|ph\.?d|these|habilitation|ingenieur|prepa|cpge|classes? preparatoires?|titre professionnel|titre rncp|titre|"
    r"certificat|certificate|certification|degree|hnd|hnc|nvq|gcse|gcses|a[- ]levels?|igcse|btec|foundation degree|pgce|pgdip|postgraduate|pgdm|pgd|"
    r"mention complementaire|bootcamp|city (?:&|and) guilds|acca|aca|cima|cipd|cim|aat|functional skills|highers|level [2-7] (?:diploma|certificate|award)|associate degree|high school|secondary|intermediate|ssc|hsc|sslc|x(?:th)?|xii(?:th)?|12th|10th|leaving cert(?:ificate)?|formation|graduate|graduation|"
    r"deas?|def|cafep|capes|agregation|deis|dees|dees|deaes|deaf|dcg|dscg|cqp|t level|access to|apprenticeship|matriculation|magistere|maitrise|"
    r"certif\w*|diu|mooc|specialisation|m1|m2|l3|l2|l1|bac ?[+-] ?\d|attestation|cess|cfc|maturite|abitur|bts)\b"
)
# Short names that are everyday words in small letters.
_CAPITALS: Final = re.compile(r"\b(?:BUT|DU|DES|BT|MC|CS|BE|BA|MA|MS)\b(?![-–])")
STRONG: Final = re.compile(
    r"^\W*(?:master|mastere|msc|m\.sc|mba|bachelor|bsc|b\.sc|ba\b|ma\b|beng|meng|mention complementaire|city (?:&|and) guilds|acca\b|aca\b|cima\b|cipd\b|cim\b|aat\b|nvq|hnc\b|level [2-7]\b|licence|dut|but\b|bts|bac\b|baccalaureat|cap\b|bep|brevet|diplome|diploma|doctorat|phd|"
    r"ph\.d|titre|certificat|hnd|gcse|a[- ]level|b\.?tech|b\.?e\b|m\.?tech|mca|bca|b\.?com|dess|dea\b|deug|deust|cqp|prepa|cpge|classe prep|maitrise|ingenieur|formation|"
    r"dcg|dscg|pgce|btec|llb|llm|degree|postgraduate|associate)"
)
SCHOOL: Final = re.compile(
    r"\b(?:universit\w*|univ|coleg|ecole|school|college|lycee|iut|iae|insa|ens\b|esc\b|cfa|cfai|cfppa|ifas|afpa|greta|gretas?|institut\w*|academy|academie|polytech\w*|faculte|"
    r"faculty|hec|essec|escp|edhec|sciences po|em lyon|emlyon|kedge|neoma|skema|audencia|ifsi|irts|esiea|epita|epitech|supinfo|cesi|cnam|isep|efrei|esme|enac|"
    r"isae|supelec|centralesupelec|centrale|mines|ponts|telecom|ensam|arts et metiers|ensi\w*|ensa\w*|eni|esi\w*|inseec|isg|ieseg|esg|ipag|icn|isc|istec|mbs|tbs|bsb|"
    r"rennes sb|campus|centre de formation|training centre|mfr|maison familiale|conservatoire|seminary|board|vidyalaya|compagnons du devoir|pigier|iscod|ifocop|studi|aftec|ynov|estiam|excelia|wild code|ironhack|le reacteur|general assembly|northcoders|bpp|kaplan|openclassrooms|coursera|udemy|le wagon|simplon|42|"
    r"lse|ucl|mit|eth|epfl|uclouvain|ulb|uqam|mcgill|imperial|king's|oxford|cambridge|cned|ifp\w*|cours florent|gobelins|ferrandi|staps|inspe|iufm|itep|ist|itii|ecam|icam|ece|esaip|hei|isen|igr|iscom|efap)\b"
)


_ALSO_TRADES: Final = re.compile(
    r"^\W*(?:ingenieur|formation|associate|maitrise|certificat\w+ (?:manager|engineer|officer))"
)


def is_degree(text: str) -> bool:
    """True when the text names a degree."""
    return bool(DEGREE.search(fold(text)) or _CAPITALS.search(text))


def is_study(text: str) -> bool:
    """True for a line that can only head a degree: it begins with one, and with no trade."""
    folded = fold(text)
    if not STRONG.match(folded) or (folded.startswith(("but ", "ma ", "ba ")) and not _CAPITALS.match(text.strip())):
        return False
    return not _ALSO_TRADES.match(folded) or (folded.startswith("ingenieur") and is_school(text))


def is_school(text: str) -> bool:
    """True when the text names a school."""
    return bool(SCHOOL.search(fold(text)))
