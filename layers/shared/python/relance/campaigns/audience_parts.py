"""Takes a campaign's audience as of now, part by part: for the preview, and for good when a run freezes it (R29)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from relance.campaigns.audience import ExclusionReason, audience_segment, open_jobs, walk
from relance.campaigns.content import recalled
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.eligibility import Contactable, Eligible, contactable, with_new_offers
from relance.campaigns.fitting_offers import offers_that_fit, questions, with_reasons
from relance.campaigns.frozen import AudiencePart, AudienceStart, FrozenHistory, FrozenOffer, FrozenPerson
from relance.campaigns.job_kinds import JobKind, job_kind
from relance.campaigns.models import Campaign
from relance.campaigns.reach import NOT_AGREED, reach
from relance.candidates import CandidateId
from relance.jobs import Job, JobId
from relance.matching.document import CandidateDocument
from relance.records import Cursor, Instant, Page

_JOBS_READ_AT_ONCE: Final = 100


def jobs_on_offer(campaign: Campaign, *, desk: CampaignDesk) -> tuple[Job, ...]:
    """The campaign's jobs that are still open, in its order; a digest without jobs of its own means all of them."""
    if campaign.digest is not None and not campaign.jobs:
        return open_jobs(tuple(every_job(desk)))
    return open_jobs([desk.jobs.get(job_id) for job_id in campaign.jobs])


def begin(campaign: Campaign, *, desk: CampaignDesk, at: Instant) -> AudienceStart:
    """What the taking goes by; errors as for `audience_segment`."""
    segment = audience_segment(campaign.segment, search=desk.search, at=at)
    agreed = segment.model_copy(update={"contactable_only": True})
    return AudienceStart(
        segment=agreed,
        at=at,
        jobs=tuple(job.job_id for job in jobs_on_offer(campaign, desk=desk)),
        history_jobs=segment.history_jobs,
        excluded=dict(reach(segment, NOT_AGREED, index=desk.search.candidates, at=at).excluded),
        nearest=tuple(walk(agreed, search=desk.search, at=at)) if agreed.like else None,
    )


class AudienceReader:
    """Takes the parts of one audience; holds the questions that its offers ask of a CV."""

    def __init__(
        self, campaign: Campaign, beginning: AudienceStart, *, desk: CampaignDesk, explained: bool = True
    ) -> None:
        """`explained`: note for each person the criteria they meet; digests always do."""
        self._digest = campaign.digest
        self._beginning = beginning
        self._desk = desk
        jobs = [desk.jobs.get(job_id) for job_id in beginning.jobs]
        self._kinds = kinds_of(jobs)
        asked = jobs if explained or self._digest is not None else []
        self._questions = {one.job.job_id: one for one in questions(asked, embedder=desk.search.embedder)}

    def part(self, after: Cursor | None, *, offset: int, at: Instant) -> AudiencePart:
        """The next people of the walk; the first part has no `after`."""
        page = self._walked(after)
        people = contactable(page.items, eligibility=self._desk.eligibility, at=at)
        asked = [one for one, found in people.items() if not isinstance(found, ExclusionReason)]
        documents = self._desk.search.candidates.documents(asked) if asked and self._questions else {}
        fitting = self._fitting(people, documents)
        wanted = {one: [offer.job_id for offer in offers] for one, offers in fitting.items()}
        judged = with_new_offers(
            people, wanted, kinds=self._kinds, eligibility=self._desk.eligibility, rules=self._desk.rules, at=at
        )
        excluded: Counter[str] = Counter()
        taken = []
        for one, found in judged.items():
            if isinstance(found, Eligible):
                offers = self._kept(found, fitting[one], documents.get(one))
                taken.append(FrozenPerson(candidate_id=one, offers=offers, history=self._history(people[one])))
            else:
                excluded[self._reason(found)] += 1
        return AudiencePart(offset=offset, people=tuple(taken), excluded=dict(excluded), next=page.next)

    def _walked(self, after: Cursor | None) -> Page[CandidateId]:
        order = self._beginning.nearest
        if order is None:
            return self._desk.search.candidates.members(
                self._beginning.segment, at=self._beginning.at, after=after, limit=self._desk.part
            )
        start = int(after or 0)
        end = start + self._desk.part
        return Page(items=order[start:end], next=str(end) if end < len(order) else None)

    def _fitting(
        self,
        people: Iterable[CandidateId],
        documents: Mapping[CandidateId, CandidateDocument],
    ) -> dict[CandidateId, Sequence[FrozenOffer]]:
        """The offers that each person might get, best first."""
        if self._digest is None:
            plain = [FrozenOffer(job_id=job) for job in self._beginning.jobs]
            return dict.fromkeys(people, plain)
        return {one: offers_that_fit(tuple(self._questions.values()), documents.get(one)) for one in people}

    def _history(self, person: Contactable | ExclusionReason) -> FrozenHistory | None:
        earlier = () if isinstance(person, ExclusionReason) else person.applications
        return recalled(earlier, among=self._beginning.history_jobs)

    def _kept(
        self, person: Eligible, offers: Sequence[FrozenOffer], document: CandidateDocument | None
    ) -> tuple[FrozenOffer, ...]:
        """Those that are new to the person, as many as one mail may hold."""
        new = [offer for offer in offers if offer.job_id in person.jobs]
        if self._digest is not None:
            return tuple(new[: self._digest.top])
        return tuple(with_reasons(self._questions, offer, document) for offer in new)

    def _reason(self, found: ExclusionReason) -> str:
        nothing = self._digest is not None and found is ExclusionReason.JOB_CLOSED and bool(self._beginning.jobs)
        return (ExclusionReason.NOTHING_FITS if nothing else found).value


def kinds_of(jobs: Iterable[Job]) -> dict[JobId, JobKind]:
    """By which word people refuse such jobs."""
    return {job.job_id: job_kind(job) for job in jobs}


def explained(
    people: Sequence[FrozenPerson], jobs: Iterable[Job], *, desk: CampaignDesk
) -> dict[CandidateId, FrozenPerson]:
    """The same, each offer with the criteria that their CV meets."""
    asked = {one.job.job_id: one for one in questions(jobs, embedder=desk.search.embedder)}
    documents = desk.search.candidates.documents([one.candidate_id for one in people])

    def explained_for(one: FrozenPerson) -> FrozenPerson:
        offers = tuple(with_reasons(asked, offer, documents.get(one.candidate_id)) for offer in one.offers)
        return one.model_copy(update={"offers": offers})

    return {one.candidate_id: explained_for(one) for one in people}


def every_job(desk: CampaignDesk) -> Iterator[Job]:
    """Of the employer, open or not."""
    after: Cursor | None = None
    while True:
        page = desk.jobs.page(after=after, limit=_JOBS_READ_AT_ONCE)
        yield from page.items
        after = page.next
        if after is None:
            return
