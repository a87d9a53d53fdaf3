"""What all graphs together say of some actors, places, populations, sources and event types: looked up one by one.

It is what the queries ``search-names``, ``overview-kinds``, ``accounts-places``, ``accounts-populations`` and
``accounts-sources`` answer of them; who is pointed at from everywhere is no dearer than who is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, QuerySolutions

from kg.rdf.namespaces import PREFIXES
from kg.stores import View
from kg.web.held import graphs as told
from kg.web.held.graphs import Facts
from kg.web.views.facts import Row, text_of
from kg.web.views.search_index import NameRow, by_thing

TOGETHER = 200  # in one question
_CEK, _TYPE = PREFIXES["cek"], f"{PREFIXES['rdf']}type"
_SCHEME, _EVENTS = f"{PREFIXES['skos']}inScheme", "https://w3id.org/cekg/v/event"
_LABELS = (
    f"{PREFIXES['rdfs']}label",
    *(f"{PREFIXES['skos']}{name}" for name in ("prefLabel", "altLabel", "hiddenLabel")),
)
_TOLD = (
    *_LABELS, _TYPE, f"{_CEK}actorKind", f"{_CEK}placePrecision", f"{_CEK}country",
    *(f"{PREFIXES['wgs84']}{name}" for name in ("lat", "long")),
)  # fmt: skip
_SIGNS = (f"{_CEK}actorKind", _TYPE, _SCHEME)  # that something is one of these
_CLASSES = (f"{_CEK}Place", f"{_CEK}PopulationGroup")


@dataclass(frozen=True, slots=True)
class Things:
    """Of each by its IRI; what is not known of a thing is not there."""

    names: Mapping[str, frozenset[NameRow]] = field(default_factory=dict)
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: Sequence[Row] = ()
    populations: Sequence[Row] = ()
    sources: Sequence[Row] = ()


def among(view: View, subjects: Collection[str]) -> set[str]:
    """Those of these that are an actor, a place, a population, an event type, or a source."""
    found: set[str] = set()
    for some in _parts(subjects):
        for subject, predicate, value in _texts(view, some, _SIGNS):
            if predicate not in (_TYPE, _SCHEME) or value in _CLASSES or value == _EVENTS:
                found.add(subject)
        found |= _sources(view, some)
    return found


def declared_in(view: View, graph: str) -> set[str]:
    """Those of which a graph says that they are an actor, a place, a population or an event type."""
    signs = (
        f"?s <{_CEK}actorKind> ?kind",
        f"?s <{_SCHEME}> <{_EVENTS}>",
        *(f"?s <{_TYPE}> <{each}>" for each in _CLASSES),
    )
    declared = " UNION ".join(f"{{ {sign} }}" for sign in signs)
    text = f"SELECT DISTINCT ?s {{ GRAPH {NamedNode(graph)} {{ {declared} }} }}"
    return {text_of(row[0]) for row in _rows(view, text)}


def pointed_at_as_sources(view: View, subjects: Collection[str]) -> set[str]:
    return {iri for some in _parts(subjects) for iri in _sources(view, some)}


def look_up(view: View, iris: Collection[str]) -> Things:
    facts: Facts = defaultdict(lambda: defaultdict(list))
    types: set[str] = set()
    roots: set[str] = set()
    for some in _parts(iris):
        facts.update(told.facts_of_triples(_asked(view, some, _TOLD)))
        for iri in _those(view, some, f"?s <{_CEK}mentionedIn> ?o"):
            facts[iri]["mentionedIn"].append("")
        types.update(subject for subject, _, value in _texts(view, some, (_SCHEME,)) if value == _EVENTS)
        roots |= _sources(view, some)
    events = (row for iri in types for row in told.names_as("eventtype", iri, facts[iri]))
    names = by_thing((*told.name_rows(facts), *events))
    facts[""]["rootSource"] = sorted(roots)
    places, populations, sources = (
        list(rows(facts)) for rows in (told.place_rows, told.population_rows, told.source_rows)
    )
    return Things(names, _kinds(facts), places, populations, sources)


def _kinds(facts: Facts) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for iri, kind in told.kinds(facts):
        found[iri].add(kind)
    return {iri: frozenset(kinds) for iri, kinds in found.items()}


def _texts(view: View, iris: Sequence[str], predicates: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for row in _asked(view, iris, predicates):
        yield text_of(row[0]), text_of(row[1]), text_of(row[2])


def _asked(view: View, iris: Sequence[str], predicates: Iterable[str]) -> QuerySolutions:
    """Each pair is looked up by itself, in the order that LATERAL prescribes."""
    subjects, wanted = _named(iris), _named(predicates)
    text = f"SELECT ?s ?p ?o {{ VALUES ?s {{ {subjects} }} VALUES ?p {{ {wanted} }} LATERAL {{ ?s ?p ?o }} }}"
    return _rows(view, text)


def _sources(view: View, iris: Sequence[str]) -> set[str]:
    return _those(view, iris, f"?o <{_CEK}rootSource> ?s")


def _those(view: View, iris: Sequence[str], pattern: str) -> set[str]:
    """Those of which there is such a triple."""
    text = f"SELECT ?s {{ VALUES ?s {{ {_named(iris)} }} FILTER EXISTS {{ {pattern} }} }}"
    return {text_of(row[0]) for row in _rows(view, text)}


def _rows(view: View, text: str) -> QuerySolutions:
    found = view.query(text)
    assert isinstance(found, QuerySolutions)
    return found


def _named(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)


def _parts(iris: Collection[str]) -> Iterator[list[str]]:
    every = sorted(iris)
    yield from (every[at : at + TOGETHER] for at in range(0, len(every), TOGETHER))
