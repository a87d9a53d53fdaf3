"""The score: what was right, what was missed and what is false, summed over articles, languages and halves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.evaluation.compare import Comparison, compare
from kg.evaluation.halves import is_held_out
from kg.evaluation.slots import Answer, Gold

LISTS = ("figures", "figures_loose", "actors", "actors_linked", "places", "events", "events_typed")
SHARES = ("status", "attributed_to", "date", "place", "place_role", "event_agent")


@dataclass(frozen=True, slots=True)
class Found:
    """Precision and recall of one list; 0 where nothing was there to be found or nothing was found."""

    hits: int
    gold: int
    found: int

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over some articles."""

    counts: Mapping[str, int]

    @classmethod
    def of(cls, comparisons: Iterable[Comparison]) -> Tally:
        total: Counter[str] = Counter()
        for comparison in comparisons:
            total.update(comparison.counts)
        return cls(total)

    def found(self, name: str) -> Found:
        """One of LISTS."""
        base = name.split("_")[0]
        return Found(*(self.counts.get(key, 0) for key in (f"{name} hits", f"{base} gold", f"{base} found")))

    def share(self, name: str) -> float | None:
        """One of SHARES: of the slots that were matched and have it in the gold; None where there are none."""
        of = self.counts.get(f"{name} of", 0)
        return self.counts.get(f"{name} right", 0) / of if of else None

    def false_alarms(self, name: str) -> float | None:
        """Figures or events found per 100 articles that have none; None without such articles."""
        of = self.counts.get("negatives", 0)
        return 100 * self.counts.get(f"negatives {name}", 0) / of if of else None


@dataclass(frozen=True, slots=True)
class Score:
    articles: int
    absent: int  # articles without a prediction
    whole: Tally
    languages: Mapping[str, Tally]
    halves: Mapping[str, Tally]  # "open" and "held out"
    comparisons: Sequence[Comparison] = field(repr=False, default=())


def score(gold: Sequence[Gold], predicted: Mapping[str, Answer]) -> Score:
    """Score predictions by the id of their article; one that is not there counts as empty."""
    each = [compare(right, predicted.get(right.identifier, Answer())) for right in gold]
    return Score(
        articles=len(gold),
        absent=sum(right.identifier not in predicted for right in gold),
        whole=Tally.of(each),
        languages={code: Tally.of(c for c in each if c.gold.language == code) for code in _languages(gold)},
        halves={
            name: Tally.of(c for c in each if is_held_out(c.gold.identifier) == held)
            for name, held in (("open", False), ("held out", True))
        },
        comparisons=each,
    )


def _languages(gold: Iterable[Gold]) -> list[str]:
    return sorted({right.language for right in gold})
