"""A small campaign through the benchmark with each run of the tests: killed on the way, nobody lost or doubled."""

import re
import subprocess
import sys

from infra import config


def test_a_killed_campaign_to_a_small_segment_loses_and_doubles_nobody() -> None:
    numbers = {"--candidates": "400", "--segment": "300", "--kills": "1", "--engine": "embedded"}
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.campaign_scale",
        *(part for pair in numbers.items() for part in pair),
    ]

    ended = subprocess.run(command, cwd=config.ROOT, capture_output=True, text=True, timeout=180, check=False)

    assert ended.returncode == 0, ended.stderr[-3000:]
    assert "1 of 1 runners killed" in ended.stderr
    assert re.search(r"count_seconds=0\.\d{3} frozen_per_second=[1-9]\d* lost=0 doubled=0$", ended.stdout.strip())
