"""ontology/shapes.ttl compiled to functions: tells in a moment that a graph conforms, as nearly all of them do.

It knows as much of SHACL as the shapes use. Shapes with anything else in them, and a graph that breaks a shape, are
left to the validator (kg/rdf/shacl.py), which also says what is wrong: a yes is quick, a no is always the validator's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

import pyoxigraph as ox

from kg.files import ontology_dir
from kg.rdf.constraints import RULES, Check, Rule, Unknown
from kg.rdf.lookup import Lookup, Term
from kg.rdf.namespaces import term

_SH = "http://www.w3.org/ns/shacl#"
_FIRST, _REST = term("rdf:first"), term("rdf:rest")
# What is no constraint: for people, or read together with the constraint it belongs to.
_OTHER = {"message", "path", "alternativePath", "targetClass", "targetSubjectsOf"}
_OTHER |= {"select", "prefixes", "declare", "prefix", "namespace"}
_OF_SHAPES = {"property", "node", "or", "xone", "not", "sparql"}

Targets = Callable[[Lookup], Iterable[Term]]
Values = Callable[[Lookup, Term], tuple[Term, ...]]
Description = Mapping[str, list[Term]]  # local name of a SHACL property -> its values


def surely_conforms(quads: Iterable[ox.Quad]) -> bool:
    """True only when every shape holds; False is no verdict."""
    try:
        shapes = compiled(ontology_dir() / "shapes.ttl")
    except Unknown:
        return False
    data = Lookup(quads)
    return all(check(data, node) for targets, check in shapes for node in targets(data))


@cache
def compiled(path: Path) -> tuple[tuple[Targets, Check], ...]:
    """Each shape that has targets: what finds them and what checks one. Raises Unknown."""
    return tuple(_Compiler(ox.parse(path=path)).targeted())


class _Compiler:
    def __init__(self, triples: Iterable[ox.Quad]) -> None:
        self._nodes: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._lists: dict[Term, dict[ox.NamedNode, Term]] = defaultdict(dict)
        for triple in triples:
            if triple.predicate.value.startswith(_SH):
                self._nodes[triple.subject][_known(triple.predicate.value.removeprefix(_SH))].append(triple.object)
            elif triple.predicate in (_FIRST, _REST):
                self._lists[triple.subject][triple.predicate] = triple.object

    def targeted(self) -> Iterator[tuple[Targets, Check]]:
        for node, described in tuple(self._nodes.items()):
            for class_ in described.get("targetClass", ()):
                yield _members(class_), self._shape(node)
            for predicate in described.get("targetSubjectsOf", ()):
                yield _subjects(predicate), self._shape(node)

    def _shape(self, node: Term) -> Check:
        """A property shape checks the values of its path, a node shape the node itself."""
        described = self._nodes[node]
        values = self._path(described["path"][0]) if "path" in described else _itself
        return partial(_holds, tuple(self._rules(described)), values)

    def _rules(self, described: Description) -> Iterator[Rule]:
        for name, arguments in described.items():
            for argument in arguments if name not in _OTHER else ():
                yield self._of_shapes(name, argument) if name in _OF_SHAPES else RULES[name](argument)

    def _of_shapes(self, name: str, argument: Term) -> Rule:
        if name == "sparql":
            return _no_solution(self._query(argument))
        listed = name in ("or", "xone")
        checks = tuple(self._shape(node) for node in (self._list(argument) if listed else [argument]))
        if name in ("property", "node"):
            return partial(_each_is_one if name == "node" else _each_holds, checks[0])
        wanted = {"or": range(1, len(checks) + 1), "xone": (1,), "not": (0,)}[name]
        return lambda data, focus, values: all(
            sum(check(data, value) for check in checks) in wanted for value in values
        )

    def _path(self, path: Term) -> Values:
        predicates = self._list(self._nodes[path]["alternativePath"][0]) if isinstance(path, ox.BlankNode) else [path]
        if len(predicates) == 1:
            only = predicates[0]
            return lambda data, focus: data.values(focus, only)
        return lambda data, focus: tuple(
            dict.fromkeys(value for predicate in predicates for value in data.values(focus, predicate))
        )

    def _list(self, node: Term) -> list[Term]:
        cell = self._lists.get(node)
        return [cell[_FIRST], *self._list(cell[_REST])] if cell else []

    def _query(self, node: Term) -> str:
        declared = [
            self._nodes[each] for place in self._nodes[node]["prefixes"] for each in self._nodes[place]["declare"]
        ]
        prefixes = "".join(f"PREFIX {_text(each['prefix'])}: <{_text(each['namespace'])}>\n" for each in declared)
        return prefixes + _text(self._nodes[node]["select"])


def _known(name: str) -> str:
    if name not in _OTHER | _OF_SHAPES | RULES.keys():
        raise Unknown(name)
    return name


def _members(class_: Term) -> Targets:
    return lambda data: data.members(class_)


def _subjects(predicate: Term) -> Targets:
    return lambda data: data.subjects(predicate)


def _itself(data: Lookup, focus: Term) -> tuple[Term, ...]:
    return (focus,)


def _holds(rules: tuple[Rule, ...], values_of: Values, data: Lookup, focus: Term) -> bool:
    values = values_of(data, focus)
    for rule in rules:  # noqa: SIM110 - a generator costs more than the rules of a small shape
        if not rule(data, focus, values):
            return False
    return True


def _each_holds(check: Check, data: Lookup, focus: Term, values: tuple[Term, ...]) -> bool:
    for value in values:  # noqa: SIM110
        if not check(data, value):
            return False
    return True


def _each_is_one(check: Check, data: Lookup, focus: Term, values: tuple[Term, ...]) -> bool:
    """As above, where many nodes point at the same few: each is looked at once."""
    for value in values:
        key = check, value
        if key not in data.checked:
            data.checked[key] = check(data, value)
        if not data.checked[key]:
            return False
    return True


def _no_solution(query: str) -> Rule:
    """A SPARQL constraint: every solution would be a violation."""
    if "$PATH" in query:
        raise Unknown("a query about a path")
    this = ox.Variable("this")
    return lambda data, focus, values: not any(True for _ in data.ask(query, {this: focus}))


def _text(terms: list[Term]) -> str:
    (literal,) = terms
    assert isinstance(literal, ox.Literal)
    return literal.value
