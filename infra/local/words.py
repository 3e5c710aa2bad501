"""The employer's own words from the command line: check a file anywhere, put it in force where the service runs."""

import json
from pathlib import Path

from rich.console import Console

from infra.local.errors import LocalError
from infra.local.surface import RefusedError, Surface
from relance.words.check import checked
from relance.words.own import Problem, WordsRefusedError
from relance.words.words import shipped


def check(file: Path, out: Console) -> int:
    """Say what to change, line by line; needs no service."""
    try:
        words = checked(_read(file), shipped())
    except WordsRefusedError as refused:
        for problem in refused.problems:
            out.print(f"{file}:{problem.line}: {_told(problem)}", markup=False)
        return 1
    out.print(f"{file} can be put in force: version {words.version}.", markup=False)
    return 0


def put(file: Path, api: Surface, out: Console) -> int:
    """Put a file in force; answers written before keep the words of their version."""
    try:
        done = api.put("/words", {"source": _read(file)})
    except RefusedError as refused:
        error = json.loads(refused.reply.body)["error"]
        for problem in error["fields"]:
            out.print(f"{file}: {problem['field']}: {problem['message']}", markup=False)
        if not error["fields"]:
            raise LocalError(error["message"]) from refused
        return 1
    out.print(f"{file} is in force: version {done['version']}.", markup=False)
    return 0


def show(api: Surface, out: Console) -> int:
    """Print the file in force."""
    found = api.get("/words")
    out.print(found["own"]["source"] if found["own"] else "# The product's own words are in force.", markup=False)
    return 0


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LocalError(f"{file} cannot be read as a text in UTF-8.") from error


def _told(problem: Problem) -> str:
    word = f"“{problem.word}”: " if problem.word else ""
    return f"{word}{problem.message['en']} / {problem.message['fr']}"
