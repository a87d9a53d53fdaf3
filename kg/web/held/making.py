"""What the pages keep of a snapshot, made of all there is, lot by lot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from kg.stores import View
from kg.web.columns.casetable import table_of
from kg.web.columns.ledger import Ledger
from kg.web.columns.listing import merged
from kg.web.held import graphs as told
from kg.web.held import reading
from kg.web.held.door import Inside
from kg.web.held.elsewhere import are_retold
from kg.web.held.graphs import Facts
from kg.web.held.merged import whole
from kg.web.held.names import named_of
from kg.web.held.reading import Lot
from kg.web.held.sums import SUMMED, Known
from kg.web.held.views import Views
from kg.web.held.words import Words

LOTS = 16  # into which all articles go, each a segment of the columns; who goes on after a kill loses one at most
LEAST_LOT = 1_000  # articles

Tell = Callable[[int, int], None]  # how many articles are done, of how many


class Lots(Protocol):
    """Where lots are put as they are done, and found again by who goes on."""

    def done(self) -> Sequence[Lot]: ...

    def add(self, lot: Lot) -> Lot: ...


class InMemory:
    def done(self) -> Sequence[Lot]:
        return ()

    def add(self, lot: Lot) -> Lot:
        return lot


def make(view: View, base: str, lots: Lots | None = None, tell: Tell = lambda *_: None) -> Views:
    """Of everything that is there."""
    lots = lots or InMemory()
    every = view.graphs()
    graphs, others = reading.article_graphs(every, base), reading.other_graphs(every, base)
    tell(0, len(graphs))
    door = Inside(view)
    named = named_of(door.rows("search-names"), door.rows("search-mentions"))
    words = Words().with_more(
        named.labels,
        door.rows("accounts-places"),
        door.rows("accounts-populations"),
        door.rows("accounts-sources"),
    )
    cases = whole(view, base)
    said = reading.said_in(view, others)
    found = [*lots.done()]
    size = max(LEAST_LOT, -(-len(graphs) // LOTS))
    for at in range(size * len(found), len(graphs), size):
        facts = reading.completed(told.facts_of(view, graphs[at : at + size], named=False), said)
        counted = _counted(facts, at, len(graphs), tell)
        found.append(lots.add(reading.lot_of(counted, words, cases.of_event)))
    if rest := reading.alone(view, base, said):
        found.append(reading.lot_of([rest], words, cases.of_event))
    segments = tuple(lot.segment for lot in found if len(lot.segment))
    sums = {name: int(number) for name, number in door.rows("overview-counts")[0].items() if name in SUMMED}
    kinds = ((row["iri"], row["kind"].rpartition("/")[2]) for row in door.rows("overview-kinds"))
    ties: Counter[tuple[str, str]] = Counter()
    for lot in found:
        ties.update(lot.ties)
    return Views(
        named,
        Known().with_more(sums, kinds, ties),
        merged([lot.listing for lot in found]),
        words,
        Ledger(segments),
        table_of(cases.completed(segments)),
        tuple(others),
        are_retold(view, base, said),
        said,
    )


def _counted(found: Iterable[Facts], before: int, every: int, tell: Tell) -> Iterator[Facts]:
    for number, facts in enumerate(found, before + 1):
        if not number % told.TOGETHER:
            tell(number, every)
        yield facts
