"""Which actors that no curated list knows are proposed to be one: spellings of one name, of one kind.

The same name in two articles is one actor already, by its key. Here go names that differ in accents, capitals, hyphens
and apostrophes only: "al-Sadr" and "Al Sadr". Words that are no names ("gunmen") are never proposed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

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
_ACTOR = re.compile(r"/id/actor/")


def actor_quads(find: Quads, base: str) -> list[Quad]:
    """All proposals for the actors in a store, with what reviewers said."""
    reviews = read_reviews([*find(predicate=SAME_ACTOR), *find(predicate=OTHER_ACTOR)], base, SAME_ACTOR, OTHER_ACTOR)
    return in_graph(_triples(base, proposals(named(find), reviews)), merged_graph(base))


def named(find: Quads) -> dict[str, tuple[str, str]]:
    """IRI -> name and kind of the provisional actors."""
    found = {}
    for quad in find(predicate=_PROVISIONAL, object=boolean(True)):
        if isinstance(quad.subject, NamedNode) and _ACTOR.search(quad.subject.value):
            names = sorted(q.object.value for q in find(quad.subject, _LABEL) if isinstance(q.object, Literal))
            kinds = sorted(q.object.value for q in find(quad.subject, _KIND) if isinstance(q.object, NamedNode))
            if names and kinds:
                found[quad.subject.value] = (names[0], kinds[0])
    return found


def proposals(actors: dict[str, tuple[str, str]], reviews: Reviews) -> Iterator[tuple[str, str, str]]:
    """Each actor that is proposed to be another: its IRI, the other's, and why; the other is the first by its IRI."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for actor, (name, kind) in sorted(actors.items()):
        if is_name(name):
            alike[folded(name), kind].append(actor)
    for group in alike.values():
        for actor in group[1:]:
            if pair(group[0], actor) not in reviews.other:
                names = f"{actors[actor][0]!r} and {actors[group[0]][0]!r} are spellings of one name, of one kind"
                yield actor, group[0], f"name: {names} ({SCORE:+.2f})"
    for one, two in sorted(reviews.same - reviews.other):
        if one in actors and two in actors:
            yield two, one, "review: a reviewer says so (+1.00)"


def is_name(name: str) -> bool:
    return name != name.casefold() and len(folded(name)) >= _SHORTEST


def folded(name: str) -> str:
    """Letters and digits of any script, without accents, capitals and what stands between."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


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
