"""kg dump: graphs as files, for who wants them whole."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import click

from kg.cli import _console
from kg.errors import BadParameter
from kg.opendata.dumps import FORMATS, quads
from kg.opendata.graphs import choose, name_of
from kg.settings import Settings
from kg.stores import open_store


@click.command("dump")
@click.argument("graphs", nargs=-1)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="nquads", show_default=True, help="How.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of stdout.")
@click.option("--all", "everything", is_flag=True, help="Also what may not be passed on, for your own use.")
@click.option("--list", "listed", is_flag=True, help="Only print the names of the graphs, of articles too.")
@_console.tells_errors
def command(graphs: tuple[str, ...], form: str, output: Path | None, everything: bool, listed: bool) -> None:
    """Write named graphs of the store in KG_DATA: all that may be passed on, or GRAPHS by name or IRI.

    Left out without --all are imported data sets whose terms forbid it (ACLED), links into them, and kept answers of
    other servers; stderr says which. The texts of the articles are in no graph. Turtle and N-Triples take one graph.

    \b
    Example:
      kg dump -o graph.nq
      kg dump import/ucdp --format turtle
      kg dump --format jelly -o graph.jelly
    """
    settings, chosen_format = Settings.from_env(), FORMATS[form]
    with open_store(settings).snapshot() as snapshot:
        chosen = choose(snapshot, settings.base_iri, graphs, everything=everything)
        for iri in chosen.left_out:
            _console.tell(f"left out: {name_of(iri, settings.base_iri)} (--all takes it along)")
        if listed:
            for iri in chosen.graphs:
                click.echo(name_of(iri, settings.base_iri))
            return
        if not chosen_format.keeps_graphs and len(chosen.graphs) != 1:
            raise BadParameter(f"{form} holds one graph, and these are {len(chosen.graphs)}: name one, or use nquads.")
        pieces = chosen_format.write(quads(snapshot, chosen.graphs))
        if output is None:
            _write(sys.stdout.buffer, pieces)
        else:
            with output.open("wb") as file:
                _write(file, pieces)
        _console.tell(f"{len(chosen.graphs):,} graphs of snapshot {snapshot.id}")


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
    file.flush()
