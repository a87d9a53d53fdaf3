"""Articles for the faults: the project's own, read once; and what a store of them is to hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from kg.gazetteer import open_index
from kg.prepare import Prepared, prepare
from kg.settings import Settings
from kg.sources import read_bytes
from kg.stores import Store, View, open_store
from kg.stores.changes import GENERATED_BY, normal

EDITION = ox.NamedNode("urn:x:edition")
GOLD = Path(__file__).parents[2] / "data" / "gold" / "cases.jsonl"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a store holds of some articles."""

    whole: frozenset[str]  # content hashes
    torn: frozenset[str]  # a part of their quads, or quads of two editions
    digest: str  # of all quads, ordered
    editions: Mapping[str, int] = field(default_factory=dict)  # of the whole ones: the highest; 0 without


def settings_in(folder: Path, **limits: float) -> Settings:
    settings = Settings.from_env({"KG_DATA": str(folder)})
    return Settings(settings.data_dir, settings.base_iri, {**settings.limits, **limits})


def articles(limit: int, folder: Path) -> list[Prepared]:
    """Short articles about cases that several papers tell, made ready."""
    open_index()
    settings = settings_in(folder)
    made = [prepare(item, settings) for item in read_bytes(records(limit).encode(), "gold.jsonl", settings)]
    ready = [each for each in made if isinstance(each, Prepared)]
    for item in ready:
        _normal(item.content_hash, item.graphs.quads)
    return ready


def records(limit: int) -> str:
    """The same articles as lines of JSON."""
    lines = GOLD.read_text(encoding="utf-8").splitlines()[:limit]
    wanted = ("id", "lang", "published", "publisher", "title", "text")
    found = ({key: record[key] for key in wanted if key in record} for record in map(json.loads, lines))
    return "\n".join(json.dumps(record) for record in found if record.get("text"))


def edition(item: Prepared, number: int) -> Prepared:
    """The article as another version would read it: another run, and one quad more. It replaces whatever is stored."""
    quad = ox.Quad(item.graphs.article, EDITION, ox.Literal(number), item.graphs.graph)
    runs = {each.object: ox.NamedNode(f"{each.object.value}-{number}") for each in item.graphs.meta if _names_run(each)}
    meta = tuple(
        ox.Quad(
            runs.get(each.subject, each.subject), each.predicate, runs.get(each.object, each.object), each.graph_name
        )
        for each in item.graphs.meta
    )
    return replace(item, graphs=replace(item.graphs, quads=(*item.graphs.quads, quad), meta=meta))


def _names_run(quad: ox.Quad) -> bool:
    return quad.predicate == GENERATED_BY and isinstance(quad.object, ox.NamedNode)


def examine(store: Store, expected: list[Prepared]) -> Checked:
    """Looks at the newest snapshot, graph by graph."""
    if store.snapshot_id() is None:
        return Checked(frozenset(), frozenset(), "")
    whole, torn, editions = set(), set(), dict[str, int]()
    with store.snapshot() as snapshot:
        for item in expected:
            graph = list(snapshot.quads(graph=item.graphs.graph))
            marks = [int(mark.value) for mark in _marks(graph)]
            stored = {str(quad) for quad in graph if quad.predicate != EDITION}
            wanted = _normal(item.content_hash, item.graphs.quads)
            written = edition(item, marks[0]) if marks else item
            meta = all(_holds(snapshot, quad) for quad in written.graphs.meta)
            if stored == wanted and meta and len(marks) < 2:
                whole.add(item.content_hash)
                editions[item.content_hash] = max(marks, default=0)
            elif stored:
                torn.add(item.content_hash)
        return Checked(frozenset(whole), frozenset(torn), digest(snapshot), editions)


def digest(view: View) -> str:
    """Of all quads, ordered: there are no blank nodes in what an ingest writes."""
    return hashlib.sha256("\n".join(sorted(map(str, view.quads()))).encode()).hexdigest()


def opened(folder: Path, **limits: float) -> Store:
    return open_store(settings_in(folder, **limits))


def _marks(graph: list[ox.Quad]) -> list[ox.Literal]:
    objects = [quad.object for quad in graph if quad.predicate == EDITION]
    return [each for each in objects if isinstance(each, ox.Literal)]


def _holds(view: View, quad: ox.Quad) -> bool:
    graph = quad.graph_name
    assert isinstance(graph, ox.NamedNode)
    return any(True for _ in view.quads(quad.subject, quad.predicate, quad.object, graph))


_NORMAL: dict[str, frozenset[str]] = {}  # what looks often is forked from one that has looked


def _normal(content_hash: str, quads: tuple[ox.Quad, ...]) -> frozenset[str]:
    """As a store gives them back."""
    if content_hash not in _NORMAL:
        _NORMAL[content_hash] = frozenset(map(str, normal(quads)))
    return _NORMAL[content_hash]
