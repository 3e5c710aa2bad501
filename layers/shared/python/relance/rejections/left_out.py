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
    REOPENED = "reopened"
    ACTIVE_ELSEWHERE = "active_elsewhere"
    ALREADY_ANSWERED = "already_answered"
    NO_ADDRESS = "no_address"
    SUPPRESSED = "suppressed"
    CHANGED = "changed"
    STOPPED = "stopped"


SENTENCES: Final[Mapping[NoAnswer, tuple[str, str]]] = {
    NoAnswer.NOT_APPLIED: ("n’a pas postulé à ce poste", "did not apply for this job"),
    NoAnswer.NOT_FOUND: ("n’est plus dans la base", "is no longer in the base"),
    NoAnswer.HIRED: ("est recruté·e sur ce poste", "was hired for this job"),
    NoAnswer.WITHDRAWN: ("a retiré sa candidature", "withdrew the application"),
    NoAnswer.REOPENED: ("candidature rouverte depuis", "the application was re-opened since"),
    NoAnswer.ACTIVE_ELSEWHERE: (
        "est en entretien pour un autre poste\u00a0: à relire avant d’écrire",
        "is being interviewed for another job: look at it before writing",
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
    NoAnswer.STOPPED: ("le lot a été arrêté", "the batch was stopped"),
}
"""Each in French and English."""
