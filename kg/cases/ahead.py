"""What a refresh will look up, looked up together before: for a store that is far away, where each request takes long.

Nothing here changes a case. What is left out is looked up when it is asked for, one request each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.cases import actors, likeness
from kg.cases.index import Index
from kg.cases.model import Told, is_actor
from kg.cases.reasons import NEVER
from kg.cases.reviews import OTHER, OTHER_ACTOR, SAME, SAME_ACTOR
from kg.cases.source import Source
from kg.cases.writing import merged_graph
from kg.rdf.namespaces import term
from kg.stores import Writer

if TYPE_CHECKING:
    from kg.stores.base import Pattern

_SAME_EVENT, _IN_CASE, _ABOUT = term("cek:sameEvent"), term("cek:inCase"), term("cek:about")
_OF_ACTOR, _PROPOSED = term("cek:ofActor"), term("cek:sameActor")
_REPEATS, _COPY, _UNIT_OF = term("cek:repeats"), term("cek:nearDuplicateOf"), term("cek:unitOf")
_REVIEW, _DERIVED_BY = term("cek:followsReview"), term("cek:derivedBy")
_TYPE, _ARTICLE = term("rdf:type"), term("cek:Article")
_UNION = DefaultGraph()
_MOST = 300  # events; of more, what is beyond is looked up as it is met


def always(base: str) -> list[Pattern]:
    """What every batch asks for, whatever its articles tell."""
    reviews: list[Pattern] = [(None, each, None, None) for each in (SAME, OTHER, SAME_ACTOR, OTHER_ACTOR)]
    return [(merged_graph(base), _DERIVED_BY, None, None), (None, _REVIEW, None, merged_graph(base)), *reviews]


def gather(writer: Writer, source: Source, index: Index, told: Iterable[Told], touched: Iterable[str]) -> None:
    """Look up what the cases of these events, and these articles and actors, lead to: a few requests in all."""
    waiting = [pattern for each in _reached(source, told) for pattern in _of_event(each)]
    named = []
    for iri in touched:
        if is_actor(iri):
            named.append(iri)
            waiting += [(NamedNode(iri), None, None, _UNION), *_proposals(iri)]
        else:
            waiting += _of_article(NamedNode(iri))
    _follow(writer, waiting)
    known = (each for iri in named for each in (actors.look_up(writer.find, iri), index.actor(iri)) if each)
    alike = {other.iri for each in known for other in index.alike(each)}
    _follow(writer, [pattern for iri in sorted(alike.difference(named)) for pattern in _proposals(iri)])


def _follow(writer: Writer, waiting: list[Pattern]) -> None:
    """Look up the patterns and what is behind them, a request a step."""
    asked: set[Pattern] = set()
    while fresh := [pattern for pattern in dict.fromkeys(waiting) if pattern not in asked]:
        asked.update(fresh)
        writer.foresee(fresh)
        waiting = [following for pattern in fresh for quad in writer.find(*pattern) for following in _behind(quad)]


def _reached(source: Source, told: Iterable[Told]) -> Iterable[Told]:
    """These events and those that may be one with them, directly or through others, as far as the index tells."""
    found: dict[str, Told] = {}
    waiting = list(told)
    while waiting and len(found) < _MOST:
        one = waiting.pop()
        if one.iri not in found:
            found[one.iri] = one
            waiting += [other for other in source.near(one) if likeness.score(one, other, _alone) > NEVER]
    return found.values()


def _alone(actor: str) -> frozenset[str]:
    """Before anybody knows what it is a unit of."""
    return frozenset({actor})


def _of_event(told: Told) -> Iterator[Pattern]:
    yield NamedNode(told.iri), _SAME_EVENT, None, None
    yield from _of_article(NamedNode(told.article))
    yield from ((NamedNode(number.iri), _REPEATS, None, None) for number in told.numbers)
    yield from ((NamedNode(actor), _UNIT_OF, None, _UNION) for actor in told.agents | told.targets)


def _of_article(article: NamedNode) -> list[Pattern]:
    return [(article, _TYPE, _ARTICLE, None), (article, _COPY, None, _UNION), (None, _COPY, article, _UNION)]


def _proposals(actor: str) -> list[Pattern]:
    return [(NamedNode(actor), _PROPOSED, None, None), (None, _OF_ACTOR, NamedNode(actor), None)]


def _behind(quad: Quad) -> Iterator[Pattern]:
    """What is asked next because of what was found."""
    one, two = quad.subject, quad.object
    if not isinstance(one, NamedNode) or not isinstance(two, NamedNode):
        return
    if quad.predicate == _SAME_EVENT:
        yield one, _SAME_EVENT, None, None
        yield two, None, None, None
        yield from ((None, link, two, None) for link in (_SAME_EVENT, _IN_CASE, _ABOUT))
    elif quad.predicate in (_IN_CASE, _ABOUT, _OF_ACTOR):
        yield one, None, None, None
    elif quad.predicate == _UNIT_OF:
        yield two, _UNIT_OF, None, _UNION
    elif quad.predicate == _COPY:
        yield from (*_of_article(one), *_of_article(two))
