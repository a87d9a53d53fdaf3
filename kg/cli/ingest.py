"""kg ingest: articles into the store, with progress and a count that adds up."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import click

from kg import pipeline
from kg.archives import engine_of, ingest_archives
from kg.archives.places import is_address
from kg.cli import _console
from kg.cli._progress import Meter, meter
from kg.cli.report import print_short
from kg.errors import BadParameter, EmptySource, KgError
from kg.model import Disposition, Outcome
from kg.report import report
from kg.settings import Settings
from kg.sources import files_below
from kg.stores import STORES, open_store


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True)
@click.option("--engine", default="", help="For archives: processes, here or dask://HOST:PORT read their parts.")
@click.option("--jobs", default=0, type=click.IntRange(0, 512), help="How many processes; by default one a core.")
@click.option("--parts", default="", help="Where parts are kept until they are stored: a folder all workers see.")
@click.option("--store", "kind", default="", help=f"Where to: {', '.join(sorted(STORES))}, or sparql+http://HOST:PORT.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an input on stdout.")
@click.option("--report", "with_report", is_flag=True, help="Print the foremost figures in the store afterwards.")
@_console.tells_errors
def command(
    paths: tuple[str, ...], engine: str, jobs: int, parts: str, kind: str, as_json: bool, with_report: bool
) -> None:
    """Read articles (.txt, .jsonl, .html, .warc, .parquet or folders of them) into the store in KG_DATA.

    What cannot be read is kept as a dead letter with its reason. Works while a server runs; the same article twice
    is stored once.

    \b
    Example:
      kg ingest article.txt archive.jsonl
      kg ingest data/samples --report
      kg ingest archive.warc.gz 's3://bucket/2024-*.jsonl' --engine processes
    """
    settings = Settings.from_env()
    store = open_store(settings, kind)
    started = time.monotonic()
    with meter() as progress:
        if engine or jobs or any(map(is_address, paths)):
            chosen = engine_of(engine or "processes", jobs)
            stored = ingest_archives(paths, chosen, settings, store, progress.show, parts)
        else:
            stored = pipeline.ingest(_existing(paths), settings, store, progress.show)
        counts = _run(stored, progress, as_json)
    if not as_json:
        click.echo(_summary(counts, time.monotonic() - started))
    if counts[Outcome.STORED] > settings.limit("views_at_once") and store.endpoint is None:
        _prepare_pages(replace(settings, store=kind or settings.store))
    if with_report:
        with store.snapshot() as snapshot:
            print_short(list(report(snapshot)))
    _console.exit_after(counts[Outcome.STORED] + counts[Outcome.DUPLICATE], counts[Outcome.DEAD])


def _prepare_pages(settings: Settings) -> None:
    """Of so much a page could not be made while somebody waits; what was stored is stored, whatever comes of it."""
    from kg.cli.views import prepared  # with numpy, which most ingests do without

    _console.tell("Preparing what the pages of a server count and list ...")
    try:
        prepared(settings)
    except (KgError, OSError) as error:
        _console.tell(f"note: that was left to the server: {error}")


def _existing(paths: tuple[str, ...]) -> list[Path]:
    """The paths, after a word on what in them is no article."""
    found = [Path(path) for path in paths]
    for path in found:
        if not path.exists():
            raise BadParameter(f"There is no file or folder {path}.")
    _say_what_is_passed_over(found)
    return found


def _run(stored: Iterator[Disposition], progress: Meter, as_json: bool) -> Counter[Outcome]:
    counts: Counter[Outcome] = Counter()
    for disposition in stored:
        counts[disposition.outcome] += 1
        _tell(disposition, progress)
        if as_json:
            click.echo(json.dumps(asdict(disposition), ensure_ascii=False))
    if not counts:
        raise EmptySource("There is no article in what was given; a folder is searched for .txt, .jsonl and .html.")
    return counts


def _tell(disposition: Disposition, progress: Meter) -> None:
    if disposition.outcome is Outcome.DEAD:
        progress.tell(f"refused: {disposition.reason}")
    for note in disposition.notes:
        progress.tell(f"note: {disposition.source}: {note}")


def _say_what_is_passed_over(paths: list[Path]) -> None:
    for path in paths:
        passed_over = files_below(path)[1]
        if passed_over:
            _console.tell(f"note: {passed_over} files in {path} are of another format and were passed over.")


def _summary(counts: Counter[Outcome], seconds: float) -> str:
    stored, known, dead = (counts[outcome] for outcome in (Outcome.STORED, Outcome.DUPLICATE, Outcome.DEAD))
    return f"{counts.total()} inputs: {stored} stored, {known} duplicates, {dead} dead letters ({seconds:.1f} s)"
