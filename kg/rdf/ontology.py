"""The ontology, the code lists, the curated entities and the trigger words as quads, each in its named graph.

Event files may carry triggers in any language and language folders triggers for any event: both end in the graph of the
language, so a new event type and a new language each touch one place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar, cast

from pyoxigraph import Literal, NamedNode, Quad, parse

from kg.files import languages_dir, ontology_dir
from kg.rdf.canonical import written
from kg.rdf.holders import holder_quads
from kg.rdf.iris import named_graph
from kg.rdf.namespaces import DEFAULT_BASE, term
from kg.rdf.states import state_quads

TRIGGERS = frozenset(term(f"cek:{part}Trigger") for part in ("noun", "verb", "phrase"))
_Term = TypeVar("_Term")
_TURTLE_DATA = DEFAULT_BASE + "id/"  # how the files write the IRIs of entities, whatever base the data has


def ontology_quads(base: str) -> list[Quad]:
    """Everything that is not read from articles. The shapes stay out: blank nodes, made for a validator."""
    entities = named_graph(base, "entities")
    quads = [_placed(triple, base) for path in ontology_files() for triple in parse(path=path)]
    quads += [_rebased(triple, base, entities) for path in entity_files() for triple in parse(path=path)]
    quads += state_quads(base, entities)
    quads += holder_quads(base, entities)
    quads += [_placed(triple, base) for path in trigger_files() for triple in parse(path=path)]
    return sorted(set(quads), key=written)


def ontology_files() -> list[Path]:
    root = ontology_dir()
    files = (
        *(root / f"{name}.ttl" for name in ("core", "borrowed", "datasets")),
        *root.glob("codes/*.ttl"),
        *root.glob("events/*.ttl"),
    )
    return sorted(files)


def entity_files() -> list[Path]:
    return sorted(ontology_dir().glob("entities/*.ttl"))


def trigger_files() -> list[Path]:
    return sorted(languages_dir().glob("*/triggers.ttl"))


def _placed(triple: Quad, base: str) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, named_graph(base, _graph_name(triple)))


def _graph_name(triple: Quad) -> str:
    if triple.predicate in TRIGGERS and isinstance(triple.object, Literal) and triple.object.language:
        return f"lexicon/{triple.object.language}"
    return "ontology"


def _rebased(triple: Quad, base: str, graph: NamedNode) -> Quad:
    return Quad(_rebase(triple.subject, base), triple.predicate, _rebase(triple.object, base), graph)


def _rebase(node: _Term, base: str) -> _Term:
    if base == DEFAULT_BASE or not isinstance(node, NamedNode) or not node.value.startswith(_TURTLE_DATA):
        return node
    return cast(_Term, NamedNode(base + node.value.removeprefix(DEFAULT_BASE)))
