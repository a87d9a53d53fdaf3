"""The group of all commands; one file per command."""

from __future__ import annotations

import click

from kg import __version__
from kg.cli.extract import extract
from kg.cli.ingest import ingest
from kg.cli.report import report_command
from kg.cli.samples import samples
from kg.cli.validate import validate

EPILOG = """\b
Exit codes:
  0  all went well
  1  some inputs were refused (dead letters) or some checks failed; the rest was done
  2  the command was called wrongly
  3  nothing could be done
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """News articles in, a graph of traceable claims out."""


for command in (ingest, extract, validate, report_command, samples):
    main.add_command(command)
