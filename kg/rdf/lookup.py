"""The quads of one article as the shapes look at them: values of a property, members of a class, codes of a list."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, cached_property

import pyoxigraph as ox

from kg.rdf.namespaces import term
from kg.rdf.ontology import ontology_files

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = int | Decimal | dt.date | bool | str

_TYPE, _IN_SCHEME = term("rdf:type"), term("skos:inScheme")
_LISTS = ox.NamedNode("urn:x:lists")  # the graph of the code lists, where there are graphs
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
# How a value of each datatype is written, which Python's own readers are laxer about, and what it is in Python.
DATATYPES: Mapping[ox.NamedNode, tuple[re.Pattern[str], Callable[[str], Value]]] = {
    term("xsd:string"): (re.compile(r".*", re.DOTALL), str),
    term("xsd:integer"): (re.compile(r"[+-]?[0-9]+"), int),
    term("xsd:decimal"): (re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"), Decimal),
    term("xsd:date"): (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), dt.date.fromisoformat),
    term("xsd:boolean"): (re.compile(r"true|false|0|1"), _TRUTH.__getitem__),
}


class Lookup:
    """Quads by subject and property, with what the code lists say of their codes; the graph names do not count."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._quads = tuple(quads)
        self._values, self._members, self._subjects = _by_node(self._quads)
        self.checked: dict[tuple[object, Term], bool] = {}  # what a shape said of a node, which many nodes point at

    def values(self, node: Term, predicate: Term) -> tuple[Term, ...]:
        """Each once."""
        key = node, predicate
        found = self._values.get(key)
        listed = _listed()[0].get(key)
        if found is None or listed is None:
            return tuple(found or listed or ())
        return tuple({**found, **listed})

    def members(self, class_: Term) -> Mapping[Term, None]:
        """Those that say so: the graph of an article has no classes below others."""
        return self._members.get(class_, {})

    def subjects(self, predicate: Term) -> Mapping[Term, None]:
        found = self._subjects.get(predicate, {})
        return {**found, **_listed()[2][predicate]} if predicate in _listed()[2] else found

    def ask(self, query: str, given: Mapping[ox.Variable, Term]) -> ox.QuerySolutions:
        """The solutions of a SPARQL query in which some variables have their values."""
        solutions = self._store.query(query, substitutions=dict(given), use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions

    @cached_property
    def _store(self) -> ox.Store:
        made = ox.Store()
        made.extend(self._quads)
        made.extend(_listed_quads())
        return made


Values = dict[tuple[Term, Term], dict[Term, None]]
Nodes = dict[Term, dict[Term, None]]


def _by_node(quads: Iterable[ox.Quad | ox.Triple]) -> tuple[Values, Nodes, Nodes]:
    """The values of each property of each node, the members of each class, the subjects of each property."""
    values: Values = defaultdict(dict)
    members: Nodes = defaultdict(dict)
    subjects: Nodes = defaultdict(dict)
    for quad in quads:
        subject, predicate, object_ = quad.subject, quad.predicate, quad.object
        values[subject, predicate][object_] = None
        subjects[predicate][subject] = None
        if predicate == _TYPE:
            members[object_][subject] = None
    return values, members, subjects


@cache
def _listed_quads() -> tuple[ox.Quad, ...]:
    return tuple(ox.Quad(each.subject, each.predicate, each.object, _LISTS) for each in concepts())


@cache
def _listed() -> tuple[Values, Nodes, Nodes]:
    """Of the code lists, which have no members of classes."""
    return _by_node(concepts())


@cache
def concepts() -> tuple[ox.Triple, ...]:
    """Which code is in which list: all that the shapes need of the code lists."""
    quads = (quad for path in ontology_files() for quad in ox.parse(path=path) if quad.predicate == _IN_SCHEME)
    return tuple(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)


def value_of(node: Term) -> Value | None:
    """A literal as a Python value; None for other nodes, other datatypes and what is no value of its datatype."""
    if not isinstance(node, ox.Literal):
        return None
    pattern, read = DATATYPES.get(node.datatype, (None, None))
    if pattern is None or read is None or not pattern.fullmatch(node.value):
        return None
    try:
        return read(node.value)
    except ValueError:  # 30 February
        return None
