"""Runs a genuine single-node OpenSearch on 127.0.0.1, for the laptop and the tests.

python -m infra.local.opensearch_node [--port 9200] [--data FOLDER]

with opensearch_node() as url: ...
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from infra.local.errors import LocalError
from infra.local.opensearch_home import java, node_user, open_to_others, opensearch_home

# The client compiler alone: half the CPU of a start and a tenth less memory. Measurements of speed use both.
_QUICK_START: Final = "-XX:TieredStopAtLevel=1"
_JAVA_OPTIONS: Final = (
    "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-Djava.security.manager=allow",
    "-Djava.locale.providers=COMPAT,SPI", "-Djna.nosys=true", "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true", "-Dio.netty.recycler.maxCapacityPerThread=0",
    "-Dio.netty.allocator.numDirectArenas=0", "-Dlog4j.shutdownHookEnabled=false", "-Dlog4j2.disable.jmx=true",
    "-Dopensearch.distribution.type=tar", "-Dopensearch.bundled_jdk=true", "--add-opens=java.base/java.nio=ALL-UNNAMED",
)  # fmt: skip
_LOGGING: Final = """status = error
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
"""
_STOP_SECONDS: Final = 30


@contextmanager
def opensearch_node(
    *,
    port: int = 0,
    data: Path | None = None,
    heap: str = "512m",
    quick_start: bool = True,
    patience: float = 180,
    home: Path | None = None,
    configure: Callable[[Path], None] | None = None,
) -> Iterator[str]:
    """Yield the address of a node that answers; without `data` its indices end with the block. LocalError.

    `home`: another layout of the server; `configure` may add to the folder of its settings before it starts.
    """
    home, runtime = home or opensearch_home(), java()
    with ExitStack() as stack:
        run = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="relance-opensearch-")))
        data = data.resolve() if data else run / "data"
        port = port or _free_port()
        _prepare(run, data, port, configure)
        log = stack.enter_context((run / "node.log").open("wb"))
        options = (*_JAVA_OPTIONS, _QUICK_START) if quick_start else _JAVA_OPTIONS
        process = _start(home, [str(runtime), f"-Xms{heap}", f"-Xmx{heap}", *options], run, log.fileno())
        stack.callback(_stop, process)
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process, run / "node.log", patience)
        yield url


def _prepare(run: Path, data: Path, port: int, configure: Callable[[Path], None] | None) -> None:
    """Folders and settings, owned by the node's user."""
    user = node_user()
    for folder in (data, run / "config", run / "logs", run / "tmp"):
        folder.mkdir(parents=True, exist_ok=True)
    theirs = {run, data} if run not in data.parents else {run}  # What lies inside `run` becomes theirs with it.
    closed = [folder for folder in sorted(theirs) if not open_to_others(folder.parent)]
    if user and closed:
        raise LocalError(f"OpenSearch runs as 'nobody', who cannot enter {closed[0].parent}: choose another folder.")
    settings: Mapping[str, object] = {
        "cluster.name": "relance-local",
        "node.name": "local",
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": port,
        "transport.port": _free_port(),
        "path.data": str(data),
        "path.logs": str(run / "logs"),
        "action.auto_create_index": False,
        "cluster.routing.allocation.disk.threshold_enabled": False,
    }
    lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items())
    (run / "config" / "opensearch.yml").write_text(lines)
    (run / "config" / "log4j2.properties").write_text(_LOGGING)
    if configure:
        configure(run / "config")
    if user:
        for path in (run, *run.rglob("*"), data, *data.rglob("*")):
            os.chown(path, *user)


def _start(home: Path, java_command: Sequence[str], run: Path, log: int) -> subprocess.Popen[bytes]:
    user = node_user()
    return subprocess.Popen(
        [
            *java_command,
            f"-Djava.io.tmpdir={run / 'tmp'}",
            f"-Djava.security.policy={home / 'lib.policy'}",
            f"-Dopensearch.path.home={home}",
            f"-Dopensearch.path.conf={run / 'config'}",
            "-cp",
            f"{home}/lib/*",
            "org.opensearch.bootstrap.OpenSearch",
        ],
        cwd=run,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        user=user[0] if user else None,
        group=user[1] if user else None,
        extra_groups=[] if user else None,
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()  # The server closes its shards first.
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError):
            if _is_ready(url):
                return
        time.sleep(0.1)
    raise LocalError(f"OpenSearch did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _is_ready(url: str) -> bool:
    question = f"{url}/_cluster/health?wait_for_status=yellow&timeout=2s"
    with urllib.request.urlopen(question, timeout=5) as reply:  # noqa: S310  Our own http address.
        return not json.load(reply)["timed_out"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--data", type=Path, help="keep the indices in this folder")
    parser.add_argument("--heap", default="512m")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with opensearch_node(port=options.port, data=options.data, heap=options.heap) as url, suppress(KeyboardInterrupt):
        print(url, flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
