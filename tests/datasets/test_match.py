"""Question 17: which events of the press a data set records, is its best in our range, and what does each lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from pyoxigraph import NamedNode

from kg.datasets.formats import formats
from kg.datasets.links import Linked, link
from kg.datasets.match import Window, days_apart, matches
from kg.datasets.press import Happening
from kg.query.saved import saved_queries
from kg.settings import Settings
from kg.stores import Store
from tests.datasets.conftest import Import
from tests.datasets.press import reading, store_press
from tests.solutions import solutions, text_of

Row = Mapping[str, str]
Asked = Callable[..., list[Row]]
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
TODAY = dt.date(2024, 6, 1)


@pytest.fixture
def press(store: Store) -> Callable[..., None]:
    """``press(period=...)``: the article with these changes of the clash."""
    return lambda **changes: store_press(store, reading(**changes))


@pytest.fixture
def matched(settings: Settings, store: Store) -> Callable[..., Linked]:
    return lambda dataset="ucdp", **window: link(formats()[dataset], settings, store, Window(**window), TODAY)


@pytest.fixture
def asked(store: Store) -> Asked:
    """The rows of a saved query, without what is unbound."""

    def rows(name: str, **given: object) -> list[Row]:
        text = saved_queries()[name].bind({key: str(value) for key, value in given.items()})
        with store.snapshot() as snapshot:
            found = solutions(snapshot.query(text))
            names = [variable.value for variable in found.variables]
            return [{name: text_of(row[name]) for name in names if row[name] is not None} for row in found]

    return rows


def test_the_clash_is_found_in_the_data_set_with_the_reasons(
    press: Any, load: Import, matched: Any, asked: Asked
) -> None:
    press()
    load("ucdp")
    assert len(matched().proposals) == 1
    (row,) = asked("dataset-matches")
    assert row["eventName"].startswith("battle: Iraqi Army → Islamic State, Karem")
    assert row["recorded"].endswith("/ucdp-900001")
    assert (row["dataset"], row["days"], row["km"], row["sides"]) == ("ucdp", "1", "1.4", "2")
    assert 0.8 < float(row["confidence"]) < 1


@pytest.mark.parametrize(
    ("best", "low", "high", "verdict"),
    [(9, 9, 9, "within our range"), (8, 8, 14, "below our range"), (12, 8, 14, "above our range")],
)
def test_whether_their_best_lies_in_our_range(
    press: Any, load: Import, matched: Any, asked: Asked, best: int, low: int, high: int, verdict: str
) -> None:
    press()
    load("ucdp", {"best": best, "low": low, "high": high})
    matched()
    (row,) = asked("dataset-matches")
    assert (row["ourLow"], row["ourBest"], row["ourHigh"], row["population"]) == ("9", "9", "9", "people")
    assert (row["low"], row["best"], row["high"]) == (str(low), str(best), str(high))
    assert row["verdict"] == verdict


def test_where_the_press_names_no_number_it_says_so(press: Any, load: Import, matched: Any, asked: Asked) -> None:
    press()
    saro = {"where_coordinates": "Saro", "latitude": 36.9, "longitude": 44.1}
    load("ucdp", {**saro, "date_start": "2024-03-05", "date_end": "2024-03-05"})
    matched()
    (row,) = asked("dataset-matches")
    assert row["eventName"].startswith("bombing")
    assert row["verdict"] == "we have no number"


def test_what_the_press_counts_and_the_data_set_does_not_is_named(
    press: Any, load: Import, matched: Any, asked: Asked
) -> None:
    press()
    load("acled")
    matched("acled")
    (row,) = asked("dataset-matches", dataset="acled")
    assert row["alsoCounted"] == "injured"


def test_what_the_data_set_lacks_and_what_the_press_lacks(press: Any, load: Import, matched: Any, asked: Asked) -> None:
    press()
    later = {"date_start": "2024-03-08", "date_end": "2024-03-08"}
    load("ucdp", {}, {"id": 2, "where_coordinates": "Elsewhere", "latitude": 33.0, **later})
    matched()
    missing = asked("press-without-dataset")
    assert [(row["placeName"], row["type"], row["counted"]) for row in missing] == [("Saro", "bombing", "")]
    missing = asked("dataset-without-press", begin="2024-03-01", end="2024-03-31")
    assert [(row["placeName"], row["best"]) for row in missing] == [("Elsewhere", "8")]


def test_what_is_only_planned_matches_nothing_and_is_not_missed(
    press: Any, load: Import, matched: Any, asked: Asked
) -> None:
    press(place=None)
    load("ucdp", {"date_start": "2024-03-06", "date_end": "2024-03-06"})
    assert matched().proposals == ()
    assert "attack" not in str(asked("press-without-dataset"))


@pytest.mark.parametrize(
    "row",
    [
        {"date_start": "2024-03-20", "date_end": "2024-03-20"},  # another day
        {"latitude": 34.9},  # a hundred kilometres away
        {"side_a": "Government of Mali", "side_b": "JNIM", "side_b_new_id": 7},  # other parties
        {"where_prec": 6},  # somewhere in the country
        {"type_of_violence": 3},  # no battle
        {"date_start": "2024-01-01", "date_end": "2024-06-30"},  # some day of half a year
    ],
)
def test_nothing_is_proposed_on_half_the_evidence(
    press: Any, load: Import, matched: Any, row: dict[str, object]
) -> None:
    press()
    load("ucdp", row)
    assert matched().proposals == ()


def test_an_event_without_parties_is_proposed_with_less_confidence_and_not_as_the_one(
    press: Any, load: Import, matched: Any, store: Store
) -> None:
    press(agents=(), targets=())
    load("ucdp")
    (match,) = matched().proposals
    assert match.comment == "1 days apart; 1.4 km apart; no party named; types that may be one"
    assert match.confidence < 0.5
    assert not match.is_the_one


def test_of_two_that_fit_alike_none_is_the_one(press: Any, load: Import, matched: Any, store: Store) -> None:
    press()
    load("ucdp", {"id": 1}, {"id": 2})
    found = matched()
    assert [match.rivals for match in found.proposals] == [1, 0]
    with store.snapshot() as snapshot:
        assert not [quad for quad in snapshot.quads() if quad.predicate.value.endswith("#recordedAs")]


def test_a_proposal_is_written_in_the_terms_that_are_declared(
    press: Any, load: Import, matched: Any, store: Store, settings: Settings
) -> None:
    press()
    load("ucdp")
    matched()
    with store.snapshot() as snapshot:
        told = list(snapshot.quads(graph=NamedNode(f"{settings.base_iri}graph/link/ucdp")))
        declared = {quad.subject for quad in snapshot.quads(graph=NamedNode(f"{settings.base_iri}graph/ontology"))}
    assert {quad.predicate.value for quad in told if quad.predicate not in declared} == {TYPE}
    assert f"{settings.base_iri}id/dataset/ucdp" in {getattr(quad.object, "value", "") for quad in told}


def test_a_second_run_changes_nothing_and_a_changed_data_set_takes_the_proposal_back(
    press: Any, load: Import, matched: Any, store: Store, asked: Asked
) -> None:
    press()
    load("ucdp")
    assert matched().changed
    before = store.snapshot_id()
    assert not matched().changed
    assert store.snapshot_id() == before
    load("ucdp", {"latitude": 30.0}, name="GEDEvent_v25_1.csv")
    assert matched().changed
    assert asked("dataset-matches") == []


def test_before_anything_is_matched_the_queries_are_empty_and_no_error(press: Any, asked: Asked) -> None:
    press()
    assert asked("dataset-matches") == asked("press-without-dataset") == []
    assert asked("dataset-without-press", begin="2024-03-01", end="2024-03-31") == []


def happening(name: str, begin: int, end: int) -> Happening:
    return Happening(
        name, name, dt.date(2024, 3, begin), dt.date(2024, 3, end), 0, 0, frozenset("x"), (frozenset("a"),)
    )


@pytest.mark.parametrize(("ours", "theirs", "days"), [((5, 5), (5, 5), 0), ((1, 9), (4, 5), 0), ((1, 2), (5, 6), 3)])
def test_days_apart_are_those_between_the_periods(ours: tuple[int, int], theirs: tuple[int, int], days: int) -> None:
    one, other = happening("a", *ours), happening("b", *theirs)
    assert days_apart(one, other) == days_apart(other, one) == days


def test_the_window_is_kept_at_both_edges() -> None:
    ours = happening("ours", 10, 12)
    found = matches(
        [ours],
        [happening(str(day), day, day) for day in range(1, 22)],
        lambda events: dict.fromkeys(events, (frozenset("a"),)),
        Window(days=3),
    )
    near = {match.dataset.begin.day for match in found}
    assert near <= set(range(7, 16))
    assert {10, 11, 12} <= near
    assert max(match.days for match in found) <= 3


def test_a_vague_period_is_less_sure_than_a_day() -> None:
    exact, vague = happening("exact", 10, 10), happening("vague", 1, 28)
    theirs = happening("theirs", 10, 10)
    found = matches([exact, vague], [theirs], lambda events: {"theirs": (frozenset("a"),)}, Window())
    sure = {match.press.iri: match.confidence for match in found}
    assert sure["vague"] < sure["exact"]


def test_an_event_after_the_last_imported_day_is_not_called_missing(
    press: Any, load: Import, matched: Any, asked: Asked
) -> None:
    press()
    load("ucdp")
    matched()
    assert asked("press-without-dataset") == []
