"""What is said of an article that has near-duplicates: pure functions from imprints to quads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.rdf.iris import Iris, duplicates_graph
from kg.rdf.literals import decimal, text
from kg.rdf.namespaces import term
from kg.rdf.triples import Triples, facts, in_graph, typed

_NEVER = 10_000_000  # sorts after every day


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the graph says of one article; ``voice`` is who speaks where it quotes nobody.

    ``unknown`` are the root sources that no list knows ("residents"), by name, each with its claims: another article's
    source of that name is another actor, but in a copy of it, it is the same one.
    """

    content_hash: str
    day: int | None  # proleptic ordinal
    credits: frozenset[str]  # agencies as printed
    agency: NamedNode | None
    publisher: NamedNode | None
    unquoted: frozenset[NamedNode]  # claims whose root source is its own voice
    unknown: Mapping[str, tuple[NamedNode, frozenset[NamedNode]]]

    @property
    def voice(self) -> NamedNode | None:
        return self.agency or self.publisher

    @property
    def age(self) -> tuple[int, str]:
        """Sorts the earlier first; without a date last, and by hash where the days are the same."""
        return (_NEVER if self.day is None else self.day, self.content_hash)


def statements(base: str, article: Imprint, others: Mapping[str, Imprint], shares: Mapping[str, float]) -> list[Quad]:
    """The graph of one article: whose near-duplicate it is, and as whom its own claims count."""
    triples = [
        triple
        for other in others.values()
        if other.age < article.age
        for triple in _assertion(base, article, other, shares[other.content_hash])
    ]
    triples += _counted_as(article, others.values())
    triples += _unknown_as(article, others.values())
    return in_graph(triples, duplicates_graph(base, article.content_hash))


def _assertion(base: str, later: Imprint, earlier: Imprint, share: float) -> Triples:
    iris = Iris(base, later.content_hash)
    one, other = iris.article, Iris(base, earlier.content_hash).article
    node = iris.own("near-duplicate", earlier.content_hash)
    yield one, term("cek:nearDuplicateOf"), other
    yield from typed(node, "cek:NearDuplicateAssertion")
    yield node, term("rdf:subject"), one
    yield node, term("rdf:predicate"), term("cek:nearDuplicateOf")
    yield node, term("rdf:object"), other
    yield from facts(node, similarity=decimal(round(share, 3)), reason=text(_reason(later, earlier, share)))
    for agency in later.credits & earlier.credits:
        yield node, term("schema:creditText"), text(agency)


def _reason(later: Imprint, earlier: Imprint, share: float) -> str:
    shared = f"{share:.0%} of the shorter text's runs of four words stand in the other"
    if later.day is None or earlier.day is None:
        apart = "not both are dated"
    else:
        days = later.day - earlier.day
        apart = "published on one day" if days == 0 else f"published {days} day{'' if days == 1 else 's'} apart"
    agencies = ", ".join(sorted(later.credits & earlier.credits))
    return f"{shared}; {apart}" + (f"; both credit {agencies}." if agencies else ".")


def _counted_as(article: Imprint, others: Iterable[Imprint]) -> Triples:
    """Copy that an agency is credited for anywhere is the agency's; else it is the paper's that printed it first."""
    first = min((article, *others), key=lambda each: (each.agency is None, *each.age))
    if first.voice is None or first.voice == article.voice:
        return
    for claim in article.unquoted:
        yield claim, term("cek:countedAs"), first.voice


def _unknown_as(article: Imprint, others: Iterable[Imprint]) -> Triples:
    """A source without a name of its own is who it is in the first of the copies that quotes it."""
    copies = (article, *others)
    for name, (root, claims) in article.unknown.items():
        first = min((each for each in copies if name in each.unknown), key=lambda each: each.age)
        if first.unknown[name][0] != root:
            for claim in claims:
                yield claim, term("cek:countedAs"), first.unknown[name][0]
