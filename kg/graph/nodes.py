"""Names and kinds of nodes, read in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal

from kg.graph.model import Node
from kg.graph.relations import code
from kg.graph.select import Select, Term
from kg.graph.texts import ROOM, batches, bind, view

CEK = "https://w3id.org/cekg/ns#"
_NAMES = frozenset({"label", "prefLabel", "headline"})
_CATEGORIES: Mapping[str, str] = {"Article": "article", "Event": "event", "Place": "place"}
_ACTORS = frozenset({"Actor", "Person", "Organization", "ArmedActor", "Coalition", "State"})

Facts = Mapping[str, Sequence[Term]]


def describe(select: Select, iris: Iterable[str], languages: Sequence[str]) -> dict[str, Node]:
    """A node for each IRI the graph knows; names in the first language that has one."""
    facts: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for some in batches(sorted(set(iris)), ROOM):
        for row in select(bind(view("nodes"), {"nodes": some})):
            facts[row["node"].value][_local(row["property"].value)].append(row["value"])
    return {iri: _node(iri, found, languages) for iri, found in facts.items()}


def category(facts: Facts) -> str:
    """article, event, place or actor; ``thing`` for anything else."""
    classes = {term.value.removeprefix(CEK) for term in facts.get("type", ()) if term.value.startswith(CEK)}
    known = next((name for cls, name in _CATEGORIES.items() if cls in classes), None)
    return known or ("actor" if classes & _ACTORS or "actorKind" in facts else "thing")


def _node(iri: str, facts: Facts, languages: Sequence[str]) -> Node:
    kind = category(facts)
    codes = [code(term.value) for term in (*facts.get("actorKind", ()), *facts.get("eventType", ()))]
    return Node(
        iri=iri,
        label=_name(facts, languages) or code(iri),
        category=kind,
        kind=min(codes, default=kind),
        begin=_first(facts, "begin"),
        end=_first(facts, "end"),
        latitude=_number(facts, "lat"),
        longitude=_number(facts, "long"),
    )


def _name(facts: Facts, languages: Sequence[str]) -> str | None:
    """By language first, then an untagged name, then any; ties are settled by the text so that runs agree."""
    order = {language: place for place, language in enumerate(languages)}
    names = [term for key in sorted(_NAMES) for term in facts.get(key, ()) if isinstance(term, Literal)]
    ranked = sorted(names, key=lambda n: (order.get(n.language or "", len(order) + bool(n.language)), n.value))
    return ranked[0].value if ranked else None


def _first(facts: Facts, key: str) -> str | None:
    return min((term.value for term in facts.get(key, ())), default=None)


def _number(facts: Facts, key: str) -> float | None:
    value = _first(facts, key)
    return None if value is None else float(value)


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
