"""The same story in one process: the real code on the twins in memory, killed at any write, with a lying SES."""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from itertools import batched
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from relance.adapters.memory_sending import FixedQuota
from relance.errors import RelanceError
from relance.mail.letters import Letter, Outcome, Sort
from relance.mail.mails import Mail, MailId, MailState, occurrence_batch
from tests.benchmarks.mail_faults import population
from tests.benchmarks.mail_faults.double import ACCEPTED, EVENT_WEIGHTS, EVENTS, FAULTS, request_line, takes
from tests.benchmarks.mail_faults.settling import settle
from tests.unit.mail.world import CrashError, ScriptedSes, World

DEATHS: Final = ("before", "after", "taken")
"""Before a write, after it, after the submission."""


class Options(Protocol):
    """What the command was told."""

    @property
    def mails(self) -> int: ...
    @property
    def fault_rate(self) -> float: ...
    @property
    def kills(self) -> int: ...
    @property
    def seed(self) -> int: ...
    @property
    def repeats(self) -> float: ...


class Sent(NamedTuple):
    """What an event tells of."""

    mail_id: MailId
    submission: int


class LyingSes:
    """`ports.Mailer`, with the faults of the double and its report."""

    def __init__(self, options: Options, log: Any, tell: Callable[[Sent], None]) -> None:
        self._dice = random.Random(options.seed)
        self._options = options
        self._log = log
        self._tell = tell
        self.kill_after_taking = False

    def submit(self, letter: Letter) -> Outcome:
        """One submission, written down."""
        faulty = self._dice.random() < self._options.fault_rate
        step = self._dice.choice(FAULTS) if faulty else ACCEPTED
        self._log.write(request_line(letter.tags, step, recipients=1))
        timing = self._dice.choices(EVENTS, EVENT_WEIGHTS)[0]
        if takes(step):
            for _ in range({"never": 0, "twice": 2}.get(timing, 1)):
                self._tell(Sent(letter.mail_id, letter.submission))
        if self.kill_after_taking:
            raise CrashError("after the submission")
        if step == ACCEPTED:
            return Outcome.accepted(f"ses-{letter.mail_id[:8]}")
        sorts = {"refused_400": Sort.REFUSED, "refused_429": Sort.REFUSED_FOR_NOW}
        return Outcome(sort=sorts.get(step, Sort.UNCLEAR), code=step)


class ForgetfulArchive:
    """`ports.MailArchive` without letters: a hundred thousand of them are more than a gigabyte."""

    def put(self, letter: Letter) -> str:
        """Its key."""
        return letter.archive_key


class MortalLedger:
    """Dies before or after the next write, when told to."""

    def __init__(self, kept: Any) -> None:
        self._kept = kept
        self.die: str | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept, name)

    def replace(self, mail: Mail, *, expected: MailState) -> Mail:
        """One write, or the end of the process."""
        die, self.die = self.die, None
        if die == "before":
            raise CrashError(die)
        written: Mail = self._kept.replace(mail, expected=expected)
        if die == "after":
            raise CrashError(die)
        return written


def run(options: Options, folder: Path) -> float:
    """Plan, send, settle; mails that reached an end in each second."""
    world = World(quota=FixedQuota(per_second=1e6, per_day=-1.0))
    planned = _populate(world, options)
    mortal = MortalLedger(world.mails)
    world.mails = mortal  # type: ignore[assignment]
    world.archive = ForgetfulArchive()  # type: ignore[assignment]
    events: list[Sent] = []
    with (folder / "submissions.jsonl").open("w", encoding="utf-8") as log:
        ses = LyingSes(options, log, events.append)
        world.ses = ses  # type: ignore[assignment]
        started = time.monotonic()
        _drive(world, mortal, ses, planned, events, options)
        seconds = time.monotonic() - started
    _write_ledger(folder / "ledger.jsonl", map(world.mails.get, planned))
    world.ses = ScriptedSes()
    unclear = [mail for mail in map(world.mails.get, planned) if mail.state is MailState.UNKNOWN]
    settle(unclear, folder / "unknown.jsonl", mails=world.mails, send=world.send, now=lambda: world.now)
    return options.mails / seconds


def _write_ledger(file: Path, mails: Iterable[Mail]) -> None:
    with file.open("w", encoding="utf-8") as out:
        for mail in mails:
            reason = mail.skip_reason or mail.failure or mail.held_because
            out.write(json.dumps({"mail_id": mail.mail_id, "state": mail.state, "reason": reason}) + "\n")


def _populate(world: World, options: Options) -> list[MailId]:
    for job in population.jobs():
        world.jobs.save(job)
    campaign, occurrence = population.campaign(world.now)
    world.campaigns.save(campaign)
    world.campaigns.save_occurrence(occurrence)
    batch_id = occurrence_batch(campaign.campaign_id, occurrence.scheduled_for)
    planned: list[MailId] = []
    for one in population.people(
        options.mails, seed=options.seed, composer=world.composer, now=world.now, batch_id=batch_id
    ):
        world.candidates.create(one.candidate, keys=())
        for application in one.applications:
            world.applications.save(application)
        for mail in one.mails:
            assert world.mails.plan(mail)
            planned.append(mail.mail_id)
    return planned


def _drive(
    world: World, mortal: MortalLedger, ses: LyingSes, planned: list[MailId], events: list[Sent], options: Options
) -> None:
    dice = random.Random(options.seed + 1)
    deaths = Counter(dice.choices(range(1, max(2, int(options.mails * 0.9))), k=options.kills))
    handled = to_kill = 0
    open_mails = set(planned)
    while open_mails:
        world.dispatch()
        messages = [*world.take_queued(), *dice.sample(planned, int(len(planned) * options.repeats / 10))]
        for message in messages:
            handled += 1
            to_kill += deaths[handled]
            while to_kill and _died(world, mortal, ses, message, death=dice.choice(DEATHS)):
                to_kill -= 1
            with suppress(RelanceError):
                world.send(message)
        _tell(world, events, dice)
        open_mails = {one for one in open_mails if world.mails.get(one).state in {MailState.HELD, MailState.CLAIMED}}
        world.now += timedelta(minutes=1 if messages else 15)


def _died(world: World, mortal: MortalLedger, ses: LyingSes, message: MailId, *, death: str) -> bool:
    """Whether the sender of this message came to the point where it is killed; a repeated message may have none."""
    ses.kill_after_taking = death == "taken"
    mortal.die = death if death != "taken" else None
    try:
        with suppress(RelanceError):
            world.send(message)
    except CrashError:
        return True
    finally:
        ses.kill_after_taking, mortal.die = False, None
    return False


def _tell(world: World, events: list[Sent], dice: random.Random) -> None:
    """In any order."""
    dice.shuffle(events)
    for batch in batched(events, 100, strict=False):
        for sent in batch:
            with suppress(RelanceError):
                world.event(sent.mail_id, "send", submission=sent.submission)
    events.clear()
