"""The index `wake` in memory: who wakes when, in order; a question costs what it finds and not what there is."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from relance.mail.mails import Mail, MailId, MailState, Stream
from relance.records import Instant

type Clock = tuple[Instant, MailId]

CHECK: Final = "check"
"""What must be settled: claims and unclear outcomes of both streams."""


def person(stream: Stream) -> str:
    """What awaits a person's decision."""
    return f"person-{stream}"


class MemoryWakeIndex:
    """Clocks of mails in the order of their moments, apart for each of three questions."""

    def __init__(self) -> None:
        self._clocks: defaultdict[str, list[Clock]] = defaultdict(list)

    def change(self, before: Mail | None, after: Mail) -> None:
        """Follow a write of the ledger."""
        old, new = _entry(before) if before is not None else None, _entry(after)
        if old == new:
            return
        if old is not None:
            clocks = self._clocks[old[0]]
            del clocks[bisect_left(clocks, old[1])]
        if new is not None:
            insort(self._clocks[new[0]], new[1])

    def woken(self, question: str, *, until: Instant | None, limit: int) -> Sequence[Clock]:
        """The earliest first; without `until` all that there are."""
        clocks = self._clocks[question]
        end = len(clocks) if until is None else bisect_right(clocks, until, key=itemgetter(0))
        return clocks[: min(end, limit)]


def _entry(mail: Mail) -> tuple[str, Clock] | None:
    """The question that a mail stands under, and its clock there; None when nothing is asked about it."""
    if mail.waits_since is not None:
        return person(mail.stream), (mail.waits_since, mail.mail_id)
    if mail.wake_at is None:
        return None
    may_leave = mail.state in {MailState.DRAFT, MailState.HELD}
    return mail.stream if may_leave else CHECK, (mail.wake_at, mail.mail_id)
