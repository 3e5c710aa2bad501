"""What a named person does with the unclear mails of a run: every other one counts as sent, the others go again."""

import json
from collections.abc import Callable, Iterable
from itertools import cycle
from pathlib import Path
from typing import Final

from relance.mail.ledger import assume_sent, send_again
from relance.mail.mails import Mail, MailId, MailState
from relance.ports.mail import MailLedger
from relance.records import Instant

WHO: Final = "moira"
SETTLED: Final = frozenset({MailState.ASSUMED_SENT, MailState.ACCEPTED, MailState.SKIPPED})
"""A mail that goes again ends as any other: taken, or skipped because its person wants none any more."""


def settle(
    unclear: Iterable[Mail],
    file: Path,
    *,
    mails: MailLedger,
    send: Callable[[MailId], Mail],
    now: Callable[[], Instant],
) -> int:
    """One line for each mail that nobody knew the fate of, with the decision and where it ended; how many there were.

    RuntimeError when one cannot be settled. `send` is what the sending function does with one message of its queue.
    """
    count = 0
    with file.open("w", encoding="utf-8") as out:
        for mail, decide in zip(unclear, cycle((assume_sent, send_again)), strict=False):
            moved = decide(mail, by=WHO, mails=mails, now=now())
            ended = send(mail.mail_id) if decide is send_again else moved
            if ended.state not in SETTLED:
                raise RuntimeError(f"mail {mail.mail_id} stays {ended.state} ({ended.held_because})")
            told = {"mail_id": mail.mail_id, "because": mail.failure, "since": mail.updated_at.isoformat()}
            decision = {"decision": decide.__name__, "by": ended.decided_by, "ended_as": ended.state}
            out.write(json.dumps(told | decision) + "\n")
            count += 1
    return count
