"""Programs end with everything they started; what is busy or missing is told in one sentence."""

import os
import socket
import sys
from pathlib import Path

import pytest

from infra.local.errors import LocalError
from infra.local.processes import Program, demand_free, free_port
from infra.local.waiting import wait_for

pytestmark = pytest.mark.enable_socket

STUBBORN_GRANDCHILD = """
import signal, subprocess, sys, time
code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"
grandchild = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
grandchild.stdout.readline()
print(grandchild.pid, flush=True)
time.sleep(600)
"""


def started(command: list[str], log: Path) -> Program:
    return Program("A program", command, environment=dict(os.environ), log=log, folder=log.parent)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_stopping_a_program_ends_what_it_started(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with started([sys.executable, "-c", STUBBORN_GRANDCHILD], log) as program:
        grandchild = int(wait_for(lambda: log.read_text().strip(), seconds=10, what="the grandchild"))
        before = alive(grandchild)

    assert before
    assert program.ended is not None
    wait_for(lambda: not alive(grandchild), seconds=5, what="the end of the grandchild")


def test_a_missing_program_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="A program cannot start: /nowhere/tool is missing"):
        started(["/nowhere/tool"], tmp_path / "log")


def test_a_program_that_failed_leaves_its_last_words(tmp_path: Path) -> None:
    with started([sys.executable, "-c", "raise SystemExit('no luck today')"], tmp_path / "log") as program:
        code = program.wait(10)

    assert (code, program.last_words()) == (1, "no luck today")


def test_a_busy_port_is_told_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(LocalError, match=rf"Port {port}, wanted for the mailbox, .* another with --mailbox-port"):
            demand_free(port, used_for="mailbox", flag="--mailbox-port")


def test_a_free_port_is_fine() -> None:
    demand_free(free_port(), used_for="mailbox", flag="--mailbox-port")


def test_waiting_ends_with_what_came_or_says_what_did_not() -> None:
    looks = iter([None, "", "there"])

    assert wait_for(lambda: next(looks), seconds=5, what="something", pause=0) == "there"
    with pytest.raises(TimeoutError, match="something did not come"):
        wait_for(lambda: None, seconds=0, what="something", pause=0)
