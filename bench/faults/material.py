"""Articles for the faults: the project's own, read once; and what a store of them is to hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.gazetteer import open_index
from kg.prepare import Prepared, prepare
from kg.settings import Settings
from kg.sources import read_bytes
from kg.stores import Store, View, open_store

GOLD = Path(__file__).parents[2] / "data" / "gold" / "cases.jsonl"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a store holds of some articles."""

    whole: frozenset[str]  # content hashes
    torn: frozenset[str]  # a part of their quads
    digest: str  # of all quads, ordered


def settings_in(folder: Path, **limits: float) -> Settings:
    settings = Settings.from_env({"KG_DATA": str(folder)})
    return Settings(settings.data_dir, settings.base_iri, {**settings.limits, **limits})


def articles(limit: int, folder: Path) -> list[Prepared]:
    """Short articles about cases that several papers tell, made ready."""
    open_index()
    settings = settings_in(folder)
    lines = GOLD.read_text(encoding="utf-8").splitlines()[:limit]
    wanted = ("id", "lang", "published", "publisher", "title", "text")
    records = ({key: record[key] for key in wanted if key in record} for record in map(json.loads, lines))
    content = "\n".join(json.dumps(record) for record in records if record.get("text"))
    made = [prepare(item, settings) for item in read_bytes(content.encode(), "gold.jsonl", settings)]
    return [each for each in made if isinstance(each, Prepared)]


def examine(store: Store, expected: list[Prepared]) -> Checked:
    """Looks at the newest snapshot, graph by graph."""
    if store.snapshot_id() is None:
        return Checked(frozenset(), frozenset(), "")
    whole, torn = set(), set()
    with store.snapshot() as snapshot:
        for item in expected:
            stored = {str(quad) for quad in snapshot.quads(graph=item.graphs.graph)}
            wanted = set(map(str, _normal(item.graphs.quads)))
            meta = all(any(True for _ in snapshot.quads(*_parts(quad))) for quad in item.graphs.meta)
            if stored == wanted and meta:
                whole.add(item.content_hash)
            elif stored:
                torn.add(item.content_hash)
        return Checked(frozenset(whole), frozenset(torn), digest(snapshot))


def digest(view: View) -> str:
    """Of all quads, ordered: there are no blank nodes in what an ingest writes."""
    return hashlib.sha256("\n".join(sorted(map(str, view.quads()))).encode()).hexdigest()


def opened(folder: Path, **limits: float) -> Store:
    return open_store(settings_in(folder, **limits))


def _parts(quad: ox.Quad) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode, ox.NamedNode]:
    return quad.subject, quad.predicate, quad.object, quad.graph_name  # type: ignore[return-value]


def _normal(quads: tuple[ox.Quad, ...]) -> Iterator[ox.Quad]:
    """As a store gives them back."""
    store = ox.Store()
    store.extend(quads)
    return iter(store)
