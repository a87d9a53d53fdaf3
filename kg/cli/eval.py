"""kg eval: the reader, or records of another one, against gold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import click

from kg import pipeline
from kg.cli import _cases_eval, _console
from kg.errors import BadParameter
from kg.evaluation import Answer, Score, answer, load_gold, score
from kg.evaluation.markdown import table, with_section
from kg.evaluation.misses import misses
from kg.evaluation.show import as_record, as_text, changes
from kg.settings import Settings
from kg.sources import SourceFailure

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("eval")
@click.argument("gold", type=_FILE)
@click.option("--lang", help="Score the articles in one language only (ISO 639-1).")
@click.option("--misses", "wanted", type=click.IntRange(min=0), default=0, help="Print so many of the worst misses.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the table.")
@click.option("--compare", type=_FILE, help="Print what changed since an earlier output of --json.")
@click.option("--predicted", type=_FILE, help="Score these records of kg extract instead of running the reader.")
@click.option("--markdown", type=click.Path(dir_okay=False, path_type=Path), help="Write the table into this file.")
@click.option("--cases", is_flag=True, help="Score which events are put in one case; GOLD marks who tells of what.")
@click.option("--texts", type=_FILE, multiple=True, help="With --cases: a file with the texts that GOLD only names.")
@_console.tells_errors
def command(
    gold: Path, lang: str | None, wanted: int, as_json: bool, compare: Path | None, predicted: Path | None,
    markdown: Path | None, cases: bool, texts: tuple[Path, ...],
) -> None:  # fmt: skip
    """Run the reader over a gold file and print how much of it was found, by language and slot.

    GOLD is a file of JSON Lines with an article's id, lang, published, title, text and its gold. A fixed half of the
    articles is held out: it is scored, but its misses are never shown, so that nobody tunes the reader to it.

    \b
    Example:
      kg eval data/gold/samples.jsonl --misses 20
      kg eval data/gold/samples.jsonl --lang nl --json
      kg eval data/gold/cases.jsonl --cases --misses 20
    """
    if cases:
        _cases(gold, texts, wanted, markdown)
        return
    right = [each for each in load_gold(gold) if lang in (None, each.language)]
    if not right:
        raise BadParameter(f"{gold} has no articles{f' in {lang}' if lang else ''}.")
    result = score(right, _records(predicted) if predicted else _read(gold))
    if markdown:
        _write(markdown, gold.stem, table(result))
    for line in _output(result, as_json, compare):
        click.echo(line)
    for line in islice(misses(result.comparisons), wanted):
        click.echo(line, err=as_json)


def _cases(gold: Path, texts: tuple[Path, ...], wanted: int, markdown: Path | None) -> None:
    right, read = _cases_eval.run(gold, texts)
    shown = _cases_eval.table(right, read)
    if markdown:
        _write(markdown, _cases_eval.SECTION, shown)
    click.echo(shown)
    for line in islice(_cases_eval.told_mistakes(right, read), wanted):
        click.echo(line)


def _write(markdown: Path, section: str, shown: str) -> None:
    old = markdown.read_text(encoding="utf-8") if markdown.exists() else ""
    markdown.write_text(with_section(old, section, shown), encoding="utf-8")


def _output(result: Score, as_json: bool, compare: Path | None) -> Iterable[str]:
    if compare:
        return changes(json.loads(compare.read_text(encoding="utf-8")), as_record(result))
    return [json.dumps(as_record(result), indent=1)] if as_json else as_text(result)


def _read(gold: Path) -> Mapping[str, Answer]:
    """What the reader finds in the texts of the gold file; an article it refuses counts as not found."""
    found: dict[str, Answer] = {}
    for result in pipeline.extract([gold], Settings.from_env()):
        if isinstance(result, SourceFailure):
            _console.tell(f"refused: {result.error}")
        else:
            found[result["id"]] = answer(result)
    return found


def _records(path: Path) -> Mapping[str, Answer]:
    lines = path.read_text(encoding="utf-8").splitlines()
    records: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    return {record["id"]: answer(record) for record in records}
