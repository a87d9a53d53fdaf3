"""The questions about cases, asked of a small town in which four papers tell of one shelling and do not agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.cases import Cases
from kg.model import Qualifier, Status
from kg.settings import Settings
from kg.stores import open_store
from tests.cases.conftest import put
from tests.cases.papers import act, paper, with_figures
from tests.cases.told import BASE
from tests.queries.conftest import cut
from tests.queries.saved import bound

Rows = list[tuple[str | None, ...]]
Table = Callable[..., Rows]


def killed(number: int, **changes: Any) -> dict[str, Any]:
    return {"low": number, "high": number, "value": number, "verbatim": str(number)} | changes


POST = with_figures(
    paper("Post", act(agent="valley-army")),
    killed(12, attribution=("valley-army",)),
    killed(900, high=900, low=None, qualifier=Qualifier.AT_MOST, status=Status.FEARED),
)
HERALD = with_figures(paper("Herald", act(), published=7), killed(16), killed(12, attribution=("valley-army",)))
COURIER = with_figures(
    paper("Courier", act(), published=8),
    killed(57, attribution=("northern-front",)),
    killed(0, high=None, low=40, value=40, qualifier=Qualifier.AT_LEAST),
)
DENIAL = paper("Gazette", act(agent="valley-army", status=Status.DENIED), published=8)
PLAN = paper("Mirror", act("capture_of_territory", "s-saro", day=9, status=Status.PLANNED))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ox.Store]:
    folder = tmp_path_factory.mktemp("town")
    store = open_store(Settings.from_env({"KG_DATA": str(Path(folder))}), "memory")
    with store.writer() as writer:
        with Cases(writer, BASE).kept() as cases:
            put(writer, cases, POST, HERALD, COURIER, DENIAL, PLAN)
        made = ox.Store()
        made.extend({ox.Quad(q.subject, q.predicate, q.object) for q in writer.find()})  # the union, as readers see it
    yield made
    store.close()


@pytest.fixture(scope="module")
def table(town: ox.Store) -> Table:
    def rows(name: str, columns: str, **given: Any) -> Rows:
        answer = town.query(bound(name, given))
        assert isinstance(answer, ox.QuerySolutions)
        return [tuple(cut(row[c].value) if row[c] is not None else None for c in columns.split()) for row in answer]

    return rows


def test_contradictions_have_one_row_a_pair_of_sources(table: Table) -> None:
    rows = table("contradictions", "lower lowerSource higher higherSource")
    assert rows == [
        ("16", "Herald", "40", "Courier"),
        ("16", "Herald", "57", "northern-front"),
        ("12", "valley-army", "40", "Courier"),
        ("12", "valley-army", "16", "Herald"),
        ("12", "valley-army", "57", "northern-front"),
    ]


def test_at_least_forty_does_not_contradict_fifty_seven_and_a_fear_contradicts_nothing(table: Table) -> None:
    pairs = set(table("contradictions", "lowerSource higherSource"))
    assert ("Courier", "northern-front") not in pairs
    assert not any("Post" in pair for pair in pairs)


def test_the_estimate_counts_a_source_that_two_papers_quote_once(table: Table) -> None:
    rows = table("estimates", "status low best high openEnded sources figures")
    assert ("reported", "12", "16", "57", "true", "4", "4") in rows
    quoted = table("case-estimates", "source", kind="killed")
    assert (
        len([row for row in quoted if row == ("valley-army",)]) == 1
    )  # its last word; the same number was said before


def test_up_to_nine_hundred_feared_gives_a_high_and_no_low_and_no_best(table: Table) -> None:
    assert ("feared", None, None, "900", "false", "1", "1") in table(
        "estimates", "status low best high openEnded sources figures"
    )


def test_what_is_planned_is_not_among_what_occurred(table: Table) -> None:
    assert {row[0] for row in table("cases", "type")} == {"shelling"}
    assert table("cases", "type status", status="ahead") == [("capture_of_territory", "ahead")]


def test_a_case_that_somebody_denies_is_contested_and_stays(table: Table) -> None:
    assert table("cases", "status articles", articles=2) == [("contested", "4")]


def test_a_denial_in_one_paper_stands_beside_what_the_others_say(table: Table) -> None:
    rows = table("denials", "via denier claimant status")
    assert rows == [
        ("case", "Gazette", "Courier", "reported"),
        ("case", "Gazette", "Herald", "reported"),
        ("case", "Gazette", "Post", "reported"),
    ]


def test_figures_of_a_party_are_told_apart_from_those_of_others(table: Table) -> None:
    rows = table("figures-by-a-party", "value source relation party role")
    assert set(rows) == {("12", "valley-army", "party", "valley-army", "agent")}


def test_what_was_known_on_a_day_leaves_out_what_came_later(table: Table) -> None:
    assert table("known-on", "value source status", date="2024-03-06") == [
        ("900", "Post", "feared"),
        ("12", "valley-army", "reported"),
    ]
    later = table("known-on", "value source", date="2024-03-08")
    assert ("57", "northern-front") in later
    assert later.count(("12", "valley-army")) == 1


def test_each_proposal_gives_its_reasons(table: Table) -> None:
    rows = table("why-one-event", "reason score")
    assert any(str(reason).startswith("place: both Karem") for reason, _ in rows)
    assert all(0 <= float(score or -1) <= 1 for _, score in rows)
