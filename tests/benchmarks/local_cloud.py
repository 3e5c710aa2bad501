"""What the laptop's cloud costs: sizes of layers, time to be up, cold and warm answers, memory of its processes.

    python -m tests.benchmarks.local_cloud

Uses a state folder and ports of its own. First is a function's first answer in a new process, index and model included
where it needs them; then comes the median of ten answers after it. Memory is resident, per process (Linux).
"""

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from infra import config
from infra.constructs import assets
from infra.functions import Layer
from infra.local.deployment import Deployment
from infra.local.processes import free_port
from infra.local.runtime import local_cloud
from infra.local.waiting import wait_for

OFFER = {"text": "Comptable fournisseurs\nProfil recherché :\n- Maîtrise de Sage\n- Clôture mensuelle"}


def seconds(act: Callable[[], object]) -> float:
    """How long it took."""
    began = perf_counter()
    act()
    return perf_counter() - began


def layer_megabytes(layer: Layer) -> float:
    """Unpacked size for this machine."""
    if layer is Layer.SHARED:
        asset = assets.own_code(layer, config.ROOT / "layers" / layer / "python", under="python")
    else:
        asset = assets.packages(layer, assets.target(config.stage("local", {})))
    return assets.unpacked_bytes(asset) / 1e6


def first_and_usual(act: Callable[[], object]) -> str:
    """In milliseconds."""
    first = seconds(act)
    usual = median(seconds(act) for _ in range(10))
    return f"first {1000 * first:.0f} ms, then {1000 * usual:.0f} ms"


def memory() -> list[tuple[int, str]]:
    """Resident megabytes of this machine's local clouds by kind of process, largest first."""
    listed = subprocess.run(["ps", "-eo", "rss=,args="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 1) for line in listed.splitlines())
    told = {"infra.local.emulator": "ministack", "ministack-lambda-": "a function", "relance.cv.worker": "CV parser"}
    found = [(int(size) // 1024, name) for size, args in rows for mark, name in told.items() if mark in args]
    return sorted(found, reverse=True)


def measure(deployment: Deployment) -> None:
    """One line a figure."""
    api = deployment.api()
    print(f"API, a list            {first_and_usual(lambda: api.get('/jobs'))}")
    job_id = api.post("/jobs", OFFER)["job_id"]
    print(f"API, matches of a job  {first_and_usual(lambda: api.get(f'/jobs/{job_id}/matches'))}")
    wait_for(memory, seconds=10, what="the processes")
    for size, name in memory():
        print(f"memory                 {size} MB  {name}")


def main() -> None:
    """Print the figures."""
    for layer in Layer:
        print(f"layer {layer:<16} {layer_megabytes(layer):.0f} MB unpacked")
    with tempfile.TemporaryDirectory(prefix="relance-bench-") as folder:
        state = Path(folder)
        began = perf_counter()
        with local_cloud(state, cloud_port=free_port(), mailbox_port=free_port()) as deployment:
            print(f"up, templates included {perf_counter() - began:.1f} s")
            measure(deployment)


if __name__ == "__main__":
    main()
