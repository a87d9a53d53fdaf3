"""Hand-made events for the tests of cases: one shelling of one town, of which every part can be replaced."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode

from kg.cases.model import Number, Span, Spot, Told

BASE = "https://w3id.org/cekg/"
TUESDAY = dt.date(2024, 3, 5)
KAREM = Spot(f"{BASE}id/place/s-karem", "Karem", "town", "IQ", 35.8, 43.25)
SARO = Spot(f"{BASE}id/place/s-saro", "Saro", "town", "IQ", 36.9, 44.1)
ARMY, FRONT = f"{BASE}id/actor/valley-army", f"{BASE}id/actor/northern-front"


def day(number: int) -> Span:
    return Span(dt.date(2024, 3, number), dt.date(2024, 3, number), "day")


def told(key: str, **changes: Any) -> Told:
    event = Told(
        iri=f"{BASE}id/event/{key}",
        article=f"{BASE}id/article/{key}",
        graph=NamedNode(f"{BASE}graph/article/{key}"),
        published=dt.date(2024, 3, 6),
        type="shelling",
        label="shelling: Karem, 2024-03-05",
        statuses=frozenset({"reported"}),
        background=False,
        spot=KAREM,
        span=day(5),
    )
    return replace(event, **changes)


def number(key: str = "f", root: str = "agency", **changes: Any) -> Number:
    figure = Number(
        iri=f"{BASE}id/claim/{key}",
        kind="killed",
        measure="flow",
        status="reported",
        scope="incident",
        unit="person",
        qualifier="exact",
        population=f"{BASE}id/population/people",
        root=f"{BASE}id/actor/{root}",
        article=f"{BASE}id/article/{key}",
        asserted=dt.date(2024, 3, 6),
    )
    return replace(figure, **changes)


def exactly(value: int, key: str = "f", **changes: Any) -> Number:
    return number(key, value=value, lower=value, upper=value, **changes)


def no_kin(actor: str) -> frozenset[str]:
    return frozenset({actor})
