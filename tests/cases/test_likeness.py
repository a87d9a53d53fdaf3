"""Which events are proposed to be one, pair by pair, and what never is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pyoxigraph import parse

from kg.cases import likeness
from kg.cases.model import FUTURE, Span, Spot
from kg.cases.reasons import NEVER
from kg.files import ontology_dir
from kg.rdf.namespaces import term
from tests.cases.told import ARMY, BASE, FRONT, SARO, day, exactly, no_kin, told

A = told("a")
KIN = {f"{BASE}id/actor/battery": frozenset({f"{BASE}id/actor/battery", ARMY})}


def kin(actor: str) -> frozenset[str]:
    return KIN.get(actor, frozenset({actor}))


def score(**changes: Any) -> float:
    return likeness.score(A, told("b", **changes), no_kin)


def test_the_same_kind_of_act_in_the_same_town_on_the_same_day_is_one() -> None:
    assert score() >= likeness.THRESHOLD


@pytest.mark.parametrize(
    "changes",
    [
        {"span": day(7)},
        {"spot": SARO},
        {"type": "negotiation"},
        {"statuses": frozenset({"planned"})},
        {"statuses": frozenset({"feared"})},
        {"span": None, "published": dt.date(2024, 5, 1)},
        {"span": None, "background": True},
        {"span": Span(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "year")},
        {"spot": Spot(f"{BASE}id/place/c", "Ostland", "country", "XO")},
        {"spot": Spot(f"{BASE}id/place/x-1", "a place that no gazetteer has")},
    ],
    ids=lambda changes: " ".join(changes),
)
def test_these_are_never_one(changes: dict[str, Any]) -> None:
    assert score(**changes) == NEVER


@pytest.mark.parametrize(
    "changes",
    [
        {"span": day(6)},
        {"span": None},
        {"spot": Spot(f"{BASE}id/place/r", "Ninawa", "region", "IQ", 36.0, 43.0)},
        {"spot": None},
    ],
    ids=lambda changes: " ".join(changes),
)
def test_these_need_more_than_type_place_and_day(changes: dict[str, Any]) -> None:
    assert 0 < score(**changes) < likeness.THRESHOLD


def test_a_day_apart_but_the_same_large_toll_and_the_same_actor_is_one() -> None:
    one = told("a", agents=frozenset({ARMY}), numbers=(exactly(57),))
    two = told("b", agents=frozenset({ARMY}), numbers=(exactly(57, "g"),), span=day(6))
    assert likeness.score(one, two, no_kin) >= likeness.THRESHOLD


def test_another_known_actor_on_the_same_day_in_the_same_town_is_another_event() -> None:
    one, two = told("a", agents=frozenset({ARMY})), told("b", agents=frozenset({FRONT}))
    assert likeness.score(one, two, no_kin) < likeness.THRESHOLD


def test_a_unit_and_its_army_are_related_and_gunmen_may_be_anybody() -> None:
    battery, gunmen = f"{BASE}id/actor/battery", f"{BASE}id/actor/x-gunmen"
    one = told("a", agents=frozenset({ARMY}))
    assert likeness.score(one, told("b", agents=frozenset({battery})), kin) > score()
    assert likeness.score(one, told("b", agents=frozenset({gunmen})), kin) == score()


def test_in_a_battle_the_sides_may_be_told_either_way_round() -> None:
    one = told("a", type="battle", agents=frozenset({ARMY}), targets=frozenset({FRONT}))
    two = told("b", type="battle", agents=frozenset({FRONT}), targets=frozenset({ARMY}))
    assert likeness.score(one, two, no_kin) > score()
    shelled = told("a", agents=frozenset({ARMY}), targets=frozenset({FRONT}))
    back = told("b", agents=frozenset({FRONT}), targets=frozenset({ARMY}))
    assert likeness.score(shelled, back, no_kin) < likeness.THRESHOLD


def test_every_point_has_its_reason_and_the_order_does_not_matter() -> None:
    one, two = told("a", numbers=(exactly(12),)), told("b", numbers=(exactly(16, "g"),))
    reasons = likeness.compare(one, two, no_kin)
    assert reasons == likeness.compare(two, one, no_kin)
    assert [reason.aspect for reason in reasons] == ["type", "place", "time", "actors", "figures"]
    assert sum(reason.points for reason in reasons) == pytest.approx(likeness.score(one, two, no_kin))
    assert "both Karem" in str(reasons[1])


def test_the_statuses_of_what_is_ahead_are_those_of_the_code_list() -> None:
    quads = [q for q in parse(path=ontology_dir() / "codes/status.ttl") if q.predicate == term("cek:tense")]
    future = {q.subject.value.rpartition("/")[2] for q in quads if q.object.value == "future"}
    assert future == FUTURE
