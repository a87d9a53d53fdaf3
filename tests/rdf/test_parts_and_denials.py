"""What the claims of one article are to each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from kg.model import EventClaim, Period, Status
from kg.rdf import quads, violations
from kg.rdf.namespaces import DEFAULT_BASE, term
from kg.rdf.parts import operation_of
from tests.factories import TUESDAY, make_event, make_figure, make_reading, quote
from tests.rdf.conftest import RUN

SHELLING = make_event()
OFFENSIVE = replace(SHELLING, type="offensive", targets=("x-front",), period=Period.day(TUESDAY))


def whole(*others: EventClaim, **changes: Any) -> EventClaim | None:
    part = replace(SHELLING, **changes)
    return operation_of(part, (part, *others))


def test_an_attack_in_the_same_place_by_the_same_army_is_part_of_the_offensive() -> None:
    assert whole(OFFENSIVE) == OFFENSIVE


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "gn-1"},
        {"place": None},
        {"background": True},
        {"status": Status.DENIED},
        {"agents": ("cnn",), "targets": ()},
        {"type": "aid"},
        {"type": "offensive"},
        {"period": Period.day(TUESDAY - dt.timedelta(days=2))},
    ],
    ids=str,
)
def test_a_doubt_means_that_nothing_is_said(changes: dict[str, Any]) -> None:
    assert whole(OFFENSIVE, **changes) is None


def test_an_offensive_that_is_told_again_is_the_one_that_was_told_first() -> None:
    later = quote("denied that its fighters were there")
    again = replace(OFFENSIVE, targets=(), evidence=later, trigger=later)
    assert whole(again, OFFENSIVE) == OFFENSIVE


def test_the_graph_with_a_part_and_its_whole_conforms() -> None:
    told = quads(make_reading(events=(SHELLING, OFFENSIVE)), DEFAULT_BASE, RUN)
    assert len([q for q in told if q.predicate == term("cek:partOf")]) == 1
    assert violations(told) == ()


def denied(told: list[Any]) -> int:
    return len([q for q in told if q.predicate == term("cek:denies")])


def test_a_denial_of_an_event_points_at_the_claim_it_denies() -> None:
    denial = replace(SHELLING, status=Status.DENIED, attribution=("x-front",))
    told = quads(make_reading(events=(SHELLING, denial)), DEFAULT_BASE, RUN)
    assert denied(told) == 1
    assert violations(told) == ()


def test_a_denied_number_points_at_the_same_number_and_not_at_another() -> None:
    figures = (
        make_figure(),
        make_figure(value=50, low=50, high=50),
        make_figure(status=Status.DENIED, attribution=("x-front",)),
    )
    told = quads(make_reading(figures=figures), DEFAULT_BASE, RUN)
    assert denied(told) == 1


def test_a_denial_alone_denies_no_claim_of_the_article() -> None:
    told = quads(make_reading(events=(replace(SHELLING, status=Status.DENIED),), figures=()), DEFAULT_BASE, RUN)
    assert denied(told) == 0
