"""The index of the events: it finds all that may be one, and a writer that is killed leaves what the next one needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cases import Cases, likeness
from kg.cases.index import Index
from kg.cases.model import Span, Spot, Told
from kg.cases.packing import packed, unpacked
from kg.cases.telling import entries
from kg.errors import StoreError
from kg.prepare import graphs_of
from kg.settings import Settings
from kg.stores import Store, Writer, open_store
from tests.cases.conftest import merged, put
from tests.cases.papers import act, corrected, paper
from tests.cases.test_refresh import PAPERS
from tests.cases.told import ARMY, BASE, FRONT, KAREM, SARO, day, exactly, no_kin, number, told

MILL = Spot(f"{BASE}id/place/s-mill", "Karem mill", "site", "IQ", 35.9, 43.3)
VALLEY = Spot(f"{BASE}id/place/s-valley", "Valley", "region", "IQ", 36.0, 43.5)
COUNTRY = Spot(f"{BASE}id/place/gn-99237", "Iraq", "country", "IQ", 33.0, 44.0)
NOWHERE = Spot(f"{BASE}id/place/x-1", "Oldmill", "unknown", "", None, None)

DAYS = st.dates(dt.date(2024, 2, 20), dt.date(2024, 3, 25))
SPANS = st.builds(
    lambda begin, length: Span(begin, begin + dt.timedelta(days=length), "day" if length == 0 else "range"),
    DAYS,
    st.sampled_from([0, 0, 0, 1, 2, 9, 30, 31, 60]),
)
EVENTS = st.builds(
    lambda **changes: told("one", agents=frozenset({ARMY}), targets=frozenset({FRONT}), **changes),
    published=st.one_of(DAYS, st.none()),
    spot=st.sampled_from([KAREM, KAREM, SARO, MILL, VALLEY, COUNTRY, NOWHERE, None]),
    span=st.one_of(SPANS, st.none()),
    background=st.booleans(),
    numbers=st.sampled_from([(), (exactly(57),)]),
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index(tmp_path / "cases.sqlite")) as opened:
        yield opened


@given(EVENTS)
def test_what_is_kept_of_an_event_is_all_of_it(event: Told) -> None:
    whole = replace(event, numbers=(number(value=None, asserted=None), exactly(12, superseded=True, unit="family")))
    assert unpacked(packed([event, whole])) == (event, whole)


def _found(one: Told, other: Told) -> bool:
    with TemporaryDirectory() as folder, closing(Index(Path(folder) / "cases.sqlite")) as index:
        index.put("graph", entries([other]))
        return bool(index.near(one))


@settings(max_examples=100, deadline=None)
@given(EVENTS, EVENTS)
def test_what_may_be_one_is_found_from_either_side(one: Told, two: Told) -> None:
    other = replace(two, iri=f"{BASE}id/event/two")
    if likeness.score(one, other, no_kin) >= likeness.THRESHOLD:
        placed = one.spot is not None and other.spot is not None
        assert _found(one, other) == _found(other, one)
        assert _found(one, other) or not placed  # without a place only the same day is looked at


def test_an_article_that_changes_leaves_nothing_of_what_it_told(index: Index) -> None:
    index.put("graph", entries([told("a"), told("b", spot=SARO)]))
    index.put("graph", entries([told("a", spot=SARO, span=day(9))]))
    assert index.near(told("c")) == set()
    assert [index.told(found).iri for found in index.near(told("c", spot=SARO, span=day(9)))] == [told("a").iri]
    assert index.of_event(told("b").iri) is None


def test_a_damaged_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "cases.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="may be deleted"):
        Index(tmp_path / "cases.sqlite")


class _Killed(Exception):
    pass


def _killed_at(cases: Cases, step: str) -> None:
    """As if the process had died there: what it had written stays, and nothing follows."""

    def die(*_: object) -> None:
        raise _Killed

    if step == "before the cases":
        cases._merged.writer = _Dying(cases.writer)  # type: ignore[assignment]
    elif step == "before the index":
        cases._index.settle = die  # type: ignore[method-assign]


class _Dying:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def __getattr__(self, name: str) -> object:
        return getattr(self._writer, name)

    def exchange(self, *_: object) -> None:
        raise _Killed


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_what_killed_batches_left_is_made_good_without_making_everything_anew(data: st.DataObject) -> None:
    readings = [paper(f"Paper {number}", *acts) for number, acts in enumerate(data.draw(PAPERS))]
    again = [corrected(reading, 33) for reading in readings[: data.draw(st.integers(0, 2))]]
    with TemporaryDirectory() as folder, closing(_fresh(Path(folder))) as store, store.writer() as writer:
        for reading in (*readings, *again):
            cases, made = Cases(writer, BASE), graphs_of(reading, BASE)
            step = data.draw(
                st.sampled_from(["", "as it is stored", "at once", "before the cases", "before the index"])
            )
            with suppress(_Killed), cases.change(made.graph):
                writer.put(made)
                if step == "as it is stored":
                    raise _Killed
            if step not in ("as it is stored", "at once"):
                _killed_at(cases, step)
                with suppress(_Killed):
                    assert not cases.refresh().whole
        assert not Cases(writer, BASE).refresh().whole
        step_by_step = merged(writer)
        Cases(writer, BASE).rebuild()
        assert merged(writer) == step_by_step


def test_without_its_index_everything_is_made_anew(store: Store) -> None:
    with store.writer() as writer:
        with Cases(writer, BASE).kept() as cases:
            put(writer, cases, paper("Post", act(killed=12)), paper("Herald", act(killed=16)))
        before = merged(writer)
        for file in store.archive.case_index.parent.glob("cases.sqlite*"):
            file.unlink()
        assert Cases(writer, BASE).refresh().whole
        assert merged(writer) == before
        assert not Cases(writer, BASE).refresh().whole


def test_an_article_is_put_beside_those_of_its_day_without_reading_them(store: Store) -> None:
    with store.writer() as writer:
        with Cases(writer, BASE).kept() as cases:
            put(writer, cases, *(paper(f"Paper {number}", act(killed=number)) for number in range(12)))
        cases, read = Cases(writer, BASE), []
        find = cases._source.find
        cases._source.find = lambda *what, **more: (read.append(more.get("graph")), find(*what, **more))[1]  # type: ignore[func-returns-value]
        late = paper("Courier", act(killed=4))
        put(writer, cases, late)
        assert cases.refresh().events == 13
        assert {str(graph) for graph in read if "graph/article/" in str(graph)} == {str(graphs_of(late, BASE).graph)}


def _fresh(folder: Path) -> Store:
    return open_store(Settings.from_env({"KG_DATA": str(folder)}), "memory")
