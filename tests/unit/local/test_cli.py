"""The command `relance` speaks in sentences, not in tracebacks."""

import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import cli
from infra.local.lock import only_one
from infra.local.processes import free_port

pytestmark = pytest.mark.enable_socket


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_status_of_what_is_not_up_says_how_to_start_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["status", "--state", str(tmp_path)])

    assert (code, capsys.readouterr().err) == (
        1,
        "relance: relance is not up here: start it with `relance up`, or `make demo`.\n",
    )


def test_down_without_up_is_no_failure(tmp_path: Path) -> None:
    assert cli.main(["down", "--state", str(tmp_path)]) == 0


def test_a_second_up_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_one(tmp_path / "up.lock"):
        code = cli.main(["up", "--state", str(tmp_path)])

    assert code == 1
    assert "already up here" in capsys.readouterr().err


@pytest.mark.parametrize(("flag", "other"), [("--port", "--mailbox-port"), ("--mailbox-port", "--port")])
def test_up_on_a_busy_port_names_the_port_and_the_flag(
    flag: str, other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])

        code = cli.main(["up", "--state", str(tmp_path), flag, port, other, str(free_port())])

    said = capsys.readouterr().err
    assert code == 1
    assert port in said
    assert f"choose another with {flag}" in said


def test_read_cv_prints_a_line_for_each_file_good_or_bad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, empty = tmp_path / "zoe.txt", tmp_path / "empty.pdf"
    good.write_text("Zoé Lefèvre\nzoe.lefevre@example.org\n\nExpérience\nComptable, Maison Exemple, 2019 - 2024\n")
    empty.touch()

    code = cli.main(["read-cv", str(good), str(empty), str(tmp_path / "missing.pdf"), str(tmp_path)])

    read, nothing, missing, folder = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert read["basics"]["email"] == "zoe.lefevre@example.org"
    assert read["file"] == str(good)
    assert nothing["problem"]["code"] == "empty"
    assert missing["problem"]["code"] == folder["problem"]["code"] == "unreadable_path"
    assert "cannot be opened (No such file or directory)" in missing["problem"]["en"]


@pytest.mark.parametrize("source", ["Forum 2026", "", "-x", "x" * 41, "é"])
def test_a_source_that_the_service_would_not_take_is_refused_before_anything_is_sent(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["import", f"--source={source}", str(tmp_path)])

    assert "forum-2026" in capsys.readouterr().err


def test_importing_needs_a_running_service(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["import", "--state", str(tmp_path), str(tmp_path)])

    assert code == 1
    assert "not up here" in capsys.readouterr().err
