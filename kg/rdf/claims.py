"""What every claim carries, whatever it claims: article, evidence, status, day, and the chain to its root source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import NamedNode

from kg.model import Article, Evidence, Period, Status
from kg.rdf.evidence import evidence
from kg.rdf.iris import Iris
from kg.rdf.literals import boolean, date, integer, text
from kg.rdf.namespaces import code
from kg.rdf.publisher import Medium
from kg.rdf.triples import Triples, facts, typed


@dataclass(frozen=True, slots=True)
class Writer:
    """The IRIs, the article, its publisher and the agency it is taken from, which all claims of an article share."""

    iris: Iris
    article: Article
    publisher: Medium
    agency: Medium | None = None
    unnamed: frozenset[str] = frozenset()  # keys of the speakers that the article does not name: "a spokesman"

    def claim(self, node: NamedNode, kind: str, said: Evidence, status: Status, speakers: tuple[str, ...]) -> Triples:
        yield from typed(node, "cek:Claim", kind)
        yield from evidence(self.iris, said)
        yield from facts(
            node, inArticle=self.iris.article, evidence=self.iris.evidence(said), status=code("status", status)
        )
        yield from self._asserted(node)
        yield from self._chain(node, speakers)

    def _asserted(self, node: NamedNode) -> Triples:
        """The day of publication; an article without a date says so rather than borrowing another day."""
        day = self.article.published
        yield from facts(node, assertedOn=date(day)) if day else facts(node, undated=boolean(True))

    def _chain(self, node: NamedNode, speakers: tuple[str, ...]) -> Triples:
        """Steps from the publisher (0) over the credited agency to the root source, the innermost speaker."""
        chain = tuple(self._actors(speakers))
        for order, speaker in enumerate(chain):
            step = self.iris.of(node, "attribution", order, speaker.value.removeprefix(self.iris.base))
            yield from facts(node, attribution=step, attributedTo=speaker)
            yield from typed(step, "cek:AttributionStep")
            yield from facts(step, order=integer(order), actor=speaker)
        yield from facts(node, rootSource=self._root(speakers) or chain[-1])

    def _root(self, speakers: tuple[str, ...]) -> NamedNode | None:
        """The innermost speaker with a name, if any has one.

        Unnamed spokesmen of one body are one source, and so is what two papers have from one agency's unnamed source.
        """
        named = (key for key in speakers if key not in self.unnamed)
        return next((self.iris.actor(key) for key in named), None)

    def _actors(self, speakers: tuple[str, ...]) -> Iterator[NamedNode]:
        """From the outside in. Who repeats the one before it (an agency's own copy) is no step of its own."""
        told = [self.iris.actor(key) for key in reversed(speakers)]
        # An agency that is quoted has its place in the chain already, and not always the first.
        credit = [self.agency.node] if self.agency and self.agency.node not in told else []
        chain = (self.publisher.node, *credit, *told)
        yield chain[0]
        yield from (after for before, after in pairwise(chain) if before != after)


def period(node: NamedNode, span: Period | None) -> Triples:
    if span is not None:
        precision = code("timeprecision", span.precision)
        yield from facts(node, begin=date(span.begin), end=date(span.end), timePrecision=precision)


def rule(node: NamedNode, name: str) -> Triples:
    yield from facts(node, rule=text(name) if name else None)
