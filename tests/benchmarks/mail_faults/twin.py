"""The same story in one process: the real code on the twins in memory, killed at any write, with a lying SES."""

import json
import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import batched
from pathlib import Path
from typing import Any, Protocol

from relance.adapters.memory_sending import FixedQuota
from relance.errors import RelanceError
from relance.mail.letters import Letter, Outcome, Sort
from relance.mail.mails import Mail, MailId, MailState, occurrence_batch
from tests.benchmarks.mail_faults import population
from tests.benchmarks.mail_faults.double import EVENT_WEIGHTS, EVENTS, FAULTS, TAKEN
from tests.unit.mail.world import CrashError, World


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


class LyingSes:
    """`ports.Mailer`, with the faults of the double and its report."""

    def __init__(self, options: Options, log: Any, tell: Callable[[Letter], None]) -> None:
        self._dice = random.Random(options.seed)
        self._options = options
        self._log = log
        self._tell = tell
        self.kill_after_taking = False

    def submit(self, letter: Letter) -> Outcome:
        """One submission, written down."""
        faulty = self._dice.random() < self._options.fault_rate
        step = self._dice.choice(FAULTS) if faulty else "accept"
        line = {**letter.tags, "time": time.time(), "answered": step, "taken": step in TAKEN, "to": 1}
        self._log.write(json.dumps(line) + "\n")
        timing = self._dice.choices(EVENTS, EVENT_WEIGHTS)[0]
        if step in TAKEN:
            for _ in range({"never": 0, "twice": 2}.get(timing, 1)):
                self._tell(letter)
        if self.kill_after_taking:
            raise CrashError("after the submission")
        if step == "accept":
            return Outcome.accepted(f"ses-{letter.mail_id[:8]}")
        sorts = {"refuse": Sort.REFUSED, "refuse_for_now": Sort.REFUSED_FOR_NOW}
        return Outcome(sort=sorts.get(step, Sort.UNCLEAR), code=step)


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
    events: list[Letter] = []
    with (folder / "submissions.jsonl").open("w", encoding="utf-8") as log:
        ses = LyingSes(options, log, events.append)
        world.ses = ses  # type: ignore[assignment]
        started = time.monotonic()
        _drive(world, mortal, ses, planned, events, options)
        seconds = time.monotonic() - started
    with (folder / "ledger.jsonl").open("w", encoding="utf-8") as out:
        for mail_id in planned:
            mail = world.mails.get(mail_id)
            reason = mail.skip_reason or mail.failure or mail.held_because
            out.write(json.dumps({"mail_id": mail_id, "state": mail.state, "reason": reason}) + "\n")
    return options.mails / seconds


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
    world: World, mortal: MortalLedger, ses: LyingSes, planned: list[MailId], events: list[Letter], options: Options
) -> None:
    dice = random.Random(options.seed + 1)
    deaths = {dice.randrange(max(1, int(options.mails * 0.9))) for _ in range(options.kills)}
    handled = 0
    open_mails = set(planned)
    while open_mails:
        world.dispatch()
        messages = [*world.take_queued(), *dice.sample(planned, int(len(planned) * options.repeats / 10))]
        for message in messages:
            handled += 1
            _deliver(
                world, mortal, ses, message, dice.choice(["before", "after", "taken"]) if handled in deaths else None
            )
        _tell(world, events, dice)
        open_mails = {one for one in open_mails if world.mails.get(one).state in {MailState.HELD, MailState.CLAIMED}}
        world.now += timedelta(minutes=1 if messages else 15)


def _deliver(world: World, mortal: MortalLedger, ses: LyingSes, message: MailId, death: str | None) -> None:
    """A killed sender's message comes again, at once."""
    ses.kill_after_taking = death == "taken"
    mortal.die = death if death != "taken" else None
    with suppress(CrashError, RelanceError):
        world.send(message)
    ses.kill_after_taking, mortal.die = False, None
    if death:
        with suppress(RelanceError):
            world.send(message)


def _tell(world: World, events: list[Letter], dice: random.Random) -> None:
    """In any order."""
    dice.shuffle(events)
    for batch in batched(events, 100, strict=False):
        for letter in batch:
            with suppress(RelanceError):
                world.event(letter.mail_id, "send", submission=letter.submission)
    events.clear()
