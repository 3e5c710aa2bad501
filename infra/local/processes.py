"""Programs that the laptop's deployment starts, and how they are ended: by their own group, never by name."""

import os
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from infra.local.errors import LocalError

PATIENCE_SECONDS: Final = 30


class Program:
    """A running child in a process group of its own: Ctrl-C in the terminal reaches only us, and we end it in order."""

    def __init__(
        self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path, folder: Path
    ) -> None:
        self.name, self.log = name, log
        try:
            with log.open("wb") as out:
                self._process = subprocess.Popen(
                    command, env=dict(environment), cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                    start_new_session=True,
                )  # fmt: skip
        except FileNotFoundError as error:
            raise LocalError(
                f"{name} cannot start: {command[0]} is missing. Run `make` to install the tools."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Its process, which leads its group."""
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """Exit code; None while it runs."""
        return self._process.poll()

    def wait(self, seconds: float) -> int:
        """Exit code once it ends; subprocess.TimeoutExpired."""
        return self._process.wait(seconds)

    def stop(self) -> None:
        """Ask it to end, wait for it to save what it has to, then end what is left of its group."""
        if self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def last_words(self, lines: int = 1) -> str:
        """The end of its log."""
        written = self.log.read_text(errors="replace").strip().splitlines()
        return "\n".join(written[-lines:])


def demand_free(port: int, *, used_for: str, flag: str) -> None:
    """LocalError when something listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LocalError(
                f"Port {port}, wanted for the {used_for}, is taken ({error.strerror}): "
                f"stop the program that uses it or choose another with {flag}."
            ) from error


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
