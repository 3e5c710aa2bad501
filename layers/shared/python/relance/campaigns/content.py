"""What a campaign mail says to one person: the offers, why they fit, and what linked us before (R13)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from relance.applications import Application, Outcome, Stage
from relance.campaigns.frozen import FrozenHistory
from relance.campaigns.models import Campaign
from relance.campaigns.rules import RelanceRules
from relance.candidates import Candidate
from relance.jobs import Job, JobId
from relance.mail.mails import HousePart, OfferContent, OfferLine
from relance.records import Instant

type MailLanguage = Literal["fr", "en"]

_MONTHS: Final[Mapping[MailLanguage, tuple[str, ...]]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_HISTORY: Final[Mapping[MailLanguage, Mapping[Stage, str]]] = {
    "fr": {
        Stage.FINALIST: "En {when}, vous étiez parmi les finalistes pour notre poste «\u00a0{title}\u00a0».",
        Stage.INTERVIEWED: "En {when}, nous vous avions reçu·e en entretien pour notre poste «\u00a0{title}\u00a0».",
        Stage.SCREENED: "En {when}, nous avions étudié votre candidature à notre poste «\u00a0{title}\u00a0».",
        Stage.APPLIED: "En {when}, vous aviez postulé à notre poste «\u00a0{title}\u00a0».",
    },
    "en": {
        Stage.FINALIST: "In {when}, you were among the finalists for our role “{title}”.",
        Stage.INTERVIEWED: "In {when}, you came to an interview for our role “{title}”.",
        Stage.SCREENED: "In {when}, we looked at your application for our role “{title}”.",
        Stage.APPLIED: "In {when}, you applied for our role “{title}”.",
    },
}
_MOST: Final[Mapping[MailLanguage, tuple[str, str]]] = {
    "fr": ("une offre au plus", "au plus {top} offres"),
    "en": ("at most one role", "at most {top} roles"),
}
"""For one offer, for several."""
_RULE: Final[Mapping[MailLanguage, str]] = {
    "fr": (
        "Notre règle\u00a0: {most}, parmi celles dont votre CV montre tous les critères indispensables "
        "et que nous ne vous avons jamais envoyées"
    ),
    "en": "Our rule: {most}, among those whose must-haves your CV shows and that we never sent you before",
}
_EVERY: Final[Mapping[MailLanguage, str]] = {
    "fr": "\u00a0; au plus un message tous les {days} jours.",
    "en": "; at most one message every {days} days.",
}
_ENDED: Final = frozenset({Outcome.REJECTED, Outcome.WITHDRAWN})


def offer_content(
    candidate: Candidate,
    jobs: Sequence[Job],
    *,
    campaign: Campaign,
    why: Mapping[JobId, tuple[str, ...]],
    history: str | None,
    rules: RelanceRules,
    house: tuple[HousePart, ...],
) -> OfferContent:
    """The facts of one mail; `jobs` are those that are new to the person, in the campaign's order."""
    signatures = [job.contact_name for job in jobs if job.contact_name]
    return OfferContent(
        introduction=campaign.introduction.get(candidate.mail_language),
        history=history,
        rule=digest_rule(campaign, candidate.mail_language, rules=rules),
        house=house,
        offers=tuple(_line(job, why.get(job.job_id, ())) for job in jobs),
        consent_given_at=candidate.consent.given_at if candidate.consent else None,
        consent_expires_at=candidate.consent.expires_at if candidate.consent else None,
        signed_by=signatures[0] if signatures else None,
    )


def digest_rule(campaign: Campaign, language: MailLanguage, *, rules: RelanceRules) -> str | None:
    """What a digest goes by, said to its reader; None for a campaign of chosen offers."""
    if campaign.digest is None:
        return None
    most = _MOST[language][campaign.digest.top > 1].format(top=campaign.digest.top)
    return _RULE[language].format(most=most) + (_EVERY[language].format(days=rules.every.days) if rules.every else ".")


def recalled(applications: Sequence[Application], *, among: Collection[JobId]) -> FrozenHistory | None:
    """The earlier application that a mail recalls: the furthest, then the latest; None when there is none.

    `among` are the jobs that the segment meant, empty for any.
    """
    ended = [a for a in applications if a.outcome in _ENDED and (not among or a.job_id in among)]
    found = max(ended, key=lambda a: (a.stage.rank, a.updated_at, a.job_id), default=None)
    if found is None:
        return None
    return FrozenHistory(job_id=found.job_id, stage=found.stage, ended_at=found.updated_at)


def history_sentence(
    history: FrozenHistory, title: str, *, language: MailLanguage, time_zone: str, now: Instant
) -> str:
    """One sentence about an earlier process, in the mail's language and neutral as to gender."""
    zone = ZoneInfo(time_zone)
    when = _month(history.ended_at.astimezone(zone), now.astimezone(zone), language)
    return _HISTORY[language][history.stage].format(when=when, title=title)


def _month(moment: datetime, today: datetime, language: MailLanguage) -> str:
    name = _MONTHS[language][moment.month - 1]
    return name if moment.year == today.year else f"{name}\u00a0{moment.year}"


def _line(job: Job, why: tuple[str, ...]) -> OfferLine:
    return OfferLine(
        job_id=job.job_id,
        title=job.title,
        place=job.place,
        contract=job.contract,
        pay_range=job.pay_range,
        url=job.url,
        why=why,
    )
