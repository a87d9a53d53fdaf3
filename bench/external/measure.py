"""Read a corpus and count what was found of its keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.external.corpus import KINDS, Count, Document, agrees
from kg.evaluation.pairing import pair
from kg.model import Figure
from kg.reading import read


@dataclass(frozen=True, slots=True)
class Result:
    documents: int
    explicit: int  # numbers that stand in the texts
    found: int  # of those
    said: int  # figures of the kinds of the keys in relevant documents
    right: int  # of those
    irrelevant: int  # documents without an incident
    false_events: int  # events found in those

    @property
    def recall(self) -> float:
        return self.found / self.explicit if self.explicit else 0.0

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 0.0

    @property
    def false_per_100(self) -> float | None:
        return 100 * self.false_events / self.irrelevant if self.irrelevant else None


def measure(documents: Iterable[Document]) -> Result:
    return _sum(list(map(_measured, documents)))


def _measured(document: Document) -> Result:
    reading = read(document.article)
    figures = _distinct(figure for figure in reading.figures if figure.kind in KINDS)
    if not document.relevant:
        return Result(1, 0, 0, 0, 0, 1, len(reading.events))
    explicit = [count for count in document.counts if count.explicit]
    return Result(
        documents=1,
        explicit=len(explicit),
        found=_agreed(explicit, figures),
        said=len(figures),
        right=sum(any(agrees(count, figure) for count in document.counts) for figure in figures),
        irrelevant=0,
        false_events=0,
    )


def _agreed(counts: Sequence[Count], figures: Sequence[Figure]) -> int:
    slots: Sequence[Count | Figure] = counts
    return len(pair(slots, figures, _fits).agreed)


def _fits(count: Count | Figure, figure: Count | Figure) -> bool:
    return isinstance(count, Count) and isinstance(figure, Figure) and agrees(count, figure)


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    """Keys give a number once, however often it is told."""
    return list({(KINDS[f.kind], f.low, f.high): f for f in figures}.values())


def _sum(results: Sequence[Result]) -> Result:
    def total(name: str) -> int:
        return sum(getattr(result, name) for result in results)

    return Result(*map(total, Result.__slots__))


def lines(result: Result) -> Iterator[str]:
    false = result.false_per_100
    yield f"documents                             {result.documents}"
    yield f"explicit figures found (recall)       {result.recall:.3f}  ({result.found} of {result.explicit})"
    yield f"figures in the keys (precision)       {result.precision:.3f}  ({result.right} of {result.said})"
    if false is not None:
        yield f"events per 100 documents without one  {false:.1f}  ({result.irrelevant} documents)"
