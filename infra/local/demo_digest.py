"""A chapter of the demonstration: a recurring digest runs twice and repeats no offer to anyone."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from infra.local.errors import LocalError
from infra.local.sample.load import listed, sample_jobs
from infra.local.story import Story
from infra.local.waiting import wait_for
from relance.campaigns.audience import why_nothing

RUN_SECONDS: Final = 150
_OVER: Final = frozenset({"finished", "cancelled", "late"})


def digest_twice(story: Story, *, but: str) -> list[str]:
    """A digest of every open job except the campaign's own, approved and run twice; the ids of its mails."""
    story.out.print("\n[bold]A weekly digest: to each person only what fits, and never twice[/bold]")
    jobs = [story.jobs[job.key] for job in sample_jobs() if not job.closed and job.key != but]
    draft = {
        "name": "Offres de la semaine",
        "jobs": jobs[:10],
        "digest": {"top": 3},
        "segment": {},
        "schedule": {"cron": "0 9 ? * MON *", "time_zone": "Europe/Paris"},
    }
    campaign = story.api.post("/campaigns", draft)
    path = f"/campaigns/{campaign['campaign_id']}"
    preview = story.api.get(f"{path}/preview")
    for exclusion in preview["exclusions"]:
        story.out.print(f"  Left out: {exclusion['people']} ({exclusion['en']}).")
    if not preview["recipients"]:
        story.api.post(f"{path}/cancel")
        story.out.print("  Nothing that fits is new to anybody: no mail.")
        return []
    story.api.post(f"{path}/approve", {"audience_ceiling": preview["recipients"]})
    runs = [_run(story, path, number) for number in (1, 2)]
    mails = [mail for run in runs for mail in listed(story.api, "/mails", batch=run["batch_id"])]
    _tell(story, runs, mails)
    return [mail["mail_id"] for mail in mails]


def _run(story: Story, path: str, number: int) -> Any:
    """One run out of turn, to its end."""
    story.api.post(f"{path}/run")

    def ended() -> Any:
        runs = story.api.get(path)["occurrences"]
        return runs[number - 1] if len(runs) >= number and runs[number - 1]["state"] in _OVER else None

    with story.out.status("waiting for the digest"):
        return wait_for(ended, seconds=RUN_SECONDS, what=f"run {number} of the digest", pause=0.5)


def _tell(story: Story, runs: list[Any], mails: list[Any]) -> None:
    titles = {story.jobs[job.key]: job.title for job in sample_jobs()}
    for number, run in enumerate(runs, start=1):
        own = [mail for mail in mails if mail["batch_id"] == run["batch_id"]]
        story.out.print(f"  Run {number}: {counted(len(own), 'mail')}; left out: {in_words(run['excluded'])}.")
        for mail in own:
            offers = "; ".join(titles.get(job, job) for job in mail["job_ids"])
            story.out.print(f"    {story.name(mail['candidate_id'])}: {offers}", markup=False)
    sent = Counter((mail["candidate_id"], job) for mail in mails for job in mail["job_ids"])
    if max(sent.values(), default=1) > 1:
        raise LocalError("The digest repeated an offer.")
    people = len({who for who, _ in sent})
    story.out.print(f"  {counted(len(sent), 'offer')} to {counted(people, 'person', 'people')}, none of them twice.")
    story.out.print("  No pause between two runs here: the laptop's stage has OFFERS_EVERY_DAYS=0, the cloud's has 14.")


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 mail", "2 mails"."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def in_words(reasons: Mapping[str, int]) -> str:
    """How many people get nothing for which reason."""
    told = (f"{people} ({why_nothing(reason)[1]})" for reason, people in reasons.items() if people)
    return ", ".join(told) or "nobody"
