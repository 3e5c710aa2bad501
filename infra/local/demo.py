"""The demonstration: a CV in S3 → a match → an answer → a campaign, told while it happens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from infra.local import importing
from infra.local.demo_digest import counted, digest_twice, in_words
from infra.local.deployment import Deployment
from infra.local.errors import LocalError
from infra.local.import_progress import import_with_bar
from infra.local.sample.load import CVS, listed, load_histories, load_jobs
from infra.local.story import Story
from infra.local.waiting import wait_for

EMPLOYER_ZONE: Final = ZoneInfo("Europe/Paris")
AHEAD: Final = timedelta(seconds=60)
INDEX_SECONDS: Final = 60
MAIL_SECONDS: Final = 150
SETTLED: Final = frozenset({"accepted", "failed", "skipped", "cancelled", "unknown", "assumed_sent"})
OFFER: Final = "controle-grenoble-2026"
CAMPAIGN: Final = "Finalistes d’un poste proche : contrôle de gestion"


@dataclass(frozen=True)
class Rejection:
    """One answer of the story: who, for which job, on what ground."""

    file: str
    job: str
    reason: str
    criterion: str | None
    note: str | None = None


REJECTIONS: Final = (
    Rejection("cv-lina-marchetti.pdf", "commandes-2026", "missing_must_have", "c1"),
    Rejection("tomasz-wren-cv.pdf", "data-2026", "experience_not_led", "c1"),
    Rejection("yann-le-goff.pdf", "controle-2026", "another_candidate_closer", "c3"),
)


def tell_story(deployment: Deployment, out: Console, *, began: float) -> None:
    """Run every chapter; RefusedError or LocalError when the service does not do what it should.

    `began` is the monotonic clock when the command started: the story says how long things took.
    """
    api = deployment.api()
    jobs = load_jobs(api)
    people = read_cvs(deployment, out)
    load_histories(api, jobs, people)
    story = Story(deployment, out, api, jobs, people)
    wait_for_index(story)
    ingested = monotonic() - began
    show_candidates(story)
    show_matches(story, OFFER)
    show_matches(story, "data-2026")
    campaign = schedule_campaign(story)
    answers = answer_three(story)
    digest = digest_twice(story, but=OFFER)
    show_mails(story, [*answers, *digest, *(campaign_mails(story, campaign) if campaign else ())])
    show_way_on(story)
    out.print(f"\nUp and every CV read in {ingested:.0f} s, the whole story in {monotonic() - began:.0f} s.")


# --- candidates -------------------------------------------------------------------------------------


def read_cvs(deployment: Deployment, out: Console) -> Mapping[str, str]:
    """Upload every CV through S3 and wait until each is a candidate; file name → candidate_id."""
    chapter(out, "CVs arrive in S3 and become candidates")
    reports = import_with_bar(deployment, importing.files_in(CVS), out)
    late = [report.path.name for report in reports if report.candidate_id is None]
    if late:
        raise LocalError(f"These CVs were not read in time: {', '.join(late)}; see the log folder.")
    return {report.path.name: str(report.candidate_id) for report in reports}


def wait_for_index(story: Story) -> None:
    """Until the search index holds everybody whose CV could be read."""
    readable = sum(1 for line in listed(story.api, "/candidates") if line["problem"] is None)

    def indexed() -> bool:
        counted = story.api.post("/segments/count", {"segment": {}})
        return bool(counted["matching"] >= readable)

    wait_for(indexed, seconds=INDEX_SECONDS, what="the search index", pause=0.5)


def show_candidates(story: Story) -> None:
    """Who was read, and what could not be."""
    lines = list(listed(story.api, "/candidates"))
    table = Table("Candidate", "Headline", "CV in", box=None)
    for line in sorted(lines, key=lambda line: line["name"] or "~"):
        if line["problem"] is None:
            table.add_row(line["name"] or "(no name found)", line["headline"] or "", line["language"])
    story.out.print(table)
    names = {candidate: file for file, candidate in story.people.items()}
    for line in lines:
        if line["problem"] is not None:
            story.out.print(
                f"  Problem  {names.get(line['candidate_id'], line['candidate_id'])}: {line['problem']['en']}"
            )


# --- matches ----------------------------------------------------------------------------------------


def show_matches(story: Story, key: str, *, top: int = 5) -> None:
    """The base ranked for one offer, each person with the lines that speak for them."""
    chapter(story.out, f"The base ranked for the offer “{story.title(key)}”")
    page = story.api.get(f"/jobs/{story.jobs[key]}/matches", limit=top)
    for place, hit in enumerate(page["items"], start=1):
        person, match = hit["person"], hit["match"]
        story.out.print(
            f"  {place}. {person['name']} – {person['headline'] or ''}  ({person['language']}, {match['score']:.2f})"
        )
        for finding in match["explanation"]["criteria"]:
            sign = "✓" if finding["met"] else "–"
            story.out.print(
                f"       {sign} {finding['text']}" + (f": “{finding['line']}”" if finding.get("line") else "")
            )
        terms = ", ".join(_pair(term) for term in match["explanation"]["terms"][:6])
        story.out.print(f"       words in common: {terms or 'none'}")


def _pair(term: Mapping[str, str]) -> str:
    return term["offer"] if term["offer"] == term["cv"] else f"{term['offer']} = {term['cv']}"


# --- answers ----------------------------------------------------------------------------------------


def answer_three(story: Story) -> list[str]:
    """Three answers drafted, read, approved; returns the ids of the mails."""
    chapter(story.out, "Three rejections: drafted, read, approved")
    return [mail for rejection in REJECTIONS for mail in _answer(story, rejection)]


def _answer(story: Story, rejection: Rejection) -> list[str]:
    """The id of the mail, or none when this person was answered before."""
    applicant = {
        "candidate_id": story.people[rejection.file],
        "reason_id": rejection.reason,
        **({"criterion_id": rejection.criterion} if rejection.criterion else {}),
    }
    drafted = story.api.post("/rejections", {"job_id": story.jobs[rejection.job], "applicants": [applicant]})
    for left_out in drafted["left_out"]:
        story.out.print(f"  {story.name(left_out['candidate_id'])}: no answer drafted: {left_out['en']}.")
    for mail in drafted["mails"]:
        path = f"/rejections/{drafted['batch']['batch_id']}/mails/{mail['mail_id']}"
        shown = story.api.get(f"{path}/preview")
        story.out.print(f"\n[bold]{shown['rendered']['subject']}[/bold]")
        story.out.print(shown["rendered"]["text"], markup=False)
        story.api.post(f"{path}/approve", {"text_hash": shown["text_hash"]})
        story.out.print(f"  [dim]approved; leaves at {_local(shown['leaves']['at'])}[/dim]")
    return [mail["mail_id"] for mail in drafted["mails"]]


# --- the campaign -----------------------------------------------------------------------------------


def schedule_campaign(story: Story) -> str | None:
    """A campaign to finalists of a similar job, approved for a minute from now; its id, or None with no audience."""
    chapter(story.out, f"A campaign: finalists of jobs like “{story.title(OFFER)}”")
    job_id = story.jobs[OFFER]
    leaves_at = (datetime.now(EMPLOYER_ZONE) + AHEAD).replace(microsecond=0, tzinfo=None)
    campaign = story.api.post(
        "/campaigns",
        {
            "name": CAMPAIGN,
            "jobs": [job_id],
            "segment": {"finalists_of_jobs_like": {"job_id": job_id}},
            "schedule": {"at": leaves_at.isoformat(), "time_zone": EMPLOYER_ZONE.key},
        },
    )
    path = f"/campaigns/{campaign['campaign_id']}"
    preview = story.api.get(f"{path}/preview")
    show_audience(story, preview)
    if not preview["recipients"]:
        story.api.post(f"{path}/cancel")
        story.out.print("  An offer goes to a person once: there is nothing to send this time.")
        return None
    story.api.post(f"{path}/approve", {"audience_ceiling": preview["recipients"], "revision": campaign["revision"]})
    story.out.print(f"  Approved; the scheduler starts it at {leaves_at:%H:%M:%S}.")
    return str(campaign["campaign_id"])


def show_audience(story: Story, preview: Mapping[str, Any]) -> None:
    """Who would get it with the very mail, who would not, and why."""
    story.out.print(f"  Would write to {preview['recipients']} people now.")
    for exclusion in preview["exclusions"]:
        story.out.print(f"  Left out: {exclusion['people']} ({exclusion['en']}).")
    for mail in preview["mails"]:
        offers = "; ".join(f"{offer['title']} ({', '.join(offer['why'])})" for offer in mail["content"]["offers"])
        story.out.print(f"  {mail['name']} ({mail['language']}): {offers}", markup=False)
    for mail in preview["mails"][:1]:
        story.out.print(f"\n[bold]{mail['subject']}[/bold]")
        story.out.print(mail["text"], markup=False)


def campaign_mails(story: Story, campaign_id: str) -> list[str]:
    """Wait until the scheduler has fired and the audience is expanded; the ids of the campaign's mails."""
    chapter(story.out, "The scheduler fires, the audience is frozen, the mails leave")

    def finished() -> Any:
        occurrences = story.api.get(f"/campaigns/{campaign_id}")["occurrences"]
        return next((each for each in occurrences if each["state"] not in ("due", "freezing", "running")), None)

    with story.out.status("waiting for the scheduler"):
        occurrence = wait_for(finished, seconds=MAIL_SECONDS, what="the campaign's run", pause=0.5)
    story.out.print(
        f"  Audience {occurrence['audience_size']}, {counted(occurrence['planned'], 'mail')}, "
        f"left out: {in_words(occurrence['skipped'])}."
    )
    return [mail["mail_id"] for mail in listed(story.api, "/mails", batch=occurrence["batch_id"])]


# --- mails ------------------------------------------------------------------------------------------


def show_mails(story: Story, mail_ids: Sequence[str]) -> None:
    """Wait until each mail has an end, and list them as they left."""
    chapter(story.out, "The mails as they left")
    with story.out.status("waiting for the mails to leave"):
        ended = [
            wait_for(_settled(story, mail_id), seconds=MAIL_SECONDS, what=f"the end of mail {mail_id}", pause=0.5)
            for mail_id in mail_ids
        ]
    sent = story.deployment.mailbox_surface().get("/messages")
    subjects = {mail["tags"].get("mail_id"): mail["subject"] for mail in sent}
    table = Table("To", "Subject", "State", box=None)
    for mail in ended:
        state = " ".join(filter(None, (mail["state"], mail["skip_reason"], mail["failure"])))
        table.add_row(story.name(mail["candidate_id"]), subjects.get(mail["mail_id"], ""), state)
    if ended:
        story.out.print(table)
    else:
        story.out.print(f"  None this time: all {len(sent)} left in an earlier run, and nothing is sent twice.")
    story.out.print(f"  Read them at {story.deployment.mailbox_url}")


def _settled(story: Story, mail_id: str) -> Callable[[], Any]:
    def look() -> Any:
        mail = story.api.get(f"/mails/{mail_id}")
        return mail if mail["state"] in SETTLED else None

    return look


def show_way_on(story: Story) -> None:
    """Where to go from here."""
    chapter(story.out, "Go on from here")
    token = story.deployment.tokens.of("approver@example.org")
    story.out.print(f"  API     {story.deployment.outputs['RecruiterApiUrl']}/openapi.json")
    story.out.print(f"  Token   {token}", soft_wrap=True)


def chapter(out: Console, title: str) -> None:
    """A heading."""
    out.print(f"\n[bold]{title}[/bold]")


def _local(instant: str) -> str:
    return f"{datetime.fromisoformat(instant).astimezone(EMPLOYER_ZONE):%H:%M:%S}"
