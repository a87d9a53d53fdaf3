"""What all commands share: where words go, tables, and the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import click
from rich.console import Console
from rich.table import Table

REFUSED = 1  # some inputs were refused or some checks failed
FAILED = 3  # nothing could be done


def refused(message: str) -> None:
    click.echo(f"refused: {message}", err=True)


def exit_after(done: int, failed: int) -> None:
    """End the command: 0 when nothing failed, 1 when something did, 3 when nothing was done."""
    if failed:
        sys.exit(REFUSED if done else FAILED)


def print_claims(records: Iterable[dict[str, Any]]) -> int:
    """The figures of each article as a table on stdout."""
    console, done = Console(), 0
    for record in records:
        console.print(_figures(record))
        done += 1
    return done


def _figures(record: dict[str, Any]) -> Table:
    title = f"{record['id']} ({record['lang']}, {record['published'] or 'no date'})"
    table = Table("kind", "figure", "who", "status", "said by", "date", "place", "quote", title=title)
    for figure in record["figures"]:
        table.add_row(
            figure["kind"],
            figure["verbatim"],
            figure["who"],
            figure["status"],
            ", ".join(figure["attributed_to"]),
            figure["date"],
            figure["place"],
            figure["quote"],
        )
    return table
