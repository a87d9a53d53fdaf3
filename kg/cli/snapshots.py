"""kg snapshots: list, keep and let go of former states of the graph."""

from __future__ import annotations

import click
from rich.table import Table

from kg.cli import _console
from kg.settings import Settings
from kg.stores import open_store


@click.group("snapshots")
def command() -> None:
    """Former states of the graph in KG_DATA: a report cites one by its name, and its figures can be asked for again.

    \b
    Example:
      kg snapshots list
      kg snapshots keep report-2026-03
      curl 'localhost:5000/queries/figures-with-evidence?snapshot=report-2026-03'
    """


@command.command("list")
@_console.tells_errors
def list_() -> None:
    """Show the snapshots, the newest first, with the names under which they are kept."""
    table = Table("snapshot", "published", "kept as", "")
    for each in open_store(Settings.from_env()).snapshots():
        marks = [word for word, true in (("newest", each.newest), ("being read", each.in_use)) if true]
        published = each.published.isoformat(sep=" ", timespec="seconds")
        table.add_row(each.id, published, ", ".join(each.names), ", ".join(marks))
    _console.stdout().print(table)


@command.command("keep")
@click.argument("name")
@click.argument("snapshot", required=False)
@_console.tells_errors
def keep(name: str, snapshot: str | None) -> None:
    """Keep SNAPSHOT (an id or another name, by default the newest) as NAME, and print its id."""
    click.echo(open_store(Settings.from_env()).keep(name, snapshot))


@command.command("drop")
@click.argument("name")
@_console.tells_errors
def drop(name: str) -> None:
    """Take NAME away; its snapshot goes when nothing else keeps it."""
    identifier = open_store(Settings.from_env()).drop(name)
    _console.tell(f"{name} was {identifier}.")
