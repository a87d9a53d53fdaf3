"""kg link: proposals of what our actors, places and cases are in other graphs, with progress; and their export."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from kg.cli import _console
from kg.linking.assertions import link_graph, predicate_of
from kg.linking.finding import Report
from kg.linking.model import Finding, Proposal
from kg.linking.run import TARGETS, Linked, Run, today
from kg.linking.sssom import rows_of, written
from kg.query.engine import QueryService
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Store, open_store

_STEP = 10  # where there is no terminal, a line is printed at each tenth of a stage


@click.command("link")
@click.argument("targets", nargs=-1, type=click.Choice(list(TARGETS)))
@click.option("--all", "everything", is_flag=True, help="Also what no article mentions: the whole registry.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding on stdout.")
@click.option("--export", is_flag=True, help="Print the stored links as SSSOM/TSV; nothing is asked or changed.")
@_console.tells_errors
def command(targets: tuple[str, ...], everything: bool, as_json: bool, export: bool) -> None:
    """Look actors, places and cases up in Wikidata, GeoNames and DBpedia and store what they may be there.

    TARGETS are some of these three; without any, all. Each link is a proposal with its confidence and its reasons;
    where several fit alike all are proposed, and where none does it says why. Answers are kept on disk: a run that was
    stopped goes on where it was, and KG_OFFLINE=1 asks nobody. Set KG_CONTACT, so that Wikidata knows whom to write to.

    \b
    Example:
      kg link
      kg link wikidata --all
      kg link wikidata --export
    """
    settings = Settings.from_env()
    store = open_store(settings)
    chosen = targets or tuple(TARGETS)
    if export:
        _export(settings, store, chosen)
        return
    with QueryService(settings, store) as service, _progress() as report:
        for linked in Run(settings, store, service, everything, report).link(chosen):
            _tell(linked, as_json)


def _tell(linked: Linked, as_json: bool) -> None:
    counts = Counter(_outcome(finding) for finding in linked.findings)
    told = ", ".join(f"{counts[name]} {name}" for name in ("sure", "possible", "without a link"))
    change = "stored" if linked.changed else "as it was"
    _console.tell(f"{linked.target}: {told} ({change})")
    if as_json:
        for finding in linked.findings:
            click.echo(json.dumps(_as_json(linked.target, finding), ensure_ascii=False))


def _outcome(finding: Finding) -> str:
    if not isinstance(finding, Proposal):
        return "without a link"
    return "sure" if predicate_of(finding) == term("schema:sameAs") else "possible"


def _as_json(target: str, finding: Finding) -> dict[str, object]:
    about: dict[str, object] = {"target": target, "subject": finding.thing.iri, "label": finding.thing.label}
    if not isinstance(finding, Proposal):
        return {**about, "object": None, "reason": finding.reason}
    return {
        **about,
        "object": finding.object,
        "object_label": finding.object_label,
        "predicate": predicate_of(finding).value,
        "confidence": finding.confidence,
        "justification": finding.justification,
        "evidence": list(finding.evidence),
    }


def _export(settings: Settings, store: Store, targets: tuple[str, ...]) -> None:
    """One mapping set; several targets are several sets, one after the other, so name one for a file."""
    with store.snapshot() as snapshot:
        for name in targets:
            quads = snapshot.quads(graph=link_graph(settings.base_iri, name))
            click.echo(written(rows_of(quads), settings.base_iri, TARGETS[name].licence, name, today()), nl=False)


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar a stage on a terminal, else a line now and then; always on stderr."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.fields[count]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        tasks = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total, count="")
            bar.update(tasks[stage], completed=done, total=total, count=f"{done}/{total}")

        yield show


def _lines() -> Report:
    said: dict[str, int] = {}

    def show(stage: str, done: int, total: int) -> None:
        tenth = done * _STEP // total if total else _STEP
        if said.get(stage) != tenth:
            said[stage] = tenth
            _console.tell(f"{stage} {done}/{total}")

    return show
