"""What is left of an erased person: a tombstone without personal data, and a certificate of what went (R31)."""

from collections.abc import Mapping
from typing import Final

from pydantic import Field

from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.records import Instant, Record

CANDIDATE: Final = "candidate"
RETENTION: Final = "retention"

KEPT: Final[Mapping[str, Mapping[str, str]]] = {
    "mails": {
        "fr": "l’état, les dates et les identifiants de chaque message, sans un mot de son texte ni l’adresse\u00a0: "
        "les totaux d’une campagne restent justes",
        "en": "state, dates and ids of each mail, without a word of its text and without the address: the sums of a "
        "campaign still add up",
    },
    "mail_guards": {
        "fr": "des identifiants d’offres et de personne, pour qu’aucune offre ne parte deux fois",
        "en": "ids of jobs and of the person, so that no offer leaves twice",
    },
    "audiences": {
        "fr": "l’identifiant dans les audiences figées, avec les critères de l’offre alors remplis et la candidature "
        "passée que le message rappelait (identifiant du poste, étape, date de fin), pendant 24\u00a0mois\u00a0: la "
        "preuve de qui une campagne pouvait toucher",
        "en": "the id in frozen audiences, with the criteria of the offer that were met then and the earlier "
        "application that the mail recalled (id of the job, stage, end), for 24 months: the proof of whom a campaign "
        "could reach",
    },
    "match_log": {
        "fr": "l’identifiant et les scores des classements montrés, pendant 24\u00a0mois",
        "en": "the id and the scores in rankings that were shown, for 24 months",
    },
    "audit": {
        "fr": "qui a fait quoi et quand, par identifiants",
        "en": "who did what and when, by ids",
    },
    "suppressions": {
        "fr": "une empreinte chiffrée de l’adresse, si la personne a demandé l’effacement et que nul autre ne "
        "l’utilise\u00a0: plus aucune offre n’y est envoyée",
        "en": "a keyed fingerprint of the address, where the person asked for the erasure and nobody else uses it: no "
        "offer is sent there any more",
    },
    "erasures": {
        "fr": "ce certificat, sous l’identifiant, et la date de la demande sous l’empreinte chiffrée de l’adresse"
        "\u00a0: un CV envoyé auparavant ne fait revenir personne",
        "en": "this certificate, under the id, and the date of the wish under the keyed fingerprint of the address: "
        "a CV that was sent before brings nobody back",
    },
}
"""What stays of an erased person in which store, and why: never a name, an address or a text. The id is random, and
with the record gone it leads to nobody."""


class ErasureOrder(Record):
    """A person is to be erased: they said so on the portal or to a colleague, or their time is over (R30)."""

    candidate_id: CandidateId
    by: str
    """`candidate`, `retention`, or the account of the colleague who passes the wish on."""
    at: Instant


class Erasure(Record):
    """The tombstone: from its first moment on nobody can write to this person or bring them back.

    What the work still needs (`jobs`, `markers`, `address_key`, `shared_with`) is emptied when it is done.
    """

    candidate_id: CandidateId
    index_revision: int
    """The last version of the search document: an older one cannot come back."""
    ordered_by: str
    ordered_at: Instant
    begun_at: Instant
    jobs: tuple[JobId, ...] = ()
    """Jobs that they applied for."""
    markers: tuple[str, ...] = ()
    """Their unique markers: hashes of files and addresses."""
    address_key: str | None = None
    """Keyed hash to be suppressed; None when there was no address, or when others share it."""
    shared_with: tuple[CandidateId, ...] = ()
    """Other people on the same address, whose records name this one."""
    removed: dict[str, int] = Field(default_factory=dict)
    """Certificate: store -> how many things of this person were removed from it, at least."""
    finished_at: Instant | None = None

    def done(self, removed: dict[str, int], *, at: Instant) -> "Erasure":
        """The tombstone as it stays: no hash, no job, only the certificate."""
        cleared = {"jobs": (), "markers": (), "address_key": None, "shared_with": ()}
        return self.model_copy(update={**cleared, "removed": removed, "finished_at": at})
