"""What is kept without what some articles told, and with what things are called and where they are by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kg.rdf.namespaces import term
from kg.stores import View
from kg.web.columns.ledger import Ledger
from kg.web.held import graphs as told
from kg.web.held.graphs import Facts
from kg.web.held.sums import SUMMED
from kg.web.held.things import look_up
from kg.web.held.views import Views
from kg.web.held.words import Words
from kg.web.views.accounts import local


def without(views: Views, before: Sequence[Facts]) -> Views:
    """Without what the graphs of these articles told; what they called things stays until it is looked up."""
    counts, ties, mentions = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    for facts in before:
        counts.update(told.counts(facts))
        ties.update(told.ties(facts))
        mentions.update(told.mentioned(facts))
    papers = {paper for facts in before for paper in told.papers(facts)}
    return replace(
        views,
        named=views.named.with_fewer(mentions),
        known=views.known.with_fewer({name: counts[name] for name in SUMMED}, ties),
        articles=views.articles.without(papers),
        ledger=views.ledger.without({local(paper) for paper in papers}),
    )


def known_among(views: Views, subjects: Collection[str]) -> set[str]:
    """The things among these of which anything is kept."""
    kept = (views.named.rows, views.known.kinds, views.words.places, views.words.populations, views.words.sources)
    return {iri for iri in subjects if any(iri in each for each in kept)}


def things_in(views: Views, found: Iterable[Facts]) -> set[str]:
    """Those of which anything is kept that these graphs describe or point at as a source."""
    subjects: set[str] = set()
    for facts in found:
        subjects.update(facts, *(said.get("rootSource", ()) for said in facts.values()))
    return known_among(views, subjects)


@dataclass(frozen=True, slots=True)
class Renamed:
    """``graphs`` are of articles whose claims have to be read again, as they hold what is only told in words."""

    views: Views
    graphs: frozenset[str] = frozenset()


def renamed(view: View, views: Views, things: Collection[str], *, by_articles: bool) -> Renamed:
    """With all that the graphs say of these things, and no more.

    What an article calls the kind of an actor holds for this article alone, where only articles changed.
    """
    if not things:
        return Renamed(views)
    found = look_up(view, things)
    named = views.named.with_names(things, found.names)
    words = views.words.but(things).with_more(named.labels, found.places, found.populations, found.sources)
    known = views.known.with_kinds(things, found.kinds)
    ledger = _called(views.ledger, things, views.words, words)
    now = replace(views, named=named, known=known, words=words, ledger=ledger)
    again = {(iri, name) for iri in things for name in _told_in_rows(iri, views, now, by_articles)}
    return Renamed(now, frozenset(graph for iri, name in again for graph in _pointing(view, iri, name)))


def _told_in_rows(iri: str, former: Views, now: Views, by_articles: bool) -> Iterator[str]:
    """By which properties claims point at a thing of which their rows hold something that changed."""
    old, new = former.words, now.words
    if old.populations.get(iri) != new.populations.get(iri):
        yield "population"
    if (iri in old.places) != (iri in new.places):
        yield "place"
    if not by_articles and former.known.kinds.get(iri) != now.known.kinds.get(iri):
        yield "actor"


def counting_otherwise(view: View, former: Views, now: Views) -> set[str]:
    """The graphs whose claims count what is called by another name by now."""
    old, new = former.words.populations, now.words.populations
    named = [iri for iri, name in old.items() if new.get(iri, name) != name]
    return {graph for iri in named for graph in _pointing(view, iri, "population")}


def _pointing(view: View, iri: str, name: str) -> Iterator[str]:
    for quad in view.quads(None, term(f"cek:{name}"), NamedNode(iri)):
        if isinstance(quad.graph_name, NamedNode):
            yield quad.graph_name.value


def _called(ledger: Ledger, things: Iterable[str], former: Words, now: Words) -> Ledger:
    """With the names and places of these things, where they are others; of what has no name the IRI tells it."""
    names = {iri: now.names.get(iri, local(iri)) for iri in things if former.names.get(iri) != now.names.get(iri)}
    sources = {
        iri: now.sources.get(iri, local(iri)) for iri in things if former.sources.get(iri) != now.sources.get(iri)
    }
    places = {iri: now.places[iri] for iri in things if iri in now.places and former.places.get(iri) != now.places[iri]}
    return ledger.called(names, places, sources) if names or sources or places else ledger
