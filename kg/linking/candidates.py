"""What another server says of some of its things, from rows of (role, value) to candidates. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress

from kg.linking.model import Candidate, Family, Name, Point
from kg.linking.normal import normal
from kg.linking.remote import Binding, Row

_POINT = re.compile(r"(?:<[^>]*> *)?Point *\( *(-?[\d.]+(?:e-?\d+)?) +(-?[\d.]+(?:e-?\d+)?) *\)", re.IGNORECASE)
_DAY = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)")
Families = Mapping[str, frozenset[Family]]


def candidate(iri: str, rows: Iterable[Row], families: Families) -> Candidate:
    """``families`` says what each class of that graph is in ours."""
    told: dict[str, list[Binding]] = defaultdict(list)
    for row in rows:
        if "role" in row and "value" in row:
            told[row["role"]["value"]].append(row["value"])
    classes = [families[binding["value"]] for binding in told["type"] if binding["value"] in families]
    return Candidate(
        normal(iri),
        tuple(sorted({*_names(told["label"], True), *_names(told["alias"], False)})),
        frozenset().union(*classes) if classes else None,
        frozenset(binding["value"].upper() for binding in told["country"]),
        _point(told),
        frozenset(binding["value"] for binding in told["geonames"]),
        _day(told["begin"]),
        _day(told["end"]),
        frozenset(normal(binding["value"]) for binding in told["place"]),
    )


def _names(bindings: Iterable[Binding], preferred: bool) -> Iterable[Name]:
    return (Name(each["value"], each.get("xml:lang", "").lower(), preferred) for each in bindings)


def _point(told: Mapping[str, list[Binding]]) -> Point | None:
    """Well-known text writes longitude first; another globe than the Earth stands before it, and is none of ours."""
    for binding in told["point"]:
        found = _POINT.fullmatch(binding["value"].strip())
        if found and not binding["value"].startswith("<"):
            return Point(float(found[2]), float(found[1]))
    try:
        return Point(float(told["latitude"][0]["value"]), float(told["longitude"][0]["value"]))
    except (IndexError, ValueError):
        return None


def _day(bindings: Iterable[Binding]) -> dt.date | None:
    """The earliest day. A year alone comes as its first day; years before Christ and unknown values are none."""
    days = []
    for binding in bindings:
        found = _DAY.match(binding["value"])
        with suppress(ValueError):
            days += [dt.date(int(found[1]), max(int(found[2]), 1), max(int(found[3]), 1))] if found else []
    return min(days, default=None)
