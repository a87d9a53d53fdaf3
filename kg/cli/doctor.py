"""kg doctor: is everything in place, and what to do where it is not."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from kg.cli import _console
from kg.doctor import Finding, examine
from kg.settings import Settings


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a check instead of lines.")
@_console.tells_errors
def command(as_json: bool) -> None:
    """Check Python, the packages, the ontology, the page, the place names and the store.

    Changes nothing, but for articles that a broken-off ingest had stored: they become visible. Ends with 1 when
    something is wrong, after saying what to do about it.

    \b
    Example:
      kg doctor
      KG_DATA=/srv/kg kg doctor --json
    """
    findings = list(examine(Settings.from_env()))
    for finding in findings:
        click.echo(json.dumps(asdict(finding)) if as_json else _line(finding))
    _console.exit_after(1, sum(not finding.ok for finding in findings))


def _line(finding: Finding) -> str:
    if finding.ok:
        return f"ok    {finding.name}: {finding.says}"
    return f"WRONG {finding.name}: {finding.says}\n      -> {finding.advice}"
