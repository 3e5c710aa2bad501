"""Which languages an offer requires: only those may narrow a segment (R24)."""

from relance.cv.fields.language_words import CODES
from relance.jobs import Job
from relance.matching.analysis import words


def requires(job: Job, language: str) -> bool:
    """Whether the offer names the language anywhere, or is itself written in it."""
    text = "\n".join((job.title, job.description, *(criterion.text for criterion in job.criteria)))
    named = {CODES.get(word) for word in words(text, "fr")}
    return language == job.language or language in named
