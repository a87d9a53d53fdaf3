"""All cases made anew, in lots of whatever size, and new ones in bulk: the same as one article after another gives."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.cases import Cases, Telling, anew, telling_of
from kg.cases import merged as merged_graphs
from kg.cases.index import Handled
from kg.cases.merged import Merged
from kg.cases.writing import merged_graph
from kg.prepare import graphs_of
from kg.rdf.iris import thing
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Store, Writer, open_store
from tests.cases.conftest import merged, put
from tests.cases.papers import act, paper
from tests.cases.test_refresh import ONE, PLAN, THREE, TWO
from tests.cases.told import BASE

READINGS = (ONE, TWO, THREE, PLAN, paper("Tribune", act(killed=14), published=7))


@pytest.mark.parametrize("lot", [1, 2, 100])
def test_made_anew_in_lots_the_cases_are_the_same_and_nothing_else_is_left(
    store: Store, monkeypatch: pytest.MonkeyPatch, lot: int
) -> None:
    monkeypatch.setattr(anew, "_AT_ONCE", lot)
    with store.writer() as writer:
        with Cases(writer, BASE).kept() as cases:
            put(writer, cases, *READINGS)
        before, graph = merged(writer), merged_graph(BASE)
        events = [quad.subject for quad in writer.find(predicate=term("cek:sameEvent"))]
        strange = thing(BASE, "case", "e-strange")
        writer.add(
            [
                Quad(strange, term("rdfs:label"), Literal("A case that no event is of"), graph),
                *(Quad(event, term("cek:sameEvent"), strange, graph) for event in events),
            ]
        )
        assert merged(writer) != before
        assert Cases(writer, BASE).rebuild().events == len(events)
        assert merged(writer) == before


def test_a_run_that_ends_half_way_leaves_no_figure_in_two_estimates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers see nothing of it; who reads the store itself finds whole cases, or none."""

    class Killed(Exception):
        pass

    monkeypatch.setattr(anew, "_AT_ONCE", 1)
    eager = Settings.from_env({"KG_DATA": str(tmp_path / "eager"), "KG_PUBLISH_SECONDS": "0"})
    store = open_store(eager, "memory")
    with store.writer() as writer:
        with Cases(writer, BASE).kept() as cases:
            put(writer, cases, *READINGS)
        whole, published = said(writer), writer.publish()
        cases, put_lot, lots = Cases(writer, BASE), Merged.put, list[int]()

        def die_at_the_second(self: Merged, fresh: list[Quad], handled: Handled) -> None:
            lots.append(len(fresh))
            if len(lots) == 2:
                raise Killed
            put_lot(self, fresh, handled)

        with monkeypatch.context() as dying:
            dying.setattr(Merged, "put", die_at_the_second)
            with suppress(Killed):
                cases.rebuild()
        assert store.snapshot_id() == published
        typed = {subject: lines for subject, lines in said(writer).items() if any(_TYPE in line for line in lines)}
        assert typed
        assert len(typed) < sum(any(_TYPE in line for line in lines) for lines in whole.values())
        assert typed.items() <= whole.items()
        assert Cases(writer, BASE).refresh().whole
        assert said(writer) == whole
    store.close()


_TYPE = str(term("rdf:type"))


def said(writer: Writer) -> dict[str, tuple[str, ...]]:
    """What the merged graph says of each thing."""
    found: dict[str, list[str]] = {}
    for quad in writer.find(graph=merged_graph(BASE)):
        found.setdefault(str(quad.subject), []).append(str(quad))
    return {subject: tuple(sorted(lines)) for subject, lines in found.items()}


@pytest.mark.parametrize("killed", [False, True])
def test_new_cases_in_bulk_are_those_that_are_written_one_by_one(
    store: Store, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    class Killed(Exception):
        pass

    monkeypatch.setattr(merged_graphs, "_IN_BULK", 1)
    with store.writer() as writer:
        with Cases(writer, BASE).kept() as cases:
            put(writer, cases, *READINGS[:2])
        cases = Cases(writer, BASE)
        for reading in READINGS[2:]:
            made = graphs_of(reading, BASE)
            with cases.fresh(_tellings(made.graph, telling_of(made.quads, made.graph))):
                writer.put(made)
        if killed:

            def die(*_: object) -> None:
                raise Killed

            monkeypatch.setattr(cases._index, "settle", die)
            with suppress(Killed):
                cases.refresh()
            cases = Cases(writer, BASE)
        assert not cases.refresh().whole
        step_by_step = merged(writer)
        assert Cases(writer, BASE).rebuild().whole
        assert merged(writer) == step_by_step


def _tellings(graph: NamedNode, telling: Telling) -> dict[NamedNode, Telling]:
    return {graph: telling}
