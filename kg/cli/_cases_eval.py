"""`kg eval --cases`: read the articles of the gold, make their cases in a store of their own, and score them."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg import pipeline
from kg.cli import _console
from kg.evaluation.cases import HEADS, CaseGold, Read, load_case_gold, mistakes, rows
from kg.evaluation.markdown import as_table
from kg.model import Outcome
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import open_store
from kg.stores.base import View

SECTION = "cases"
_NOTE = (
    "What `read` events of one happening are put together. `told`: what the articles tell of, once an article; `ties`: "
    "pairs of articles that tell of one happening, whether or not it was read in both. An event whose words tell of "
    "nothing annotated counts as a mistake wherever it is tied."
)


def run(gold: Path, texts: Sequence[Path]) -> tuple[list[CaseGold], list[Read]]:
    right = load_case_gold(gold)
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings.from_env(), data_dir=Path(folder) / "data")
        source = Path(folder) / "articles.jsonl"
        known = _write(source, right, [gold.with_name("samples.jsonl"), *texts])
        for missing in sorted({each.identifier for each in right} - known):
            _console.tell(f"note: no text of {missing}; give its file with --texts")
        with closing(open_store(settings, "memory")) as store:
            for done in pipeline.ingest([source], settings, store):
                if done.outcome is not Outcome.STORED:
                    _console.tell(f"not stored: {done.source}: {done.reason}")
            with store.snapshot() as snapshot:
                read = list(read_events(snapshot))
    return [each for each in right if each.identifier in known], read


def read_events(snapshot: View) -> Iterator[Read]:
    """Every event in a store with its case and where the words that named it stand."""
    starts = dict(_pairs(snapshot, "cek:start"))
    articles, names = dict(_pairs(snapshot, "cek:inArticle")), dict(_pairs(snapshot, "schema:identifier"))
    words = defaultdict(list)
    for claim, trigger in _pairs(snapshot, "cek:trigger"):
        words[claim].append(int(starts[trigger]))
    triggers: dict[str, list[int]] = defaultdict(list)
    told = {}
    for claim, event in _pairs(snapshot, "cek:about"):
        if claim in words:
            triggers[event] += words[claim]
            told[event] = articles[claim]
    for event, case in sorted(_pairs(snapshot, "cek:sameEvent")):
        yield Read(names[told[event]], event, case, tuple(sorted(triggers[event])))


def _pairs(snapshot: View, predicate: str) -> Iterator[tuple[str, str]]:
    """Subject and object of each statement, as text."""
    for quad in snapshot.quads(None, term(predicate)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.object.value


def _write(source: Path, gold: Iterable[CaseGold], texts: Iterable[Path]) -> set[str]:
    """The articles of the gold as JSON Lines; returns their identifiers."""
    records = {each.identifier: dict(each.record) for each in gold}
    for file in texts:
        for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
            found = json.loads(line)
            if not records.get(found["id"], {"text": ""}):
                records[found["id"]] = found
    keys = ("id", "lang", "published", "publisher", "title", "text")
    whole = [{key: record[key] for key in keys if key in record} for record in records.values() if record]
    source.write_text("".join(json.dumps(record) + "\n" for record in whole), encoding="utf-8")
    return {str(record["id"]) for record in whole}


def table(gold: Sequence[CaseGold], read: Sequence[Read]) -> str:
    return "\n".join([_NOTE, "", *as_table(("", *HEADS), rows(gold, read))])


def told_mistakes(gold: Sequence[CaseGold], read: Sequence[Read]) -> Iterator[str]:
    for tied, one, two in mistakes(gold, read):
        verdict = "wrongly one" if tied else "wrongly two"
        yield f"{verdict}: {one.read.article} {one.gold} <-> {two.read.article} {two.gold}"
