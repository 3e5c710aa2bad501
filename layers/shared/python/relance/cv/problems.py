"""Why a file could not be read: a typed code and a sentence that a recruiter understands."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict


class ProblemCode(StrEnum):
    """The ways in which a file can be unreadable (R38)."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    SCANNED_NO_TEXT = "scanned_no_text"
    NO_TEXT = "no_text"
    TEXT_NOT_LEGIBLE = "text_not_legible"
    UNSUPPORTED_FORMAT = "unsupported_format"
    BOMB = "bomb"
    UNSAFE_CONTENT = "unsafe_content"
    TIMEOUT = "timeout"
    TOO_COMPLEX = "too_complex"
    NOT_A_CV = "not_a_cv"


SENTENCES: Final[Mapping[ProblemCode, tuple[str, str]]] = {
    ProblemCode.EMPTY: (
        "Le fichier est vide\u00a0: demandez à la personne de l’envoyer à nouveau.",
        "The file is empty: ask the person to send it again.",
    ),
    ProblemCode.TOO_LARGE: (
        "Le fichier dépasse 15\u00a0Mo\u00a0: demandez une version plus légère.",
        "The file is larger than 15 MB: ask for a lighter version.",
    ),
    ProblemCode.TOO_MANY_PAGES: (
        "Le fichier compte plus de 50\u00a0pages\u00a0: demandez un CV sans ses annexes.",
        "The file has more than 50 pages: ask for a CV without its appendices.",
    ),
    ProblemCode.ENCRYPTED: (
        "Le fichier est protégé par un mot de passe\u00a0: demandez une version sans mot de passe.",
        "The file is protected by a password: ask for a version without one.",
    ),
    ProblemCode.DAMAGED: (
        "Le fichier est abîmé ou incomplet\u00a0: demandez à la personne de l’envoyer à nouveau.",
        "The file is damaged or incomplete: ask the person to send it again.",
    ),
    ProblemCode.SCANNED_NO_TEXT: (
        "Le CV est une image sans texte (scan ou photo)\u00a0: demandez le fichier d’origine, ou lisez-le à l’écran.",
        "The CV is a picture without text (scan or photo): ask for the original file, or read it on screen.",
    ),
    ProblemCode.NO_TEXT: (
        "Aucun texte n’a été trouvé dans le fichier\u00a0: demandez-le dans un autre format, par exemple en PDF.",
        "No text was found in the file: ask for it in another format, for example PDF.",
    ),
    ProblemCode.TEXT_NOT_LEGIBLE: (
        "Le fichier contient des caractères sans signification\u00a0: demandez un DOCX, par exemple.",
        "The file holds characters without meaning: ask for a DOCX, for example.",
    ),
    ProblemCode.UNSUPPORTED_FORMAT: (
        "Ce type de fichier n’est pas lu\u00a0: demandez un CV en PDF, Word (DOCX), ODT ou texte.",
        "This type of file is not read: ask for a CV in PDF, Word (DOCX), ODT or plain text.",
    ),
    ProblemCode.BOMB: (
        "Le fichier prend une place anormale une fois ouvert\u00a0; il a été écarté par prudence.",
        "The file takes an abnormal amount of room once opened; it was set aside as a precaution.",
    ),
    ProblemCode.UNSAFE_CONTENT: (
        "Le fichier contient des instructions inhabituelles pour un CV\u00a0; il a été écarté par prudence.",
        "The file holds instructions that are unusual in a CV; it was set aside as a precaution.",
    ),
    ProblemCode.TIMEOUT: (
        "La lecture du fichier a pris trop de temps\u00a0: demandez un CV plus simple, par exemple en PDF.",
        "Reading the file took too long: ask for a simpler CV, for example a PDF.",
    ),
    ProblemCode.TOO_COMPLEX: (
        "Le fichier est trop complexe pour être lu\u00a0: demandez un CV plus simple, par exemple en PDF.",
        "The file is too complex to be read: ask for a simpler CV, for example a PDF.",
    ),
    ProblemCode.NOT_A_CV: (
        "Ce fichier ne ressemble pas à un CV\u00a0: demandez à la personne d’envoyer son CV.",
        "This file does not look like a CV: ask the person to send their CV.",
    ),
}


class Problem(BaseModel):
    """A typed problem with its sentence in French and English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: ProblemCode
    fr: str
    en: str


def problem(code: ProblemCode) -> Problem:
    """The problem of this code with its two sentences."""
    french, english = SENTENCES[code]
    return Problem(code=code, fr=french, en=english)


class UnreadableError(Exception):
    """Raised by format readers inside the package; `read_cv` turns it into a `Problem`.

    `pages` are the numbers, from 1, of the pages (or pictures) that OCR might read.
    """

    def __init__(self, code: ProblemCode, *, pages: tuple[int, ...] = ()) -> None:
        super().__init__(code.value)
        self.code = code
        self.pages = pages
