"""An import as a person sees it: a bar while it runs, a line for each file at its end."""

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from infra.local import importing
from infra.local.deployment import Deployment
from relance.jobs import JobId


def import_with_bar(
    deployment: Deployment,
    paths: tuple[Path, ...],
    out: Console,
    *,
    job_id: JobId | None = None,
    source: str | None = None,
) -> tuple[importing.Report, ...]:
    """Import files with a bar that moves when a file has become a candidate."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as bars:
        sent, read = bars.add_task("Uploaded", total=len(paths)), bars.add_task("Read", total=len(paths))

        def show(progress: importing.Progress) -> None:
            bars.update(sent, completed=progress.uploaded, total=progress.total)
            bars.update(read, completed=progress.settled, total=progress.total)

        return importing.import_files(deployment, paths, job_id=job_id, source=source, watch=show)


def print_reports(reports: tuple[importing.Report, ...], out: Console) -> None:
    """A line for each file, and the sum."""
    table = Table("File", "Fate", "What to do", box=None)
    for report in reports:
        table.add_row(report.path.name, report.fate.value, report.sentence)
    out.print(table)
    counts = {fate: sum(1 for report in reports if report.fate is fate) for fate in importing.Fate}
    out.print(", ".join(f"{count} {fate.value}" for fate, count in counts.items() if count))
