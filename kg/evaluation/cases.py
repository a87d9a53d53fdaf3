"""Which events are one: what was proposed, held against what a careful person says of the same texts.

The gold marks stretches of articles with the happening that they tell of. An event that was read is that happening when
the words that triggered it stand in such a stretch. One whose words stand in none is a happening of its own, so tying
it to another is a mistake - save in articles marked `partial`, where not all is annotated and it is left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kg.errors import MalformedSource

HALVES = ("open", "held")


@dataclass(frozen=True, slots=True)
class Stretch:
    start: int
    end: int
    case: str


@dataclass(frozen=True, slots=True)
class CaseGold:
    """What one article tells of. ``record`` is the article as a line of JSON Lines, empty when it stands elsewhere."""

    identifier: str
    half: str
    partial: bool
    stretches: tuple[Stretch, ...]
    record: Mapping[str, object]

    def case_at(self, starts: Iterable[int]) -> str | None:
        """The happening of the shortest stretch around the first of these offsets that stands in one."""
        for start in sorted(starts):
            around = [each for each in self.stretches if each.start <= start < each.end]
            if around:
                return min(around, key=lambda each: (each.end - each.start, each.start)).case
        return None


@dataclass(frozen=True, slots=True)
class Read:
    """An event as it was read and the case it was put in."""

    article: str  # identifier of the source
    event: str
    case: str
    triggers: tuple[int, ...]  # offsets


@dataclass(frozen=True, slots=True)
class Aligned:
    read: Read
    gold: str


@dataclass(frozen=True, slots=True)
class Rates:
    """``told``: what articles tell of, once an article; ``ties``: pairs of articles that tell of one happening."""

    told: int
    found: int
    events: int
    pairs_proposed: int
    pairs_gold: int
    pairs_right: int
    across_proposed: int
    across_right: int
    bcubed_precision: float
    bcubed_recall: float
    ties: int
    ties_found: int

    @property
    def precision(self) -> float:
        return _ratio(self.pairs_right, self.pairs_proposed)

    @property
    def recall(self) -> float:
        return _ratio(self.pairs_right, self.pairs_gold)

    @property
    def bcubed_f1(self) -> float:
        both = self.bcubed_precision + self.bcubed_recall
        return 2 * self.bcubed_precision * self.bcubed_recall / both if both else 0.0


def load_case_gold(path: Path) -> list[CaseGold]:
    """Raises MalformedSource naming the line that is not what it should be."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                found.append(_gold(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise MalformedSource(f"{path}:{number} is no gold of cases: {error!r}.") from error
    return found


def _gold(record: dict[str, object]) -> CaseGold:
    events = record["events"]
    assert isinstance(events, list)
    if record["half"] not in HALVES:
        raise ValueError(f"half is {record['half']!r}, not one of {HALVES}")
    stretches = tuple(Stretch(int(e["start"]), int(e["end"]), str(e["case"])) for e in events)
    half, partial = str(record["half"]), bool(record.get("partial", False))
    return CaseGold(str(record["id"]), half, partial, stretches, record if "text" in record else {})


def rates(gold: Sequence[CaseGold], read: Sequence[Read]) -> Rates:
    """Of the articles in ``gold`` only."""
    by_article = {each.identifier: each for each in gold}
    aligned = align(by_article, [each for each in read if each.article in by_article])
    pairs = [(a, b) for a, b in combinations(aligned, 2)]
    proposed = [(a, b) for a, b in pairs if a.read.case == b.read.case]
    right = [(a, b) for a, b in proposed if a.gold == b.gold]
    precision, recall = _bcubed(aligned)
    told = {(each.identifier, stretch.case) for each in gold for stretch in each.stretches}
    ties = _ties(told)
    linked = {(*sorted((a.read.article, b.read.article)), a.gold) for a, b in right if a.read.article != b.read.article}
    return Rates(
        told=len(told),
        found=len(told & {(each.read.article, each.gold) for each in aligned}),
        events=len(aligned),
        pairs_proposed=len(proposed),
        pairs_gold=sum(a.gold == b.gold for a, b in pairs),
        pairs_right=len(right),
        across_proposed=sum(a.read.article != b.read.article for a, b in proposed),
        across_right=sum(a.read.article != b.read.article for a, b in right),
        bcubed_precision=precision,
        bcubed_recall=recall,
        ties=len(ties),
        ties_found=len(ties & linked),
    )


def align(gold: Mapping[str, CaseGold], read: Iterable[Read]) -> list[Aligned]:
    found = []
    for each in read:
        case = gold[each.article].case_at(each.triggers)
        if case is not None or not gold[each.article].partial:
            found.append(Aligned(each, case or f"none of them: {each.event}"))
    return found


def mistakes(gold: Sequence[CaseGold], read: Sequence[Read]) -> list[tuple[bool, Aligned, Aligned]]:
    """The pairs wrongly tied (True) and wrongly not (False), of the open half only."""
    shown = {each.identifier: each for each in gold if each.half == "open"}
    aligned = align(shown, [each for each in read if each.article in shown])
    return [
        (a.read.case == b.read.case, a, b)
        for a, b in combinations(aligned, 2)
        if (a.read.case == b.read.case) != (a.gold == b.gold)
    ]


def _bcubed(aligned: Sequence[Aligned]) -> tuple[float, float]:
    """Precision and recall of each event's case, on the average (Bagga and Baldwin 1998)."""
    cases, golds = defaultdict(set), defaultdict(set)
    for each in aligned:
        cases[each.read.case].add(each.read.event)
        golds[each.gold].add(each.read.event)
    shares = [
        (len(together & same) / len(together), len(together & same) / len(same))
        for each in aligned
        for together, same in [(cases[each.read.case], golds[each.gold])]
    ]
    count = len(shares) or 1
    return sum(share for share, _ in shares) / count, sum(share for _, share in shares) / count


def _ties(told: set[tuple[str, str]]) -> set[tuple[str, ...]]:
    articles = defaultdict(set)
    for article, case in told:
        articles[case].add(article)
    return {(*pair, case) for case, tellers in articles.items() for pair in combinations(sorted(tellers), 2)}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


HEADS = ("articles", "told", "read", "events", "pairs P", "R", "across P", "B³ P", "R", "F1", "ties found")


def rows(gold: Sequence[CaseGold], read: Sequence[Read]) -> list[tuple[str, ...]]:
    """A row a half and one for all, as the table of docs/quality.md shows them."""
    parts = [(half, [each for each in gold if each.half == half]) for half in HALVES]
    return [_row(name, part, rates(part, read)) for name, part in (*parts, ("**all**", list(gold)))]


def _row(name: str, gold: Sequence[CaseGold], found: Rates) -> tuple[str, ...]:
    shares = [
        found.precision,
        found.recall,
        _ratio(found.across_right, found.across_proposed),
        found.bcubed_precision,
        found.bcubed_recall,
        found.bcubed_f1,
        _ratio(found.ties_found, found.ties),
    ]
    title = {"open": "open", "held": "held out"}.get(name, name)
    counts = [len(gold), found.told, found.found, found.events]
    return (title, *map(str, counts), *(f"{share:.2f}" for share in shares))
