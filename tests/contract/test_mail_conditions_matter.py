"""Each condition that R1 rests on is taken out of a copy of the code; the test that guards it must then fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "layers" / "shared" / "python" / "relance"
LEDGER: Final = "tests/contract/test_mail_ledger.py"
NEIGHBOURS: Final = "tests/contract/test_mail_neighbours.py"
SENDING: Final = "tests/unit/mail/test_send.py"


class Mutant(NamedTuple):
    """What is taken out of which file, and the test that must notice."""

    file: str
    old: str
    new: str
    test: str


MAILS: Final = "adapters/dynamodb_mails.py"
UNCHANGED: Final = '"#revision = :read AND #state = :expected", read=mail.revision, expected=expected.value'
STILL_HELD: Final = '"#revision = :read AND #state = :held", read=due.revision, held=MailState.HELD.value'
OWN_GUARD: Final = '{"guard": guard}, expression("attribute_not_exists(#guard) OR #mail_id = :own", own=mail.mail_id)'

MUTANTS: Final = {
    "a mail is planned over another": Mutant(
        MAILS, "self._mails.to_put(_item(new), self._mails.absent())", "self._mails.to_put(_item(new))",
        f"{LEDGER}::test_the_same_mail_is_planned_once",
    ),
    "a guard is written over another": Mutant(
        MAILS, '"mail_id": mail.mail_id}, self._free(guard, mail))', '"mail_id": mail.mail_id})',
        f"{LEDGER}::test_a_guard_that_is_held_keeps_a_second_mail_out",
    ),
    "a write ignores the revision": Mutant(
        MAILS, UNCHANGED, '"#state = :expected", expected=expected.value',
        f"{LEDGER}::test_of_two_writers_who_read_the_same_only_one_writes",
    ),
    "a write ignores the state": Mutant(
        MAILS, UNCHANGED, '"#revision = :read", read=mail.revision',
        f"{LEDGER}::test_a_write_says_which_state_it_expects",
    ),
    "a write has no condition": Mutant(
        MAILS, "self._mails.to_put(_item(written), unchanged)", "self._mails.to_put(_item(written))",
        f"{LEDGER}::test_of_two_senders_who_read_the_same_only_one_claims",
    ),
    "a mail frees any guard": Mutant(
        MAILS, OWN_GUARD, '{"guard": guard}', f"{LEDGER}::test_a_mail_never_frees_the_guard_of_another",
    ),
    "a clock is moved whatever the revision": Mutant(
        MAILS, STILL_HELD, '"#state = :held", held=MailState.HELD.value',
        f"{LEDGER}::test_postponing_moves_the_clock_once",
    ),
    "a clock is moved whatever the state": Mutant(
        MAILS, STILL_HELD, '"#revision = :read", read=due.revision',
        f"{LEDGER}::test_a_mail_that_is_no_longer_held_is_not_postponed",
    ),
    "a suppression is overwritten": Mutant(
        MAILS, '"suppressed_at": now.isoformat()}, self._table.absent()', '"suppressed_at": now.isoformat()}',
        f"{NEIGHBOURS}::test_an_address_is_suppressed_for_the_first_reason",
    ),
    "two dispatchers do not see each other": Mutant(
        "adapters/dynamodb_sending.py", '**to_item(new)}, unchanged)', "**to_item(new)})",
        f"{NEIGHBOURS}::test_r8_a_dispatcher_that_was_overtaken_takes_what_is_left",
    ),
    "an unclear mail frees its guards": Mutant(
        "mail/ledger.py", "mail.state in _UNSENT and not mail.maybe_sent", "mail.state in _UNSENT",
        f"{LEDGER}::test_cancelling_the_second_try_of_an_unclear_mail_keeps_its_guards",
    ),
    "an arrow starts anywhere": Mutant(
        "mail/ledger.py", "if mail.state not in starts or to not in ALLOWED[mail.state]:",
        "if to not in ALLOWED[mail.state]:",
        "tests/unit/mail/test_ledger.py::test_each_arrow_starts_where_it_may_and_nowhere_else",
    ),
    "the SDK repeats requests": Mutant(
        "adapters/ses.py", '"total_max_attempts": 1, ', '"total_max_attempts": 3, ',
        "tests/unit/mail/test_ses.py::test_r2_one_letter_is_one_request_whatever_the_endpoint_does",
    ),
    "stop conditions are not read before the claim": Mutant(
        "mail/send.py", "judged = verdict(mail, known, now=now)",
        'judged = Send(address=(known.candidate and known.candidate.email) or "zoe@example.org")',
        f"{SENDING}::test_r7_what_happens_after_approval_stops_an_answer",
    ),
    "the stop switch is not read": Mutant(
        "mail/verdict.py", "    if facts.stop_all:\n", "    if False:\n",
        f"{SENDING}::test_r8_r10_what_may_pass_holds_a_mail",
    ),
    "the pause of a stream is not read": Mutant(
        "mail/verdict.py", "    if facts.stream_paused:\n", "    if False:\n",
        f"{SENDING}::test_r8_r10_what_may_pass_holds_a_mail",
    ),
    "an undone batch is not read": Mutant(
        "mail/verdict.py", "    if facts.batch_stopped:\n", "    if False:\n",
        f"{SENDING}::test_r7_what_happens_after_approval_stops_an_answer",
    ),
    "a sub-domain that is not ready sends": Mutant(
        "mail/verdict.py", "    if facts.sender_unready:\n", "    if False:\n",
        "tests/unit/mail/test_identities.py::test_r15_a_sender_that_is_not_ready_holds_its_mails_and_no_others",
    ),
    "the undo window is not waited for": Mutant(
        "mail/verdict.py", "if mail.not_before is not None and now < mail.not_before:", "if False:",
        f"{SENDING}::test_r19_nothing_leaves_before_its_time_however_it_came_to_the_queue",
    ),
    "consent is not read": Mutant(
        "mail/verdict.py", "return None if candidate.may_be_offered_jobs(now) else SkipReason.NO_CONSENT",
        "return None",
        f"{SENDING}::test_r29_what_happens_after_planning_stops_an_offer",
    ),
    "suppressed addresses are written to": Mutant(
        "mail/verdict.py", "    if facts.suppression not in {None, ERASED}:\n", "    if False:\n",
        f"{SENDING}::test_r7_what_happens_after_approval_stops_an_answer",
    ),
    "an unclear outcome is tried again by itself": Mutant(
        "mail/record.py", "            return ledger.lose(mail, code, mails=mails, now=now)\n",
        "            return ledger.retry(mail, until=now, because=code, mails=mails, now=now)\n",
        f"{SENDING}::test_r4_an_unclear_outcome_is_never_sent_again_by_itself",
    ),
    "an event that meets another writer is left to the queue": Mutant(
        "mail/events.py", "    for further in range(1, TRIES):\n", "    for further in range(1, 1):\n",
        "tests/unit/mail/test_events.py::test_r6_an_event_that_meets_other_writers_is_kept_at_its_first_delivery",
    ),
    "two departures are one": Mutant(
        "mail/allowance.py", "first = max(book.next_slot, now)", "first = now",
        f"{NEIGHBOURS}::test_r8_departures_are_given_out_once",
    ),
    "a lost claim is submitted all the same": Mutant(
        "mail/send.py", "    if claimed is None:\n        return mails.get(mail_id)\n",
        "    claimed = claimed or mail\n",
        f"{SENDING}::test_a_mail_cancelled_between_reading_and_claiming_is_not_submitted",
    ),
    "another text than the approved one leaves": Mutant(
        "mail/send.py", "if mail.text_hash is not None and text_hash(rendered) != mail.text_hash:", "if False:",
        f"{SENDING}::test_r18_another_text_than_the_approved_one_is_not_sent",
    ),
    "a backlog is queued twice": Mutant(
        "mail/dispatch.py", "ours = mails.postpone(granted, now + HORIZON + REQUEUE)", "ours = [True] * len(granted)",
        "tests/unit/mail/test_dispatch.py::test_due_mails_are_queued_once",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package without its data, to be imported instead of the original."""
    folder = tmp_path_factory.mktemp("mutants")
    shutil.copytree(SOURCE, folder / "relance", ignore=shutil.ignore_patterns("__pycache__", "*.gz", "*.tsv", "*.bin"))
    return folder


def run(copy: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """The tests against the copy."""
    paths = os.pathsep.join([str(copy), str(ROOT / "functions"), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "pytest_socket", "-p", "no:cacheprovider", *tests],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": paths, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def write(file: Path, text: str) -> None:
    """New text, and no bytecode of the old one."""
    file.write_text(text, encoding="utf-8")
    for stale in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
        stale.unlink()


def test_the_copy_passes_as_it_is(copy: Path) -> None:
    ran = run(copy, *sorted({mutant.test for mutant in MUTANTS.values()}))

    assert ran.returncode == 0, ran.stdout[-2000:]


@pytest.mark.parametrize("name", MUTANTS)
def test_r1_taking_out_one_condition_turns_the_suite_red(copy: Path, name: str) -> None:
    mutant = MUTANTS[name]
    file = copy / "relance" / mutant.file
    original = file.read_text(encoding="utf-8")
    assert original.count(mutant.old) == 1, "the code has changed: say anew what is to be taken out"

    write(file, original.replace(mutant.old, mutant.new))
    try:
        ran = run(copy, mutant.test)
    finally:
        write(file, original)

    assert ran.returncode == 1, ran.stdout[-2000:]
    assert "FAILURES" in ran.stdout, "the test itself must fail, not its making"
