"""Each condition that R1 rests on is taken out of a copy of the code; the test that guards it must then fail."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.contract.conditions import conditions, unconditional

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "layers" / "shared" / "python" / "relance"
LEDGER: Final = "tests/contract/test_mail_ledger.py"
NEIGHBOURS: Final = "tests/contract/test_mail_neighbours.py"
SPACING: Final = "tests/contract/test_mail_spacing.py"
TALLY: Final = "tests/contract/test_mail_tally.py"
BATCHES: Final = "tests/contract/test_batches.py"
PEOPLE: Final = "tests/contract/test_candidate_store.py"
SENDING: Final = "tests/unit/mail/test_send.py"


class Mutant(NamedTuple):
    """What is taken out of which file, and the test that must notice."""

    file: str
    old: str
    new: str
    test: str


MAILS: Final = "adapters/dynamodb_mails.py"
SETTINGS: Final = "adapters/dynamodb_sending.py"
WORDINGS: Final = "adapters/dynamodb_wordings.py"
UNDOING: Final = "adapters/dynamodb_batches.py"
SUPPRESSIONS: Final = "adapters/dynamodb_suppressions.py"
GUARDED: Final = (MAILS, SETTINGS, SUPPRESSIONS, WORDINGS, UNDOING)
"""Every condition in these files has its mutant."""
OF_OTHERS: Final = {
    f"adapters/dynamodb_{table}.py"
    for table in ("applications", "audit", "campaigns", "candidates", "jobs", "ratings", "segments", "words")
}
"""They write no mail, nothing that stops mails and nothing that counts them; their own contract tests guard them."""
UNCONDITIONAL: Final = {
    MAILS: {"_counted: self._guards.to_update": "sums are added to"},
    SETTINGS: {
        "set_stop_all: self._settings.put": "whoever presses last",
        "pause_stream: self._settings.put": "whoever pauses or lifts last",
        "add: self._table.update": "counts are added to",
    },
    WORDINGS: {"keep: self._table.to_put": "only who writes the latest version writes this row of it, too"},
}
"""Writes that have no condition, and why they need none."""
UNCHANGED: Final = '"#revision = :read AND #state = :expected", read=mail.revision, expected=expected.value'
STILL_HELD: Final = '"#revision = :read AND #state = :held", read=due.revision, held=MailState.HELD.value'
AGED: Final = '"attribute_not_exists(#guard) OR #sent_at <= :since", since=_seconds(mail.quiet_since)'
FOLLOWS: Final = "self._table.absent() if wording.version == 1 else follows"
BATCH_AS_READ: Final = (
    'expression("#revision = :read", read=batch.revision) if batch.revision else self._table.absent()'
)
BOOK_AS_READ: Final = 'self._table.absent() if read is None else expression("#revision = :read", read=read.revision)'
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
    "a mail frees only guards that are there": Mutant(
        MAILS, '"attribute_not_exists(#guard) OR #mail_id = :own", own=mail.mail_id',
        '"#mail_id = :own", own=mail.mail_id',
        f"{LEDGER}::test_a_mail_whose_guard_is_gone_ends_all_the_same",
    ),
    "a pressure guard is never free": Mutant(
        MAILS, AGED, '"#sent_at <= :since", since=_seconds(mail.quiet_since)',
        f"{SPACING}::test_the_days_count_from_the_moment_it_left",
    ),
    "a pressure guard never ages": Mutant(
        MAILS, AGED, '"attribute_not_exists(#guard)"', f"{SPACING}::test_the_days_count_from_the_moment_it_left",
    ),
    "a guard without a rule of days is taken again": Mutant(
        MAILS, "            return self._guards.absent()\n        return expression(",
        '            return expression("attribute_exists(#guard) OR NOT attribute_exists(#guard)")\n'
        "        return expression(",
        f"{LEDGER}::test_a_guard_that_is_held_keeps_a_second_mail_out",
    ),
    "a mail dates the guard of another": Mutant(
        MAILS, 'expression("#mail_id = :own", own=mail.mail_id)\n        left',
        'expression("attribute_exists(#mail_id)")\n        left',
        f"{SPACING}::test_a_mail_never_dates_the_guard_of_another",
    ),
    "the pressure guard is not dated": Mutant(
        MAILS, "*released, *dated, *self._counted", "*released, *self._counted",
        f"{SPACING}::test_the_days_count_from_the_moment_it_left",
    ),
    "the sums of a run are not written": Mutant(
        MAILS, "*released, *dated, *self._counted(expected, mail)]", "*released, *dated]",
        f"{TALLY}::test_each_mail_is_counted_where_it_ended_and_with_what_ses_told_of_it",
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
        SUPPRESSIONS, '"suppressed_at": now.isoformat()}, self._table.absent()', '"suppressed_at": now.isoformat()}',
        f"{NEIGHBOURS}::test_an_address_is_suppressed_for_the_first_reason",
    ),
    "two dispatchers that are the first both are": Mutant(
        SETTINGS, BOOK_AS_READ, 'None if read is None else expression("#revision = :read", read=read.revision)',
        f"{NEIGHBOURS}::test_r8_a_dispatcher_that_was_overtaken_takes_what_is_left",
    ),
    "a dispatcher overwrites the account": Mutant(
        SETTINGS, BOOK_AS_READ, "self._table.absent() if read is None else None",
        f"{NEIGHBOURS}::test_r8_a_dispatcher_that_was_overtaken_takes_what_is_left",
    ),
    "a paragraph's first version is written over": Mutant(
        WORDINGS, FOLLOWS, "None if wording.version == 1 else follows",
        f"{NEIGHBOURS}::test_r17_a_version_that_is_not_the_next_one_is_refused",
    ),
    "a paragraph's version follows any other": Mutant(
        WORDINGS, '"#version = :before", before=wording.version - 1', '"attribute_exists(#version)"',
        f"{NEIGHBOURS}::test_r17_a_version_that_is_not_the_next_one_is_refused",
    ),
    "an undone batch is written over": Mutant(
        UNDOING, BATCH_AS_READ, "None if batch.revision else self._table.absent()",
        f"{BATCHES}::test_the_slower_of_two_writers_is_refused",
    ),
    "a batch is made over another": Mutant(
        UNDOING, BATCH_AS_READ, 'expression("#revision = :read", read=batch.revision) if batch.revision else None',
        f"{BATCHES}::test_creating_twice_under_one_id_keeps_the_first",
    ),
    "a text is read for the first time twice": Mutant(
        UNDOING, '"batch_id": key}, self._table.absent())', '"batch_id": key})',
        f"{BATCHES}::test_the_first_time_that_a_text_was_shown_stays",
    ),
    "somebody who was erased comes back": Mutant(
        "adapters/dynamodb_candidates.py",
        '            self._erasures.to_check({"candidate_id": new.candidate_id}, self._erasures.absent()),\n', "",
        f"{PEOPLE}::test_a_person_who_was_forgotten_cannot_be_saved_or_created_again",
    ),
    "two dispatchers do not see each other": Mutant(
        SETTINGS, '**to_item(new)}, unchanged)', "**to_item(new)})",
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
        "mail/verdict.py", "return None if refusal is None else SkipReason(refusal.value)",
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
        "mail/send.py", "if mail.text_hash is not None and composer.text_hash(mail, candidate) != mail.text_hash:",
        "if False:",
        f"{SENDING}::test_r18_another_text_than_the_approved_one_is_not_sent",
    ),
    "a backlog is queued twice": Mutant(
        "mail/dispatch.py", "ours = mails.postpone(granted, now + HORIZON + REQUEUE)", "ours = [True] * len(granted)",
        "tests/unit/mail/test_dispatch.py::test_due_mails_are_queued_once",
    ),
}  # fmt: skip


@pytest.mark.parametrize("file", GUARDED)
def test_every_condition_of_the_adapters_is_taken_out_by_some_mutant(file: str) -> None:
    source = (SOURCE / file).read_text(encoding="utf-8")
    there = conditions(source)

    taken: Counter[str] = Counter()
    for old, new in {(mutant.old, mutant.new) for mutant in MUTANTS.values() if mutant.file == file}:
        taken.update(set(there - conditions(source.replace(old, new))))

    assert there
    assert there - taken == Counter(), "a condition that stands twice needs two mutants"


@pytest.mark.parametrize("file", GUARDED)
def test_every_write_without_a_condition_says_why_it_needs_none(file: str) -> None:
    found = unconditional((SOURCE / file).read_text(encoding="utf-8"))

    assert found == Counter(dict.fromkeys(UNCONDITIONAL.get(file, {}), 1))


def test_every_adapter_that_writes_with_a_condition_is_looked_at_here_or_named_as_anothers() -> None:
    adapters = {f"adapters/{path.name}" for path in (SOURCE / "adapters").glob("dynamodb_*.py")}

    writing = {file for file in adapters if conditions((SOURCE / file).read_text(encoding="utf-8"))}

    assert writing == {*GUARDED} | OF_OTHERS


def test_a_condition_is_found_wherever_it_stands() -> None:
    source = """
def write(self):
    unchanged = expression("#revision = :read AND #state = :held", read=1)
    self._table.put(item, unchanged if item else self._table.absent())
    self._table.update(key, expression("SET #a = :a", a=1), expression("#b = :b", b=2))
    self._table.update(key, expression("ADD " + names, a=1), expression(f"#{name} = :b", b=2))
    return self._table.query(expression("#key = :key", key=3))
"""

    assert set(conditions(source)) == {
        "write: #revision = :read", "write: #state = :held", "write: self._table.absent()", "write: #b = :b",
        "write: f'#{name} = :b'",
    }  # fmt: skip


def test_a_write_without_a_condition_is_found() -> None:
    source = """
def write(self):
    self._table.put(item)
    self._table.put(item, self._table.absent())
    self._table.update(key, change)
    self._guards.to_delete(key, condition=mine)
    self._seen.update(other)
    seen.update(other)
"""

    assert unconditional(source) == {
        "write: self._table.put": 1, "write: self._table.update": 1, "write: self._seen.update": 1,
    }  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, to be imported instead of the original."""
    folder = tmp_path_factory.mktemp("mutants")
    shutil.copytree(SOURCE, folder / "relance", ignore=shutil.ignore_patterns("__pycache__"))
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
