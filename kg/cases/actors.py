"""Which actors that no curated list knows are proposed to be one: spellings of one name, of one kind.

The same name in two articles is one actor already, by its key. Here go names that differ in accents, capitals, hyphens
and apostrophes only: "al-Sadr" and "Al Sadr". Words that are no names ("gunmen") are never proposed.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.cases.index import Index, Known
from kg.cases.model import is_actor
from kg.cases.reviews import OTHER_ACTOR, SAME_ACTOR, Reviews, pair, read_reviews
from kg.cases.source import Quads
from kg.cases.writing import merged_graph, number
from kg.rdf.iris import digest, thing
from kg.rdf.literals import boolean, text
from kg.rdf.namespaces import code, term
from kg.rdf.triples import Triples, facts, in_graph, typed

METHOD = "same-actor-1"
SCORE = 0.9  # one of these pairs in ten may be two people after all
_SHORTEST = 6  # letters
_PROVISIONAL, _KIND, _LABEL = term("cek:provisional"), term("cek:actorKind"), term("skos:prefLabel")
_SAME_ACTOR, _OF_ACTOR = term("cek:sameActor"), term("cek:ofActor")


@dataclass(frozen=True, slots=True)
class Followed:
    """What the proposals lose and gain, and what the index is to know then."""

    gone: list[Quad]
    fresh: list[Quad]
    known: Mapping[str, Known | None]  # None: the actor is no longer a provisional one
    reviewed: frozenset[str]


def follow(find: Quads, base: str, index: Index, touched: Iterable[str]) -> Followed:
    """The proposals that may change with these actors, and with what reviewers say or said."""
    reviews = _reviews(find, base)
    known = {iri: look_up(find, iri) for iri in touched}
    before = {iri: index.actor(iri) for iri in {*known, *index.reviewed(), *reviews.named()}}
    after = {iri: known.get(iri, former) if iri in known else former for iri, former in before.items()}
    reached: dict[str, Known] = {}
    for each in filter(None, (*before.values(), *after.values())):
        reached.update((other.iri, other) for other in index.alike(each))
    affected = {*before, *reached}
    reached.update((iri, now) for iri, now in after.items() if now is not None)
    left = [each for iri, each in reached.items() if after.get(iri, each) is not None]
    gone = [quad for actor in sorted(affected) for quad in _about(find, base, NamedNode(actor))]
    return Followed(gone, _quads(base, left, reviews), known, reviews.named())


def anew(find: Quads, base: str) -> Followed:
    """All proposals for the actors in a store, with what reviewers said."""
    reviews = _reviews(find, base)
    known = {iri: look_up(find, iri) for iri in provisional(find, DefaultGraph())}
    return Followed([], _quads(base, filter(None, known.values()), reviews), known, reviews.named())


def provisional(find: Quads, graph: NamedNode | DefaultGraph) -> list[str]:
    """The actors that a graph says no curated list knows."""
    found = find(predicate=_PROVISIONAL, object=boolean(True), graph=graph)
    subjects = {quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}
    return sorted(iri for iri in subjects if is_actor(iri))


def look_up(find: Quads, iri: str) -> Known | None:
    """In the union of all graphs, where what a thousand articles say stands once."""
    node, union = NamedNode(iri), DefaultGraph()
    if not any(True for _ in find(node, _PROVISIONAL, boolean(True), union)):
        return None
    names = sorted(q.object.value for q in find(node, _LABEL, None, union) if isinstance(q.object, Literal))
    kinds = sorted(q.object.value for q in find(node, _KIND, None, union) if isinstance(q.object, NamedNode))
    return Known(iri, names[0], kinds[0], folded(names[0])) if names and kinds else None


def proposals(actors: Iterable[Known], reviews: Reviews) -> Iterator[tuple[str, str, str]]:
    """Each actor that is proposed to be another: its IRI, the other's, and why; the other is the first by its IRI."""
    known = {each.iri: each for each in sorted(actors, key=lambda each: each.iri)}
    alike: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for each in known.values():
        if is_name(each.name):
            alike[each.folded, each.kind].append(each)
    for first, *others in alike.values():
        for other in others:
            if pair(first.iri, other.iri) not in reviews.other:
                names = f"{other.name!r} and {first.name!r} are spellings of one name, of one kind"
                yield other.iri, first.iri, f"name: {names} ({SCORE:+.2f})"
    for one, two in sorted(reviews.same - reviews.other):
        if one in known and two in known:
            yield two, one, "review: a reviewer says so (+1.00)"


def is_name(name: str) -> bool:
    return name != name.casefold() and len(folded(name)) >= _SHORTEST


def folded(name: str) -> str:
    """Letters and digits of any script, without accents, capitals and what stands between."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _reviews(find: Quads, base: str) -> Reviews:
    return read_reviews([*find(predicate=SAME_ACTOR), *find(predicate=OTHER_ACTOR)], base, SAME_ACTOR, OTHER_ACTOR)


def _quads(base: str, actors: Iterable[Known], reviews: Reviews) -> list[Quad]:
    return in_graph(_triples(base, proposals(actors, reviews)), merged_graph(base))


def _about(find: Quads, base: str, actor: NamedNode) -> Iterator[Quad]:
    """What the merged graph proposes of an actor."""
    graph = merged_graph(base)
    yield from find(actor, _SAME_ACTOR, None, graph)
    for quad in find(None, _OF_ACTOR, actor, graph):
        if isinstance(quad.subject, NamedNode):
            yield from find(quad.subject, None, None, graph)


def _triples(base: str, found: Iterable[tuple[str, str, str]]) -> Triples:
    for actor, other, reason in found:
        node = thing(base, "same", digest("same actor", *(each.removeprefix(base) for each in (actor, other))))
        yield from facts(NamedNode(actor), sameActor=NamedNode(other))
        yield from typed(node, "cek:SameActorAssertion")
        yield from facts(
            node,
            ofActor=NamedNode(actor),
            comparedWith=NamedNode(other),
            score=number(1.0 if reason.startswith("review") else SCORE),
            reason=text(reason),
            method=code("method", METHOD),
        )
