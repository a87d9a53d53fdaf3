"""An event as one line of text and back: how the index keeps what has been read of the article graphs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from pyoxigraph import NamedNode

from kg.cases.model import Number, Span, Spot, Told

VERSION = 1  # of the text and of the values that it stands for
_NUMBER = tuple(field.name for field in fields(Number))
_of_number = attrgetter(*_NUMBER)  # dataclasses.astuple copies each value, which takes ten times as long
_of_spot = attrgetter(*(field.name for field in fields(Spot)))


def packed(told: Sequence[Told]) -> str:
    return json.dumps([_listed(each) for each in told], ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> tuple[Told, ...]:
    return tuple(_told(each) for each in json.loads(text))


def _listed(told: Told) -> list[Any]:
    return [
        told.iri,
        told.article,
        told.graph.value,
        _ordinal(told.published),
        told.type,
        told.label,
        sorted(told.statuses),
        told.background,
        _of_spot(told.spot) if told.spot else None,
        (_ordinal(told.span.begin), _ordinal(told.span.end), told.span.precision) if told.span else None,
        sorted(told.agents),
        sorted(told.targets),
        [[_ordinal(part) if isinstance(part, dt.date) else part for part in _of_number(each)] for each in told.numbers],
    ]


def _told(parts: list[Any]) -> Told:
    iri, article, graph, published, type_, label, statuses, background, spot, span, agents, targets, numbers = parts
    return Told(
        iri,
        article,
        NamedNode(graph),
        _day(published),
        type_,
        label,
        frozenset(statuses),
        background,
        Spot(*spot) if spot else None,
        Span(dt.date.fromordinal(span[0]), dt.date.fromordinal(span[1]), span[2]) if span else None,
        frozenset(agents),
        frozenset(targets),
        tuple(_number(each) for each in numbers),
    )


def _number(parts: list[Any]) -> Number:
    values = dict(zip(_NUMBER, parts, strict=True))
    return Number(**{**values, "asserted": _day(values["asserted"])})


def _ordinal(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(ordinal: int | None) -> dt.date | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal)
