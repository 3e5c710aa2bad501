# ruff: noqa: E501 - word lists and papers stay on the lines where they can be compared.
"""Tells a CV from a letter, an invoice, a list: what has none of a CV's contents is no candidate."""

import re
from collections.abc import Sequence
from typing import Final

from relance.cv.document import Document
from relance.cv.fields.degree_words import is_study
from relance.cv.fields.titles import title_score
from relance.cv.profile import Profile
from relance.cv.section_words import Kind
from relance.cv.sections import Section
from relance.cv.text import fold

TELLING: Final = frozenset({Kind.WORK, Kind.EDUCATION, Kind.SKILLS, Kind.LANGUAGES})
ALSO: Final = frozenset(
    {Kind.CERTIFICATES, Kind.INTERESTS, Kind.QUALITIES, Kind.VOLUNTEER, Kind.PROFILE, Kind.PROJECTS}
)
FEW_SKILLS = 3
SURE_TITLE = 2.0
# A letter, an invoice or an order says so; folded.
OTHER_PAPER: Final = re.compile(
    r"\b(?:madame, monsieur|madame,? ?/? ?monsieur|dear (?:sir|madam|hiring|mr|ms|mrs)|yours (?:sincerely|faithfully)|sincerely yours|kind regards|"
    r"veuillez agreer|salutations distinguees|cordialement|facture|invoice|bon de commande|purchase order|total (?:ttc|ht)|t\.?v\.?a|vat (?:no|number)|"
    r"amount due|net a payer|devis|conditions generales|terms and conditions|lorem ipsum|ordre du jour|proces-verbal|minutes of the meeting)\b"
)
LONG_LINE = 100
MANY_LONG = 0.5
CARD_WORDS = 40


def is_cv(document: Document, profile: Profile, parts: Sequence[Section]) -> bool:
    """True unless the document holds nothing of a CV. A thin CV passes: a name, a way to answer, no other kind of paper."""
    kinds = {kind for part in parts if part.heading and part.lines for kind in part.kinds}
    telling, also = kinds & TELLING, kinds & ALSO
    other_paper = bool(OTHER_PAPER.search(fold(document.text[:6_000])))
    if len(telling) >= 2 or (telling and also):
        return True
    if _has_jobs(profile) or _has_studies(profile):
        return not other_paper or bool(telling)
    if telling and (profile.work or profile.education or len(profile.skills) >= FEW_SKILLS or profile.languages):
        return not other_paper
    return not other_paper and _is_thin_cv(document, profile)


def _has_jobs(profile: Profile) -> bool:
    return any(job.position and job.start_date and title_score(job.position) >= SURE_TITLE for job in profile.work)


def _has_studies(profile: Profile) -> bool:
    return any(row.study_type and is_study(row.study_type) for row in profile.education)


def _is_thin_cv(document: Document, profile: Profile) -> bool:
    """A name and an address to answer to, in lines that are no running text; or a mere card with an address."""
    basics = profile.basics
    full = [line.text for line in document.lines if line.text.strip()]
    if sum(len(text.split()) for text in full) <= CARD_WORDS:
        return bool(basics.email or basics.profiles or (basics.name and basics.phone))
    running = sum(len(text) > LONG_LINE for text in full) >= MANY_LONG * len(full)
    return bool(basics.name and (basics.email or basics.phone)) and not running
