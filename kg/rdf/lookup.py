"""The quads of one article as the shapes look at them: values of a property, members of a class, codes of a list."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property

import pyoxigraph as ox

from kg.rdf.namespaces import term
from kg.rdf.ontology import ontology_files

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = int | Decimal | dt.date | bool | str

_TYPE, _IN_SCHEME = term("rdf:type"), term("skos:inScheme")
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
        self._triples = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
        self._values: dict[tuple[Term, Term], dict[Term, None]] = defaultdict(dict)
        self._subjects: dict[Term, dict[Term, None]] = defaultdict(dict)
        self._members: dict[Term, dict[Term, None]] = defaultdict(dict)
        for triple in (*self._triples, *concepts()):
            self._values[triple.subject, triple.predicate][triple.object] = None
            self._subjects[triple.predicate][triple.subject] = None
            if triple.predicate == _TYPE:
                self._members[triple.object][triple.subject] = None

    def values(self, node: Term, predicate: Term) -> Sequence[Term]:
        """Each once."""
        return tuple(self._values.get((node, predicate), ()))

    def members(self, class_: Term) -> Mapping[Term, None]:
        """Those that say so: the graph of an article has no classes below others."""
        return self._members.get(class_, {})

    def subjects(self, predicate: Term) -> Mapping[Term, None]:
        return self._subjects.get(predicate, {})

    def ask(self, query: str, given: Mapping[ox.Variable, Term]) -> ox.QuerySolutions:
        """The solutions of a SPARQL query in which some variables have their values."""
        solutions = self._store.query(query, substitutions=dict(given))
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions

    @cached_property
    def _store(self) -> ox.Store:
        made = ox.Store()
        made.extend(ox.Quad(t.subject, t.predicate, t.object) for t in (*self._triples, *concepts()))
        return made


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
