# ruff: noqa: N999  (the command has the name of a keyword, and a module the name of its command)
"""kg import: events of other data sets, each into a graph of its own."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import click

from kg.cli import _console
from kg.cli._rows import row_meter
from kg.datasets.changes import Fate
from kg.datasets.formats import formats
from kg.datasets.importing import Report, import_file
from kg.errors import KgError
from kg.settings import Settings
from kg.stores import open_store

_SHOWN = 8  # codes that our lists do not have, in a note


@click.command("import")
@click.argument("dataset", type=click.Choice(sorted(formats())))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--version", help="The version of the data set, where the file's name does not say it.")
@click.option("--retrieved", type=click.DateTime(["%Y-%m-%d"]), help="The day the files were fetched.")
@_console.tells_errors
def command(dataset: str, files: tuple[Path, ...], version: str | None, retrieved: dt.datetime | None) -> None:
    """Import files of UCDP GED (csv), ACLED (csv) or GDELT 2 (event export), also zipped, into the store in KG_DATA.

    An event that is stored already is replaced by a newer version of itself; the same file twice changes nothing. Rows
    that cannot be used are kept as dead letters with their line and the reason.

    \b
    Example:
      kg import ucdp GEDEvent_v24_1.csv
      kg import acled export.csv --retrieved 2024-06-01
      kg import gdelt 20240305120000.export.CSV.zip
    """
    settings = Settings.from_env()
    store = open_store(settings)
    done = failed = 0
    for path in files:
        started = time.monotonic()
        try:
            with row_meter() as progress:
                report = import_file(
                    path,
                    formats()[dataset],
                    settings,
                    store,
                    version=version,
                    retrieved=retrieved.date() if retrieved else None,
                    progress=progress,
                )
        except KgError as error:
            if len(files) == 1:
                raise
            _console.tell(f"kg: {error}")
            failed += 1
            continue
        _tell(report)
        click.echo(_summary(report, time.monotonic() - started))
        done += report.rows or report.known
        failed += report.refused_count
    if done and not formats()[dataset].shared:
        _console.tell(
            f"note: the terms of {formats()[dataset].title} do not let it be passed on: dumps leave it out, and a "
            f"server that others reach must not hold it. See {formats()[dataset].licence}"
        )
    _console.exit_after(done, failed)


def _tell(report: Report) -> None:
    for reason in report.refused:
        _console.tell(f"refused: {reason}")
    if report.refused_count > len(report.refused):
        _console.tell(f"refused: and {report.refused_count - len(report.refused)} more rows, kept as dead letters.")
    if report.unknown_columns:
        _console.tell(f"note: {report.path} has columns unknown here: {', '.join(report.unknown_columns)}.")
    if report.uncoded:
        listed = ", ".join(f"{code} ({number})" for code, number in report.uncoded.most_common(_SHOWN))
        _console.tell(
            f"note: {len(report.uncoded)} codes of {report.path} are in no list here, kept as written: {listed}."
        )


def _summary(report: Report, seconds: float) -> str:
    if report.known:
        return f"{report.path}: imported already, nothing changed."
    counts = ", ".join(f"{report.fates[fate]:,} {fate.value}" for fate in Fate)
    version = f" (version {report.version})" if report.version else ""
    return f"{report.path}{version}: {report.rows:,} rows: {counts}; {report.refused_count:,} refused ({seconds:.1f} s)"
