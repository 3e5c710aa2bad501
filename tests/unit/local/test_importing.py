"""Which files of a folder are CVs to import."""

from pathlib import Path

import pytest

from infra.local.errors import LocalError
from infra.local.importing import files_in


def test_all_files_below_are_taken_but_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.pdf", "a/c.docx", ".DS_Store", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()

    assert [path.relative_to(tmp_path).as_posix() for path in files_in(tmp_path)] == ["a/c.docx", "b.pdf"]


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_no_folder_and_no_file_are_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(LocalError, match=name):
        files_in(tmp_path / name)
