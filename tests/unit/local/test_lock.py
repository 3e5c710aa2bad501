"""One `up` for each state folder, and no stale lock after a crash."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.errors import LocalError
from infra.local.lock import holder, only_one

HOLD = """
import sys, time
from pathlib import Path
from infra.local.lock import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_up_is_refused_with_the_process_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "up.lock"

    with only_one(path), pytest.raises(LocalError, match=rf"already up here \(process {os.getpid()}\)"), only_one(path):
        pass


def test_the_holder_is_known_while_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "up.lock"

    before = holder(path)
    with only_one(path):
        during = holder(path)

    assert (before, during, holder(path)) == (None, os.getpid(), None)


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "up.lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        held_by = holder(path)
        process.send_signal(signal.SIGKILL)

    assert held_by == process.pid
    assert holder(path) is None
    with only_one(path):
        pass
