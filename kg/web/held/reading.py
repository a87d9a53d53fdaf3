"""The graphs of articles -> what a page keeps of them, some thousand articles after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.stores import View
from kg.web.columns.building import segment_of
from kg.web.columns.listing import Listing, listing_of, place_of
from kg.web.columns.segment import Segment
from kg.web.held import graphs as told
from kg.web.held.graphs import Facts
from kg.web.held.words import Words
from kg.web.views.accounts import Account, Lookups, accounts, parties, place_in_list
from kg.web.views.facts import Row

_ARTICLE = "graph/article/"
_SILENT = (
    "merged",
    "meta",
    "duplicate/",
    "review/",
    "link/",
    "rereadings",
    "import/",
    "cache/",
)  # on what articles say


@dataclass(frozen=True, slots=True)
class Lot:
    """What some articles tell."""

    segment: Segment
    listing: Listing
    ties: Mapping[tuple[str, str], int]  # by how many of the articles claim each


def article_graphs(graphs: Iterable[str], base: str) -> list[str]:
    """In the order of the engine's own index, in which reading them goes through its files once."""
    return [graph for graph in graphs if graph.startswith(base + _ARTICLE)]


def other_graphs(graphs: Iterable[str], base: str) -> list[str]:
    """Those that are of no article and of none of our own kinds: what they say holds for all articles."""
    return sorted(graph for graph in graphs if not graph.startswith(base + _ARTICLE) and not is_silent(graph, base))


def is_silent(graph: str, base: str) -> bool:
    """Whether it is of a kind of ours that says nothing of what articles say."""
    return graph.startswith(tuple(f"{base}graph/{name}" for name in _SILENT))


def said_in(view: View, others: Sequence[str]) -> Facts:
    found: Facts = defaultdict(lambda: defaultdict(list))
    for facts in told.facts_of(view, others):
        _add(found, facts)
    for said in found.values():
        said.pop("mentionedIn", None)  # counted by articles
    return found


def _add(facts: Facts, more: Facts) -> None:
    for iri, said in more.items():
        for name, values in said.items():
            facts[iri][name] += [value for value in values if value not in facts[iri][name]]


def completed(found: Iterable[Facts], others: Facts) -> Iterator[Facts]:
    """Each with what is said of the same things elsewhere."""
    for facts in found:
        known = facts.keys() & others.keys()
        _add(facts, {iri: others[iri] for iri in known})
        yield facts


def alone(view: View, base: str, others: Facts) -> Facts | None:
    """Of what stands elsewhere, if it has any claims or articles that stand in the graph of no article."""
    claims = {
        iri for iri, said in others.items() if {"Article", "Figure", "EventClaim"}.intersection(said.get("type", ()))
    }
    there = {
        iri
        for iri in claims
        for quad in view.quads(NamedNode(iri))
        if getattr(quad.graph_name, "value", "").startswith(base + _ARTICLE)
    }
    rest: Facts = {iri: said for iri, said in others.items() if iri not in there}
    return rest if claims - there else None


def lot_of(found: Iterable[Facts], words: Words, cases: Mapping[str, str]) -> Lot:
    """``cases`` by event."""
    taken: list[Account] = []
    rows: list[Row] = []
    ties: Counter[tuple[str, str]] = Counter()
    for facts in found:
        papers = told.article_rows(facts)
        rows += papers
        taken += accounts_of(facts, papers, words, cases)
        ties.update(told.ties(facts))
    return Lot(segment_of(taken), listing_of(sorted(rows, key=place_of)), ties)


def accounts_of(facts: Facts, papers: Iterable[Row], words: Words, cases: Mapping[str, str]) -> list[Account]:
    """The claims of one article, in the order of the list."""
    known = Lookups(
        places=words.places,
        parties=parties(told.actor_rows(facts), words.names),
        cases=cases,
        populations=words.populations,
        sources=words.sources,
        articles={paper["article"]: paper for paper in papers},
    )
    return sorted(accounts(told.claim_rows(facts), known), key=place_in_list)
