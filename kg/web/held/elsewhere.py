"""What changed in graphs that are of no article: data sets, caches, vocabulary, what somebody wrote by himself.

What they call things is looked up anew. What they say of claims makes the articles be read again that these stand in,
unless claims or ties of actors stand there themselves: then all is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, QuerySolutions

from kg.stores import View
from kg.web.held import things
from kg.web.held.changing import known_among, renamed
from kg.web.held.graphs import Facts, Said
from kg.web.held.news import Elsewhere
from kg.web.held.reading import said_in
from kg.web.held.views import Views
from kg.web.views.facts import text_of

MOST = 300_000  # subjects of a new graph that are looked at one by one
_CLAIMS = frozenset({"Article", "EventClaim", "Figure"})
_TYING = ("about", "actor", "from", "participation", "to")


@dataclass(frozen=True, slots=True)
class Followed:
    """``graphs`` are of articles that have to be read again, as something else is said of their claims."""

    views: Views
    graphs: frozenset[str] = frozenset()


def are_retold(view: View, base: str, said: Facts) -> bool:
    """Whether claims stand here, or what ties actors in articles to each other: not only what is said of claims."""
    if any(not _CLAIMS.isdisjoint(each.get("type", ())) or each.get("inArticle") for each in said.values()):
        return True
    tying = [iri for iri, each in said.items() if is_tying(each)]
    return any(graph.startswith(f"{base}graph/article/") for iri in tying for graph in _standing_in(view, iri))


def is_tying(said: Said) -> bool:
    return any(map(said.get, _TYING))


def followed(view: View, base: str, views: Views, fresh: Elsewhere) -> Followed | None:
    """None where claims or ties stand in what changed, or stood there, or it is too much to look at."""
    if not fresh:
        return Followed(views)
    own = [_subjects(view, graph) for graph in fresh.fresh]
    if any(len(each) > MOST for each in own):
        return None
    spoken = fresh.spoken_of.union(*(of for of, graph in zip(own, fresh.fresh, strict=True) if graph in fresh.speaking))
    if fresh.speaking:
        said = said_in(view, [graph for graph in fresh.speaking if view.contains(NamedNode(graph))])
        if views.retold or are_retold(view, base, said):
            return None
        views = replace(views, others=_others(view, views.others, fresh.speaking), said=None)
    named = _things(view, views, fresh, own)
    done = renamed(view, views, named, by_articles=not fresh.speaking)
    graphs = {*done.graphs, *(graph for iri in spoken - named for graph in _standing_in(view, iri))}
    return Followed(done.views, frozenset(graph for graph in graphs if graph.startswith(f"{base}graph/article/")))


def _things(view: View, views: Views, fresh: Elsewhere, own: Sequence[set[str]]) -> set[str]:
    """All that is called something in what changed; what a new graph of ours says of others is asked of it at once."""
    known = known_among(views, fresh.subjects.union(*own))
    asked, named = fresh.subjects.union(*_of(own, fresh, speaking=True)) - known, set[str]().union(*_of(own, fresh))
    declared = (things.declared_in(view, graph) for graph in fresh.fresh)
    return known.union(things.among(view, asked), things.pointed_at_as_sources(view, named - known), *declared)


def _of(own: Sequence[set[str]], fresh: Elsewhere, *, speaking: bool = False) -> Iterator[set[str]]:
    """The subjects of the new graphs that may speak of claims, or of those that only name things."""
    pairs = zip(own, fresh.fresh, strict=True)
    return (subjects for subjects, graph in pairs if (graph in fresh.speaking) == speaking)


def _others(view: View, former: Iterable[str], speaking: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(graph for graph in {*former, *speaking} if view.contains(NamedNode(graph))))


def _subjects(view: View, graph: str) -> set[str]:
    found = view.query(f"SELECT DISTINCT ?s {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }} LIMIT {MOST + 1}")
    assert isinstance(found, QuerySolutions)
    return {row[0].value for row in found if isinstance(row[0], NamedNode)}


def _standing_in(view: View, iri: str) -> set[str]:
    """The graphs that say something of this."""
    return {text_of(quad.graph_name) for quad in view.quads(NamedNode(iri)) if isinstance(quad.graph_name, NamedNode)}
