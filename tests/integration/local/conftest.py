"""The command `relance` as a person uses it, beside whatever else runs on this machine."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from infra.local.places import ROOT, Places
from infra.local.processes import free_port
from infra.local.waiting import wait_for

UP_SECONDS = 120
DOWN_SECONDS = 40


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "integration: starts the local cloud")


class Up:
    """One `relance up` in a process of its own."""

    def __init__(self, state: Path) -> None:
        self.places = Places.at(state)
        self._out = self.places.log / "up.log"
        self.places.running.unlink(missing_ok=True)
        port = [] if self.places.port.exists() else ["--port", str(free_port())]
        ports = [*port, "--mailbox-port", str(free_port())]
        command = [sys.executable, "-m", "infra.cli", "up", "--state", str(state), *ports]
        with self._out.open("wb") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, "SEARCH": "embedded"}
            )

    @property
    def said(self) -> str:
        return self._out.read_text()

    def wait_until_it_says(self, words: str) -> None:
        wait_for(lambda: words in self.said or self.process.poll() is not None, seconds=UP_SECONDS, what=words)
        assert words in self.said, self.said

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(DOWN_SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(DOWN_SECONDS)
        self.process.kill()
        self.process.wait()


@pytest.fixture
def state() -> Path:
    """A fresh state folder that keeps the templates of earlier runs: they are made anew when their sources change."""
    folder = ROOT / "build" / "test-local"
    for old in folder.glob("*"):
        if old.name != "cdk.out":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    return folder


@pytest.fixture
def start(state: Path) -> Iterator[type[Up]]:
    """Starts `relance up` on the state folder; whatever still runs at the end is stopped."""
    opened: list[Up] = []

    class Started(Up):
        def __init__(self, folder: Path = state) -> None:
            super().__init__(folder)
            opened.append(self)

    yield Started
    for one in opened:
        one.close()
