"""The cases of a snapshot as rows: all of them in one pass through the merged graph, or some by look-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

import numpy as np
from pyoxigraph import NamedNode, QuerySolutions

from kg.cases.writing import merged_graph
from kg.rdf.namespaces import PREFIXES, term
from kg.stores import View
from kg.web.columns.casetable import OneCase, weight
from kg.web.columns.segment import Segment
from kg.web.views.accounts import local
from kg.web.views.cases import HAPPENED
from kg.web.views.facts import text_of

_CEK, _TYPE = PREFIXES["cek"], f"{PREFIXES['rdf']}type"
_TAKEN = (
    "about", "begin", "best", "contradictedKind", "end", "eventType", "high", "inCase", "independentSources", "kind",
    "measure", "place", "sameEvent", "scope", "status",
)  # fmt: skip
_PROPERTIES = {**{f"{_CEK}{name}": name for name in _TAKEN}, _TYPE: "type"}
_CASE, _ESTIMATE, _CLAIM = (f"{_CEK}{name}" for name in ("Case", "Estimate", "EventClaim"))

Said = Mapping[str, list[str]]


@dataclass(slots=True)
class Told:
    """What the articles tell of a case: which of them, and what its events are said to be."""

    articles: set[str] = field(default_factory=set)
    said: bool = False
    denied: bool = False

    def add(self, article: str, status: str) -> None:
        self.articles.add(article)
        self.said |= status in HAPPENED
        self.denied |= status == "denied"


@dataclass(slots=True)
class Merged:
    """Cases without what the articles tell of them, and the case of each event."""

    cases: dict[str, OneCase]
    of_event: dict[str, str]

    def completed(self, segments: Iterable[Segment]) -> Iterator[OneCase]:
        """With what the claims of events in these columns tell of each."""
        iris = list(self.cases)
        number = {iri: at for at, iri in enumerate(iris)}
        pairs, said, denied = [np.empty(0, np.int64)], np.zeros(len(iris), np.bool_), np.zeros(len(iris), np.bool_)
        papers = 0
        for each in segments:
            rows = np.flatnonzero(each.columns["type"] == _code(each, "type", "event"))
            cases = np.array([number.get(each.texts["case"].text(row), -1) for row in rows.tolist()], np.int64)
            rows, cases = rows[cases >= 0], cases[cases >= 0]
            pairs.append(cases << 32 | (each.columns["paper"][rows] + papers))
            status = each.columns["status"][rows]
            said[cases[np.isin(status, [_code(each, "status", code) for code in HAPPENED])]] = True
            denied[cases[status == _code(each, "status", "denied")]] = True
            papers += len(each.papers)
        articles = np.bincount(np.unique(np.concatenate(pairs)) >> 32, minlength=len(iris))
        for at, iri in enumerate(iris):
            case = self.cases[iri]
            yield replace(case, articles=int(articles[at]), said=bool(said[at]), denied=bool(denied[at]))


def _code(segment: Segment, column: str, value: str) -> int:
    """The number of a value; of one that no row has, a number that none has."""
    values = segment.values[column]
    return values.index(value) if value in values else -2


def whole(view: View, base: str) -> Merged:
    """Everything that the merged graph says of cases."""
    found: dict[str, OneCase] = {}
    of_event: dict[str, str] = {}
    members: dict[str, list[str]] = defaultdict(list)
    heaviest: dict[str, int] = {}
    several: set[str] = set()
    for subject, said in _subjects(view, base):
        for case in said.get("sameEvent", ()):
            of_event[subject] = case
            members[case].append(subject)
        for case in said.get("inCase", ()):
            several.add(case)
            members[case].append(subject)
        if _ESTIMATE in said.get("type", ()):
            for case in said.get("about", ()):
                heaviest[case] = max(heaviest.get(case, -1), _weight(said))
                members[case].append(subject)
        if _CASE in said.get("type", ()):
            found[subject] = _case(subject, said)
    for iri in members.keys() | found.keys():
        found[iri] = replace(
            found.get(iri) or OneCase(iri),
            several=iri in several,
            weight=heaviest.get(iri, -1),
            members=tuple(members.get(iri, ())),
        )
    return Merged(found, of_event)


def _subjects(view: View, base: str) -> Iterator[tuple[str, Said]]:
    """The engine keeps the quads of a graph by subject, so all of one come together."""
    properties = ", ".join(f"<{iri}>" for iri in _PROPERTIES)
    graph = merged_graph(base)
    answer = view.query(f"SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o }} FILTER(?p IN ({properties})) }}")
    assert isinstance(answer, QuerySolutions)
    last, said = "", defaultdict[str, list[str]](list)
    for subject, predicate, value in answer:
        if subject.value != last:
            if last:
                yield last, said
            last, said = subject.value, defaultdict(list)
        said[_PROPERTIES[predicate.value]].append(value.value)
    if last:
        yield last, said


def _case(iri: str, said: Said) -> OneCase:
    kind = _one(said, "eventType")
    return OneCase(
        iri,
        type=local(kind) if kind else None,
        place=_one(said, "place"),
        begin=_one(said, "begin"),
        end=_one(said, "end"),
        known=True,
        contradicted="contradictedKind" in said,
    )


def _one(said: Said, name: str) -> str | None:
    return min(said[name]) if said.get(name) else None


def _weight(said: Said) -> int:
    """Of an estimate; -1 where it lacks what the size of a case is told by."""
    with suppress(KeyError, IndexError):
        kind, measure, scope, status = (local(said[name][0]) for name in ("kind", "measure", "scope", "status"))
        people = int((said.get("best") or said["high"])[0])
        if said["high"]:
            return weight(kind, measure, scope, status in HAPPENED, int(said["independentSources"][0]), people)
    return -1


def some(view: View, base: str, cases: Collection[str]) -> Iterator[OneCase]:
    """Those of these that are still a case, or have an event."""
    graph = merged_graph(base)
    for iri in sorted(cases):
        node, said = NamedNode(iri), _said(view, iri, graph)
        events = _pointing(view, "sameEvent", node, graph)
        assertions = _pointing(view, "inCase", node, graph)
        about = {each: _said(view, each, graph) for each in _pointing(view, "about", node, graph)}
        estimates = {each: found for each, found in about.items() if _ESTIMATE in found.get("type", ())}
        known = _CASE in said.get("type", ())
        if not known and not events:
            continue
        case = replace(
            _case(iri, said) if known else OneCase(iri),
            several=bool(assertions),
            weight=max(map(_weight, estimates.values()), default=-1),
            members=(*events, *assertions, *estimates),
        )
        told = _told(view, events)
        yield replace(case, articles=len(told.articles), said=told.said, denied=told.denied)


def _said(view: View, iri: str, graph: NamedNode | None) -> Said:
    found: dict[str, list[str]] = defaultdict(list)
    for quad in view.quads(NamedNode(iri), None, None, graph):
        if quad.predicate.value in _PROPERTIES:
            found[_PROPERTIES[quad.predicate.value]].append(text_of(quad.object))
    return found


def _pointing(view: View, name: str, node: NamedNode, graph: NamedNode) -> list[str]:
    return [text_of(quad.subject) for quad in view.quads(None, term(f"cek:{name}"), node, graph)]


def _told(view: View, events: Iterable[str]) -> Told:
    found = Told()
    for event in events:
        for claim in {quad.subject for quad in view.quads(None, term("cek:about"), NamedNode(event))}:
            if not isinstance(claim, NamedNode):
                continue
            kinds = {text_of(quad.object) for quad in view.quads(claim, term("rdf:type"))}
            if _CLAIM not in kinds:
                continue
            statuses = {local(text_of(quad.object)) for quad in view.quads(claim, term("cek:status"))}
            for article in {text_of(quad.object) for quad in view.quads(claim, term("cek:inArticle"))}:
                for status in statuses:
                    found.add(article, status)
    return found


def cases_of(view: View, base: str, subjects: Iterable[str]) -> set[str]:
    """The cases that these subjects of the merged graph are, or belong to at this snapshot."""
    graph, found = merged_graph(base), set[str]()
    for iri in subjects:
        said = _said(view, iri, graph)
        found.update((*said.get("sameEvent", ()), *said.get("inCase", ())))
        if _ESTIMATE in said.get("type", ()):
            found.update(said.get("about", ()))
        if _CASE in said.get("type", ()) or iri.startswith(f"{base}id/case/"):
            found.add(iri)
    return found
