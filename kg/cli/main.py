"""The group of all commands; one file per command, imported when it is called, so that help and doctor always work."""

from __future__ import annotations

import importlib
import io
import sys
from typing import Any

import click

from kg import __version__
from kg.cli import _files, _pipe

COMMANDS = {  # name, which is also the module's, and what the overview says of it
    "ingest": "Read articles into the store.",
    "watch": "Follow feeds and folders, and store what appears.",
    "import": "Import events of other data sets: UCDP, ACLED, GDELT.",
    "match": "Propose which events other data sets record too.",
    "extract": "Print the claims of articles without storing them.",
    "eval": "Measure the reader against gold.",
    "link": "Propose links to Wikidata, GeoNames and DBpedia.",
    "query": "Ask the graph: a saved query, a file or SPARQL.",
    "serve": "Serve the graph: SPARQL, an API and pages to explore it.",
    "views": "Prepare what the pages count, after a load in bulk.",
    "dump": "Write graphs as files: N-Quads, TriG, Turtle, Jelly.",
    "export": "Write the figures as a table with HXL hashtags.",
    "cases": "List, remake, confirm and reject which events are one.",
    "snapshots": "List, keep and let go of former states of the graph.",
    "backup": "Copy the whole store, while it is served.",
    "restore": "Put a backup back, checked against its digests.",
    "validate": "Check articles against the shapes without storing them.",
    "doctor": "Check the installation and say what to do.",
    "replay": "Try dead letters again, after what was wrong with them is mended.",
    "report": "Print the figures in the store, article by article.",
    "samples": "Print the files of the sample articles.",
}
EPILOG = """\b
Exit codes:
  0  all went well
  1  some inputs were refused (dead letters) or some checks failed; the rest was done
  2  the command was called wrongly
  3  nothing could be done; the last line on stderr says why
  141  who reads the output left before its end (kg report | head)

\b
Data goes to stdout, progress and problems to stderr. The store is in the folder KG_DATA names.

\b
Example:
  kg ingest $(kg samples) --report
  kg serve --port 5000
"""


class Commands(click.Group):
    """Finds a command in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"kg.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        with _pipe.may_be_left():  # --help and --version are told here
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _pipe.may_be_left():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """News articles in, a graph of traceable claims out."""
    _files.allow_many()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that is not UTF-8 gets escapes, not a traceback
            stream.reconfigure(errors="backslashreplace")
