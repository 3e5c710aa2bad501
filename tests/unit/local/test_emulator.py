"""What the local cloud's process adds to ministack."""

from pathlib import Path
from typing import Any

from infra.local.emulator import LayerFiles, return_held


def message(*, received: int, visible_at: float) -> dict[str, Any]:
    return {"receive_count": received, "visible_at": visible_at}


def test_messages_that_somebody_held_come_back_at_once_and_delayed_ones_wait() -> None:
    held, delayed, waiting = (
        message(received=1, visible_at=900.0),
        message(received=0, visible_at=900.0),
        message(received=2, visible_at=50.0),
    )

    return_held([{"messages": [held, delayed]}, {"messages": [waiting]}], now=100.0)

    assert [one["visible_at"] for one in (held, delayed, waiting)] == [100.0, 900.0, 50.0]


def test_layers_are_kept_once_under_their_content(tmp_path: Path) -> None:
    files = LayerFiles(tmp_path / "layers")

    names = [files.put(b"one"), files.put(b"two"), files.put(b"one")]

    assert names[0] == names[2] != names[1]
    assert [files.get(name) for name in names] == [b"one", b"two", b"one"]


def test_layers_that_nobody_holds_go(tmp_path: Path) -> None:
    files = LayerFiles(tmp_path / "layers")
    kept, dropped = files.put(b"kept"), files.put(b"dropped")

    files.keep_only({kept})

    assert [path.stem for path in (tmp_path / "layers").iterdir()] == [kept]
    assert dropped != kept
