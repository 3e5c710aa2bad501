"""Why a person of a batch gets no answer: stored and shown, so that silence can be explained."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class NoAnswer(StrEnum):
    """The ways in which no answer can be drafted or approved for a person."""

    NOT_APPLIED = "not_applied"
    NOT_FOUND = "not_found"
    HIRED = "hired"
    WITHDRAWN = "withdrawn"
    REASON_NOT_SHOWN = "reason_not_shown"
    REASON_NOT_AT_STAGE = "reason_not_at_stage"
    ALREADY_ANSWERED = "already_answered"
    NO_ADDRESS = "no_address"
    SUPPRESSED = "suppressed"
    CHANGED = "changed"
    EXPIRED = "expired"
    NOTE_IN_OTHER_LANGUAGE = "note_in_other_language"
    NOT_CLEARED = "not_cleared"
    NOT_YET = "not_yet"


SENTENCES: Final[Mapping[NoAnswer, tuple[str, str]]] = {
    NoAnswer.NOT_APPLIED: ("n’a pas postulé à ce poste", "did not apply for this job"),
    NoAnswer.NOT_FOUND: ("n’est plus dans la base", "is no longer in the base"),
    NoAnswer.HIRED: ("est recruté·e sur ce poste", "was hired for this job"),
    NoAnswer.WITHDRAWN: ("a retiré sa candidature", "withdrew the application"),
    NoAnswer.REASON_NOT_SHOWN: (
        "le motif ne se vérifie pas dans le CV\u00a0: choisissez-en un autre",
        "the reason is not borne out by the CV: choose another one",
    ),
    NoAnswer.REASON_NOT_AT_STAGE: (
        "le motif ne convient pas à l’étape atteinte\u00a0: choisissez-en un autre",
        "the reason does not fit the stage reached: choose another one",
    ),
    NoAnswer.ALREADY_ANSWERED: (
        "a déjà une réponse en préparation ou envoyée pour ce poste",
        "already has an answer for this job, drafted or sent",
    ),
    NoAnswer.NO_ADDRESS: (
        "aucune adresse e-mail lue dans le CV\u00a0: à joindre autrement",
        "no e-mail address was read in the CV: reach this person another way",
    ),
    NoAnswer.SUPPRESSED: (
        "l’adresse e-mail refuse nos messages\u00a0: à joindre autrement",
        "the e-mail address refuses our messages: reach this person another way",
    ),
    NoAnswer.CHANGED: ("a changé depuis la lecture de la liste", "changed since the list was read"),
    NoAnswer.EXPIRED: (
        "le brouillon est trop ancien\u00a0: rédigez la réponse à nouveau",
        "the draft is too old: write the answer anew",
    ),
    NoAnswer.NOTE_IN_OTHER_LANGUAGE: (
        "la phrase personnelle n’est pas dans la langue du message\u00a0: écrivez-la dans celle du CV",
        "the personal sentence is not in the language of the mail: write it in the language of the CV",
    ),
    NoAnswer.NOT_CLEARED: (
        "la phrase personnelle attend qu’une deuxième personne la valide",
        "the personal sentence waits for a second person to clear it",
    ),
    NoAnswer.NOT_YET: (
        "pas encore approuvée, faute de temps\u00a0: relisez la liste et approuvez-la à nouveau",
        "not approved yet, for lack of time: read the list and approve it again",
    ),
}
"""Each in French and English."""
