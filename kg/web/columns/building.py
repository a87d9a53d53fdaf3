"""Accounts -> a segment of columns."""

from __future__ import annotations

import json
from array import array
from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np

from kg.web.columns.segment import CODED, HASH_BITS, POINTED, TEXTS, Ragged, Segment, beginning
from kg.web.columns.texts import Numbers, TextsBuilder
from kg.web.views.accounts import Account, newest_first

_LAST_DAY = 2**27 - 1


class _Values:
    """Each value once, by number."""

    def __init__(self) -> None:
        self.known: dict[Hashable, int] = {}

    def number(self, value: Hashable) -> int:
        return -1 if value is None else self.known.setdefault(value, len(self.known))


class Builder:
    """Takes accounts in any order, those of one article together and in the order of the list."""

    def __init__(self) -> None:
        self._values = {name: _Values() for name in (*POINTED, "party", "actorkind")}
        self._columns = {name: array("i") for name in POINTED}
        self._texts = {name: TextsBuilder() for name in TEXTS}
        self._papers = TextsBuilder()
        self._ragged = {name: (array("q", [0]), array("i")) for name in ("party", "actorkind")}
        self._start, self._stop, self._overtaken = array("i"), array("i"), array("b")

    def add(self, one: Account) -> None:
        for name in CODED:
            self._point(name, getattr(one, name))
        self._point("place", one.place)
        self._point("source", (one.source, one.source_name))
        papers = len(self._values["paper"].known)
        self._point("paper", one.article)
        if len(self._values["paper"].known) > papers:
            self._papers.add(json.dumps([one.article, one.headline, one.language], ensure_ascii=False))
        for name in TEXTS:
            self._texts[name].add(getattr(one, name))
        self._list("party", one.actors)
        self._list("actorkind", sorted({party.kind for party in one.actors}))
        self._start.append(one.start)
        self._stop.append(one.stop)
        self._overtaken.append(one.overtaken)

    def _point(self, column: str, value: Any) -> None:
        self._columns[column].append(self._values[column].number(value))

    def _list(self, column: str, values: Iterable[Hashable]) -> None:
        starts, codes = self._ragged[column]
        codes.extend(map(self._values[column].number, values))
        starts.append(len(codes))

    def segment(self) -> Segment:
        columns = {name: np.array(column, np.int32) for name, column in self._columns.items()}
        start = np.array(self._start, np.int32)
        hashes = list(map(str, self._values["paper"].known))
        days = _looked_up(
            [newest_first(day) for day in map(_text, self._values["asserted"].known)], columns["asserted"]
        )
        order = np.lexsort((start, _looked_up(_ranks(hashes), columns["paper"]), days))
        values = {name: tuple(values.known) for name, values in self._values.items() if name != "paper"}
        return Segment(
            columns={name: column[order] for name, column in columns.items()},
            values=values,
            texts={name: texts.texts().ordered(order) for name, texts in self._texts.items()},
            papers=self._papers.texts(),
            parties=_ordered(*self._ragged["party"], order),
            kinds=_ordered(*self._ragged["actorkind"], order),
            start=start[order],
            stop=np.array(self._stop, np.int32)[order],
            overtaken=np.array(self._overtaken, np.bool_)[order],
            key=_keys(days, _looked_up([beginning(each) for each in hashes], columns["paper"]))[order],
        )


def segment_of(accounts: Iterable[Account]) -> Segment:
    """Of accounts in the order of the list."""
    builder = Builder()
    for one in accounts:
        builder.add(one)
    return builder.segment()


def _text(value: object) -> str:
    return str(value)


def _looked_up(values: list[int], codes: Numbers) -> Numbers:
    """The value of each code; that of none is 0."""
    found: Numbers = np.array([*values, 0], np.int64)[codes]
    return found


def _ranks(texts: list[str]) -> list[int]:
    places = {text: place for place, text in enumerate(sorted(texts))}
    return [places[text] for text in texts]


def _keys(days: Numbers, beginnings: Numbers) -> Numbers:
    """``days`` are as ``newest_first`` has them: the latest is the lowest, and none is 0."""
    latest = np.clip(days + _LAST_DAY, 0, _LAST_DAY).astype(np.uint64)
    keys: Numbers = (latest << np.uint64(HASH_BITS)) | beginnings.astype(np.uint64)
    return keys


def _ordered(starts: Any, codes: Any, order: Numbers) -> Ragged:
    first, all_codes = np.array(starts, np.int64), np.array(codes, np.int32)
    lengths = np.diff(first)[order]
    ends = np.concatenate(([0], np.cumsum(lengths)))
    within = np.arange(int(ends[-1]), dtype=np.int64) - np.repeat(ends[:-1], lengths)
    return Ragged(ends.astype(np.int64), all_codes[np.repeat(first[:-1][order], lengths) + within])
