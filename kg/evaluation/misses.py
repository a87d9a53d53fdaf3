"""What went wrong, worst article first; of the held-out half nothing is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.evaluation.compare import Comparison
from kg.evaluation.halves import is_held_out

_LISTS = ("figures", "events", "places", "actors")


def misses(comparisons: Iterable[Comparison]) -> Iterator[str]:
    """Lines of the open half: article, missed or false, of which list, and what."""
    open_half = [c for c in comparisons if not is_held_out(c.gold.identifier)]
    for comparison in sorted(open_half, key=lambda c: (-_wrong_figures(c), c.gold.identifier)):
        yield from _of_article(comparison)


def _wrong_figures(comparison: Comparison) -> int:
    return len(comparison.figures.missed) + len(comparison.figures.false)


def _of_article(comparison: Comparison) -> Iterator[str]:
    for name in _LISTS[: 2 if comparison.gold.negative else None]:  # who is named in other news is no miss
        pairs = getattr(comparison, name)
        for what, slots in (("missed", pairs.missed), ("false", pairs.false)):
            for slot in slots:
                yield f"{comparison.gold.identifier} {what} {name[:-1]}: {slot}"
