"""Segments told to recruiters: sentences with the names of what they speak of."""

from functools import cache, partial
from zoneinfo import ZoneInfo

from relance.campaigns import CampaignId
from relance.campaigns.desk import CampaignDesk
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.mail.typography import Language
from relance.records import Record
from relance.rejections.reasons import catalogue
from relance.segments import SegmentDefinition
from relance.segments.sentence import Names, sentence


class Sentence(Record):
    """What a segment means, in both languages."""

    fr: str
    en: str


def reason_label(reason_id: str, language: Language, *, desk: CampaignDesk) -> str | None:
    """What the employer calls a reason; one that is not given any more has the product's name; None: there is none."""
    known = (*desk.reasons().reason, *catalogue().reason)
    return next((reason.label[language] for reason in known if reason.id == reason_id), None)


def told(definition: SegmentDefinition, *, desk: CampaignDesk) -> Sentence:
    """The segment with the titles of its jobs and the names of its campaigns and reasons."""
    names = _names(desk)
    return Sentence(fr=sentence(definition, "fr", names=names), en=sentence(definition, "en", names=names))


def _names(desk: CampaignDesk) -> Names:
    """Each record is read once."""

    @cache
    def job(job_id: JobId) -> str | None:
        try:
            return desk.jobs.get(job_id).title
        except NotFoundError:
            return None

    @cache
    def campaign(campaign_id: str) -> str | None:
        try:
            return desk.campaigns.get(CampaignId(campaign_id)).name
        except NotFoundError:
            return None

    return Names(
        job=job, campaign=campaign, reason=partial(reason_label, desk=desk), time_zone=ZoneInfo(desk.time_zone)
    )
