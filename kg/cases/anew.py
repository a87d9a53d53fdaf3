"""All cases of a store made anew, some thousand events at a time, so that a store of any size can be done.

Each lot takes the place of what stood there of the same events, cases and figures; what nothing took the place of goes
at the end. One that is killed is begun again; until then what stood there is no case and no estimate, as no figure may
count in two.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.cases import actors
from kg.cases.actors import Followed
from kg.cases.forming import cases_of
from kg.cases.index import Handled, Index
from kg.cases.merged import Merged
from kg.cases.model import Told
from kg.cases.source import Source
from kg.cases.ties import Ties
from kg.cases.writing import quads_of

_AT_ONCE = 2_000  # events


def make_anew(merged: Merged, index: Index, source: Source, ties: Ties, base: str) -> tuple[int, int, Followed]:
    """How many events and cases there are, and what the index is to know of the actors when all of it is settled."""
    index.clear()
    events = cases = 0
    with merged.writer.quietly(), index.handling() as handled:
        merged.unfinished()
        source.read_all()
        merged.take_types_away()
        for lot in _lots(source, ties, handled):
            made = list(cases_of(lot, ties, source))
            merged.put(quads_of(base, made), handled)
            events, cases = events + len(lot), cases + len(made)
            source.forget()
            ties.forget()
        parties = actors.anew(merged.writer.find, base)
        merged.put(parties.fresh, handled)
        merged.sweep(handled)
    return events, cases, parties


def _lots(source: Source, ties: Ties, handled: Handled) -> Iterator[dict[str, Told]]:
    """All events, those that are tied together in one lot."""
    lot: dict[str, Told] = {}
    for told in source.every():
        if told.iri not in lot and told.iri not in handled:
            lot.update(ties.reached([told]))
            if len(lot) >= _AT_ONCE:
                yield lot
                lot = {}
    if lot:
        yield lot
