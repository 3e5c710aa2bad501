"""The account as SES would have it: who may send, what was taken, what was refused, what is told of it."""

import functools
import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from infra.local.mailbox.box import Box, KeptEvent, KeptMail, Received
from infra.local.mailbox.events import events_of
from infra.local.mailbox.faults import COURSES, Course, Ending, EventTiming, Script
from infra.local.mailbox.http import Reply
from infra.local.mailbox.identities import KnownIdentity
from infra.local.mailbox.outbox import Outbox, Publish
from infra.local.mailbox.submissions import SesError, Submission, bare_address
from relance import clock
from relance.records import Instant, Record

_LISTED_AS: Final = {"Bounce": "BOUNCE", "Complaint": "COMPLAINT"}


class Quota(Record):
    """What SES allows this account."""

    max_24_hour_send: float = 50_000
    max_send_rate: float = 14


class Account:
    """What a request does to it; any thread may call it.

    `identities` (by domain) and `configuration_sets` are checked when given; None takes any.
    """

    def __init__(self, folder: Path, *, now: Callable[[], Instant] = clock.now) -> None:
        self.box = Box(folder)
        self.quota = Quota()
        self.identities: Mapping[str, KnownIdentity] | None = None
        self.configuration_sets: frozenset[str] | None = None
        self._now = now
        self._outbox = Outbox(self.box)
        self._received: list[Received] = []
        self._scripts: deque[Script] = deque()
        self._lock = threading.Lock()
        self._ending = threading.Event()

    @property
    def received(self) -> tuple[Received, ...]:
        """Every submission since the start, with its answer, in order."""
        with self._lock:
            return tuple(self._received)

    def mails(self, *, to: str | None = None) -> tuple[KeptMail, ...]:
        """Mails that were taken, oldest first."""
        return tuple(mail for mail in self.box.mails() if to is None or to in mail.to)

    def script(self, *scripts: Script) -> None:
        """What to do with the next submissions; each script serves `times` of those that it fits."""
        with self._lock:
            self._scripts.extend(scripts)

    def clear_scripts(self) -> None:
        """Back to taking everything."""
        with self._lock:
            self._scripts.clear()

    def publish_with(self, publish: Publish) -> None:
        """Where events go from now on; before this they wait."""
        self._outbox.publish_with(publish)

    def release_events(self) -> None:
        """Tell the events that were held back as late."""
        for mail in self.box.mails():
            if mail.withheld and mail.untold:
                self.box.release(mail.message_id)
                self._outbox.add(mail.message_id)

    def settled(self, *, within_seconds: float = 10) -> bool:
        """Wait until all events that are due are told; False when it took too long."""
        return self._outbox.settled(within_seconds=within_seconds)

    def sent_last_24_hours(self) -> int:
        """Recipients of the mails taken since this time yesterday."""
        since = self._now() - timedelta(hours=24)
        return sum(len(mail.to) for mail in self.box.mails() if mail.at > since)

    def identity(self, domain: str) -> KnownIdentity | None:
        """What is known of a sub-domain; None when the account does not have it."""
        return (
            KnownIdentity(mail_from=f"bounce.{domain}")
            if self.identities is None
            else self.identities.get(domain.lower())
        )

    def check(self, submission: Submission) -> None:
        """SesError when the sender or the configuration set is unknown to this account."""
        domain, wanted = submission.sender_domain, submission.configuration_set_name
        known = self.identity(domain)
        if known is None or not known.verified:
            message = f"Email address is not verified. The following identities failed the check: {domain}"
            raise SesError("MessageRejected", message)
        if known.mail_from and known.mail_from_status != "SUCCESS":
            raise SesError("MailFromDomainNotVerifiedException", f"{known.mail_from} has no MX record.")
        if self.configuration_sets is not None and wanted is not None and wanted not in self.configuration_sets:
            raise SesError("NotFoundException", f"Configuration set <{wanted}> does not exist.", 404)

    def submit(self, submission: Submission) -> Reply:
        """Take or refuse one mail as scripted."""
        recipients = tuple(bare_address(address) for address in submission.destination.everyone)
        script = self._script_for(recipients)
        course = COURSES[script.fault]
        mail = self._take(submission, script.events) if course.accepted else None
        self._note(submission, recipients, course, mail)
        if mail and script.events is EventTiming.EARLY:
            self._outbox.tell(mail.message_id)
        tell = self._telling(mail) if mail and not mail.withheld else None
        if course.ending is Ending.HANG:
            if tell:
                tell()
            self._ending.wait()
            return Reply.dropped()
        if course.ending is Ending.DROP:
            return Reply.dropped(then=tell)
        if course.code:
            return Reply.error(SesError(course.code, course.message, course.status), then=tell)
        return Reply.json({"MessageId": mail.message_id if mail else ""}, then=tell)

    def refuse(self, error: SesError) -> None:
        """Note a submission that SES would not read."""
        self._add(Received(at=self._now(), answer=error.code))

    def _telling(self, mail: KeptMail) -> Callable[[], None]:
        self._outbox.expect(mail.message_id)
        return functools.partial(self._outbox.add, mail.message_id)

    def _script_for(self, recipients: tuple[str, ...]) -> Script:
        with self._lock:
            found = next((script for script in self._scripts if script.fits(recipients)), None)
            if found is None:
                return Script()
            place = self._scripts.index(found)
            if found.times > 1:
                self._scripts[place] = found.model_copy(update={"times": found.times - 1})
            else:
                del self._scripts[place]
            return found

    def _take(self, submission: Submission, timing: EventTiming) -> KeptMail:
        at = self._now()
        message_id = f"0107{int(at.timestamp() * 1000):012x}-{uuid4()}-000000"
        listed = {address: entry.reason for address, entry in self.box.suppressed().items()}
        events = events_of(submission, message_id=message_id, at=at, suppressed=listed)
        if timing is EventTiming.TWICE:
            events = tuple(event for event in events for _ in range(2))
        # Without a configuration set, or when nobody is ever told, there is nothing to publish.
        silent = timing is EventTiming.NEVER or submission.configuration_set_name is None
        mail = KeptMail(
            message_id=message_id,
            at=at,
            request=submission.model_dump(mode="json", by_alias=True, exclude_none=True),
            events=tuple(KeptEvent(event=event, told=silent) for event in events),
            withheld=timing in (EventTiming.LATE, EventTiming.EARLY),
        )
        self.box.keep(mail)
        self._suppress_failures(mail)
        return mail

    def _suppress_failures(self, mail: KeptMail) -> None:
        """SES puts hard bounces and complaints on the account's list by itself."""
        for event in mail.events:
            if reason := _LISTED_AS.get(event.kind):
                facts = event.event[event.kind.lower()]
                for recipient in facts.get("bouncedRecipients", ()) or facts.get("complainedRecipients", ()):
                    self.box.suppress(recipient["emailAddress"], reason, at=mail.at)

    def _note(self, submission: Submission, recipients: tuple[str, ...], course: Course, mail: KeptMail | None) -> None:
        answer = course.code or {Ending.DROP: "dropped", Ending.HANG: "hanging"}.get(course.ending, "200")
        self._add(
            Received(
                at=self._now(),
                mail_id=submission.tag("mail_id"),
                submission=submission.tag("submission"),
                to=recipients,
                answer=answer,
                message_id=mail.message_id if mail else None,
            )
        )

    def _add(self, received: Received) -> None:
        with self._lock:
            self._received.append(received)
