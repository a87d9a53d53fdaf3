"""What reading an article again gained and lost, where another version of the reader or of its words replaces a graph.

The claims that are gone are gone from the graph; here stands what they said in one line, without their types, so that
no question counts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iris import digest, named_graph, thing
from kg.rdf.literals import english, text
from kg.rdf.namespaces import term
from kg.rdf.triples import Triples, facts, in_graph, typed
from kg.stores import Writer

_TYPE, _CLAIM, _LABEL = term("rdf:type"), term("cek:Claim"), term("rdfs:label")
_RUN, _SOFTWARE, _WORDS = term("prov:wasGeneratedBy"), term("cek:softwareVersion"), term("cek:lexiconVersion")
_TOLD = tuple(term(f"cek:{name}") for name in ("kind", "eventType", "relationType", "status", "verbatim"))
_ABOUT, _EVIDENCE, _QUOTE = term("cek:about"), term("cek:evidence"), term("cek:quote")
_LONGEST = 160  # characters of a quote


@dataclass(frozen=True, slots=True)
class Reading:
    version: str  # of the software and of its words; empty when the article was not stored
    claims: Mapping[str, str]  # IRI -> what it says in one line


@contextmanager
def recorded(writer: Writer, base: str, article: NamedNode, graph: NamedNode, meta: Iterable[Quad]) -> Iterator[None]:
    """Around the storing of an article: what another version read otherwise is written to graph/rereadings.

    ``meta`` is what will be said of the article: when the run is the one that is stored, nothing was read otherwise.
    """
    if {q.object for q in meta if q.predicate == _RUN} == {q.object for q in writer.find(article, _RUN)}:
        yield
        return
    before = _read(writer, article, graph)
    yield
    if before.version:
        after = _read(writer, article, graph)
        if after.version != before.version:
            writer.add(quads(base, article, before, after))


def quads(base: str, article: NamedNode, before: Reading, after: Reading) -> list[Quad]:
    return in_graph(_triples(base, article, before, after), named_graph(base, "rereadings"))


def _triples(base: str, article: NamedNode, before: Reading, after: Reading) -> Triples:
    node = thing(base, "rereading", digest(article.value.removeprefix(base), before.version, after.version))
    yield from typed(node, "cek:Rereading")
    yield from facts(node, rereadingOf=article, formerVersion=text(before.version), newVersion=text(after.version))
    for claim in sorted(before.claims.keys() - after.claims.keys()):
        yield from facts(node, lost=NamedNode(claim))
        yield NamedNode(claim), _LABEL, english(before.claims[claim])
    for claim in sorted(after.claims.keys() - before.claims.keys()):
        yield from facts(node, gained=NamedNode(claim))
        yield NamedNode(claim), _LABEL, english(after.claims[claim])


def _read(writer: Writer, article: NamedNode, graph: NamedNode) -> Reading:
    runs = [q.object for q in writer.find(article, _RUN) if isinstance(q.object, NamedNode)]
    versions = sorted(_value(writer, run, name) for run in runs for name in (_SOFTWARE, _WORDS))
    return Reading(" ".join(versions), _claims(writer.find(graph=graph)) if runs else {})


def _value(writer: Writer, node: NamedNode, predicate: NamedNode) -> str:
    return next((q.object.value for q in writer.find(node, predicate) if isinstance(q.object, Literal)), "")


def _claims(found: Iterable[Quad]) -> dict[str, str]:
    said: dict[str, dict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
    claims = []
    for quad in found:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            said[quad.subject.value][quad.predicate].append(quad.object.value)
            if quad.predicate == _TYPE and quad.object == _CLAIM:
                claims.append(quad.subject.value)
    return {claim: _told(said, claim) for claim in claims}


def _told(said: Mapping[str, Mapping[NamedNode, list[str]]], claim: str) -> str:
    """ "killed, reported, Twelve: ..." """
    about = [event for event in said[claim].get(_ABOUT, ()) if event in said]
    parts = [
        value.rpartition("/")[2]
        for predicate in _TOLD
        for node in (claim, *about)
        for value in sorted(said[node].get(predicate, ()))
    ]
    quotes = [quote for each in said[claim].get(_EVIDENCE, ()) for quote in said[each].get(_QUOTE, ())]
    return f"{', '.join(dict.fromkeys(parts))}: {' … '.join(sorted(quotes))[:_LONGEST]}"
