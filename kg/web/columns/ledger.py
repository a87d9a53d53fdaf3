"""All accounts of a snapshot: segments, and what later articles changed of them; filters, facets and pages over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from kg.web.columns.building import segment_of
from kg.web.columns.choosing import Filters, counted, filters, located, passing, pointing_at
from kg.web.columns.segment import Mask, Segment
from kg.web.columns.texts import Numbers
from kg.web.views.accounts import FACETS, MOST_VALUES, Account, Choice, Facet, Spot, Value, place_in_list

FULL = 2_000  # accounts of new articles that are one segment, made anew with each article; then the next begins
MOST_SEGMENTS = 24  # of more, the smallest are made one
TOGETHER = 6
GONE = 4  # of so many rows one that is gone: the segment is made anew

Recased = tuple[str, str | None]


@dataclass(frozen=True)
class Chosen:
    """Rows of some segments, the newest first over all."""

    ledger: Ledger
    rows: tuple[Numbers, ...]  # of each segment

    def __len__(self) -> int:
        return sum(map(len, self.rows))

    def located(self) -> Chosen:
        """Those with a point on the map."""
        segments = self.ledger.segments
        return Chosen(
            self.ledger, tuple(rows[located(each)[rows]] for each, rows in zip(segments, self.rows, strict=True))
        )

    def page(self, first: int = 0, stop: int | None = None) -> Iterator[Account]:
        """Within a segment the rows are in order: of each only the first can be among the first of all."""
        several = replace(self, rows=tuple(rows[:stop] for rows in self.rows))
        number, row = several._in_order()
        for each, at in zip(number[first:stop].tolist(), row[first:stop].tolist(), strict=True):
            yield self.ledger.account(each, at)

    def _in_order(self) -> tuple[Numbers, Numbers]:
        """Which segment, and which row of it. A stable sort: what an article says is in one segment, and in order."""
        numbers = np.repeat(np.arange(len(self.rows)), [len(rows) for rows in self.rows])
        rows = np.concatenate([np.empty(0, np.int64), *self.rows])
        if sum(map(bool, map(len, self.rows))) < 2:
            return numbers, rows
        keys = np.concatenate([each.key[rows] for each, rows in zip(self.ledger.segments, self.rows, strict=True)])
        order = np.argsort(keys, kind="stable")
        return numbers[order], rows[order]


@dataclass(frozen=True)
class Ledger:
    """``fresh`` are the accounts of the last segment while it is not full.

    ``recased`` are, by claim, the content hash of its article and the case that its event is of by now.
    """

    segments: tuple[Segment, ...] = ()
    fresh: tuple[Account, ...] = ()
    recased: Mapping[str, Recased] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(each.counting for each in self.segments)

    def account(self, number: int, row: int) -> Account:
        found = self.segments[number].account(row)
        return replace(found, case=self.recased[found.claim][1]) if found.claim in self.recased else found

    def chosen(self, choice: Choice) -> Chosen:
        return self._passing([filters(each, choice) for each in self.segments])

    def _passing(self, found: Iterable[Filters]) -> Chosen:
        pairs = zip(self.segments, found, strict=True)
        return Chosen(self, tuple(_rows(passing(masks), len(segment)) for segment, masks in pairs))

    def facets(self, choice: Choice) -> dict[str, Facet]:
        """What each value of each facet would give beside the other filters, the most frequent and the chosen first."""
        wanted = choice.values or {}
        found = [filters(each, choice) for each in self.segments]
        return {facet: self._facet(facet, found, wanted.get(facet, frozenset())) for facet in FACETS}

    def _facet(self, facet: str, found: Iterable[Filters], wanted: frozenset[str]) -> Facet:
        counts = Counter(dict.fromkeys(sorted(wanted), 0))
        for segment, masks in zip(self.segments, found, strict=True):
            counts.update(counted(segment, facet, passing(masks, but=facet)))
        ranked = sorted(counts.items(), key=lambda pair: (pair[0] not in wanted, -pair[1], pair[0]))
        shown = [(value, self._label(facet, value), count) for value, count in ranked[:MOST_VALUES]]
        listed = sorted(shown, key=lambda each: (-each[2], each[1]))
        return Facet(tuple(Value(*each) for each in listed), len(ranked) - len(shown))

    def _label(self, facet: str, value: str) -> str:
        if facet not in ("place", "actor"):
            return value
        return next(
            (each.labels[value] for each in self.segments if value in each.labels and self._has(each, value)), value
        )

    def _has(self, segment: Segment, iri: str) -> bool:
        """Whether a row that counts has this place or actor."""
        return not len(segment.gone) or pointing_at(segment, (iri,))

    def has_any(self, iris: Collection[str]) -> bool:
        """Whether any account has one of these places or actors, or one of these as its source."""
        return any(pointing_at(each, iris) for each in self.segments)

    def called(self, names: Mapping[str, str], places: Mapping[str, Spot], sources: Mapping[str, str]) -> Ledger:
        """With actors, places and sources as they are called; of what is not known here the name stays."""
        segments = tuple(each.called(names, places, sources) for each in self.segments)
        same = all(one is other for one, other in zip(segments, self.segments, strict=True))
        return self if same else replace(self, segments=segments, fresh=())

    def with_new(self, accounts: Iterable[Account], recased: Mapping[str, Recased]) -> Ledger:
        """With the accounts of new articles, and with claims whose events are of another case."""
        added = tuple(accounts)
        cases = {**self.recased, **recased} if recased else self.recased
        if not added:
            return replace(self, recased=cases)
        fresh = tuple(sorted((*self.fresh, *added), key=place_in_list))
        whole = self.segments[:-1] if self.fresh else self.segments
        return Ledger((*whole, segment_of(fresh)), () if len(fresh) >= FULL else fresh, cases)

    def without(self, articles: Collection[str]) -> Ledger:
        """Without the accounts of the articles with these content hashes."""
        cases = {claim: each for claim, each in self.recased.items() if each[0] not in articles}
        whole = self.segments[:-1] if self.fresh else self.segments
        kept = tuple(found for each in whole if (found := each.without(each.rows_of(articles))).counting)
        fresh = tuple(one for one in self.fresh if one.article not in articles)
        last = () if not fresh else (segment_of(fresh),) if len(fresh) < len(self.fresh) else self.segments[-1:]
        return Ledger((*kept, *last), fresh, cases)

    def compacted(self) -> Ledger:
        """The smallest segments made one while there are many, so that each account is moved a few times in all.

        What is gone goes where it is much, and claims that changed their case are put with new ones where they are
        many.
        """
        ledger = self if len(self.recased) < FULL else self._with_recased()
        full = range(len(ledger.segments) - bool(ledger.fresh))
        for at in [at for at in full if len(ledger.segments[at].gone) * GONE > len(ledger.segments[at])][::-1]:
            ledger = ledger._with_one_of((at,))
        while len(ledger.segments) > MOST_SEGMENTS:
            full = range(len(ledger.segments) - bool(ledger.fresh))
            ledger = ledger._with_one_of(sorted(full, key=lambda at: ledger.segments[at].counting)[:TOGETHER])
        return ledger

    def _with_one_of(self, small: Collection[int]) -> Ledger:
        """With one segment in place of some."""
        every = (self.account(at, row) for at in small for row in np.flatnonzero(self.segments[at].here).tolist())
        made = segment_of(sorted(every, key=place_in_list))
        others = tuple(each for at, each in enumerate(self.segments) if at not in small)
        return replace(self, segments=(made, *others) if len(made) else others, recased=self._recased_but(made))

    def _recased_but(self, made: Segment) -> Mapping[str, Recased]:
        """Without what the accounts of this segment say by themselves."""
        if not self.recased:
            return self.recased
        own = {made.claim(row) for row in range(len(made))}
        return {claim: each for claim, each in self.recased.items() if claim not in own}

    def _with_recased(self) -> Ledger:
        """All accounts of the articles whose claims changed their case, put with new ones."""
        articles = {article for article, _ in self.recased.values()}
        rows = [(at, row) for at, each in enumerate(self.segments) for row in each.rows_of(articles).tolist()]
        moved = [self.account(at, row) for at, row in rows]
        return self.without(articles).with_new(moved, {})


def _rows(among: Mask | None, size: int) -> Numbers:
    return np.arange(size) if among is None else np.flatnonzero(among)
