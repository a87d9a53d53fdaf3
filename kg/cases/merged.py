"""The merged graph in a store: what it says of cases, what takes the place of it, and by which methods it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad

from kg.cases.index import Handled
from kg.cases.model import Told
from kg.cases.writing import Case, case_quads, merged_graph
from kg.rdf.namespaces import term
from kg.stores import Writer

_SAME_EVENT, _IN_CASE, _ABOUT = term("cek:sameEvent"), term("cek:inCase"), term("cek:about")
_TYPE = term("rdf:type")
_REVIEW, _DERIVED_BY, _REPEATS = term("cek:followsReview"), term("cek:derivedBy"), term("cek:repeats")
_IN_BULK = 20_000  # quads, of which the store's bulk way is the cheaper one
_CASES = 5_000  # of one bulk write


class Merged:
    """Used by the one writer of a store. The statement of the methods is there when no batch is under way."""

    def __init__(self, writer: Writer, base: str) -> None:
        self.writer = writer
        self._base = base
        self._graph = merged_graph(base)

    # by which methods

    def made_by(self) -> str:
        """The methods of what it holds; empty when that is not complete."""
        return next((quad.object.value for quad in self._marks() if isinstance(quad.object, Literal)), "")

    def mark(self, method: str) -> Quad:
        return Quad(self._graph, _DERIVED_BY, Literal(method), self._graph)

    def unfinished(self) -> None:
        """A batch begins: it is not complete from here on."""
        if marks := list(self._marks()):
            self.writer.exchange(marks, [])

    def _marks(self) -> Iterator[Quad]:
        return self.writer.find(self._graph, _DERIVED_BY, None, self._graph)

    # what it says

    def is_empty(self) -> bool:
        return not any(True for _ in self.writer.find(graph=self._graph))

    def companions(self, event: str) -> Iterator[str]:
        """The events that stand in one case with this one so far."""
        for quad in self.writer.find(NamedNode(event), _SAME_EVENT, None, self._graph):
            if isinstance(quad.object, NamedNode):
                yield from self._events_in(quad.object)

    def reviewed(self) -> Iterator[str]:
        """The events of the cases that follow a review."""
        for quad in self.writer.find(predicate=_REVIEW, graph=self._graph):
            if isinstance(quad.subject, NamedNode):
                yield from self._events_in(quad.subject)

    def said_of(self, events: Iterable[Told]) -> Iterator[Quad]:
        """What it says of the cases of these events, some of which are gone."""
        ties = set()
        for each in events:
            found = self._find(subject=NamedNode(each.iri), predicate=_SAME_EVENT)
            ties.update(found)
            for number in each.numbers if found else ():  # a figure repeats another in a case only
                yield from self._find(subject=NamedNode(number.iri), predicate=_REPEATS)
        for case in {quad.object for quad in ties if isinstance(quad.object, NamedNode)}:
            yield from self._find(subject=case)
            yield from self._find(predicate=_SAME_EVENT, object=case)
            for link in (_IN_CASE, _ABOUT):
                for quad in self._find(predicate=link, object=case):
                    if isinstance(quad.subject, NamedNode):
                        yield from self._find(subject=quad.subject)

    def _events_in(self, case: NamedNode) -> Iterator[str]:
        for quad in self.writer.find(None, _SAME_EVENT, case, self._graph):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value

    def _find(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, object: NamedNode | None = None
    ) -> list[Quad]:
        return list(self.writer.find(subject, predicate, object, self._graph))

    # what takes the place of it

    def in_bulk_where_new(self, old: list[Quad], cases: list[Case]) -> tuple[list[Quad], list[Quad]]:
        """Write the cases of events that had none in bulk, when they are many; what goes, and what is left to write.

        Of a writer that is killed in between, the next one makes these cases again: their articles are noted.
        """
        known = {quad.subject for quad in old}
        quads = [case_quads(self._base, case) for case in cases]
        new = [each for each in quads if not any(quad.subject in known for quad in each)]
        if self.writer.is_far or sum(map(len, new)) < _IN_BULK:
            return old, [quad for each in quads for quad in each]
        for at in range(0, len(new), _CASES):
            self.writer.bulk(quad for each in new[at : at + _CASES] for quad in each)
        return old, [quad for each in quads if any(quad.subject in known for quad in each) for quad in each]

    def put(self, fresh: list[Quad], handled: Handled) -> None:
        """In place of whatever else is said of the same subjects."""
        subjects = {quad.subject for quad in fresh if isinstance(quad.subject, NamedNode)}
        self.writer.foresee((each, None, None, self._graph) for each in subjects)
        old = [quad for each in subjects for quad in self._find(subject=each)]
        self.writer.exchange(old, fresh)
        handled.add(each.value for each in subjects)

    def take_types_away(self) -> None:
        """What stands there is no case and no estimate from here on, until it is put again."""
        self._take_away(self.writer.find(predicate=_TYPE, graph=self._graph))

    def sweep(self, handled: Handled) -> None:
        """Take away what is said of anything that no case has to do with any more."""
        self._take_away(quad for quad in self.writer.find(graph=self._graph) if not _is_about(quad, handled))

    def _take_away(self, quads: Iterable[Quad]) -> None:
        rest = iter(quads)
        while some := list(islice(rest, _IN_BULK)):
            self.writer.exchange(some, [])


def _is_about(quad: Quad, handled: Handled) -> bool:
    return isinstance(quad.subject, NamedNode) and quad.subject.value in handled
