"""How much of the shorter of two texts stands in the other, and whether it is the same copy or the same template.

The measure is containment of runs of words (Broder 1997), not Jaccard's: a paper that prints the first half of an
agency's text prints that text. A template filled in twice (the toll of each day) shares as many runs when its open
slots are masked, but its numbers and names differ; in a copy, they are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.duplicates.words import Word, words

RUN = 4  # words; texts on one event in own words share less than a tenth of such runs
LEAST_RUNS = 30  # a shorter text is too little to tell by
LEAST_SHARE = 0.65  # of the shorter text's runs
LEAST_AGREEMENT = 0.85  # of the runs that are alike when open slots are masked
LEAST_NUMBERS = 0.7  # of the numbers in such runs
FIXED = 2  # words a masked run must hold: "_ in _ _" is alike in any two texts
MASK = "_"

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    share: float  # of the shorter text's runs of words that the other text has, 0..1
    agreement: float  # of the runs that agree when numbers and names are masked, those that agree as they stand
    numbers: float  # of the numbers in runs that agree when masked, those that are the same
    runs: int  # of the shorter text

    @property
    def is_copy(self) -> bool:
        return (
            self.runs >= LEAST_RUNS
            and self.share >= LEAST_SHARE
            and self.agreement >= LEAST_AGREEMENT
            and self.numbers >= LEAST_NUMBERS
        )


def compare(one: str, other: str, most: int) -> Likeness:
    """Of the first ``most`` words of each; the order of the two makes no difference."""
    return likeness(words(one, most), words(other, most))


def likeness(one: Sequence[Word], other: Sequence[Word]) -> Likeness:
    first, second = _plain(one), _plain(other)
    # Of two texts of one length either may be the shorter: the words decide, not the order of the arguments.
    if (len(set(first)), first) > (len(set(second)), second):
        one, other, first, second = other, one, second, first
    exact, masked = set(second), set(_masked(other))
    own = set(first)
    alike = [at for at, run in enumerate(_masked(one)) if run in masked and _is_fixed(run)]
    same = [at for at in alike if first[at] in exact]
    return Likeness(
        share=_ratio(len(own & exact), len(own)),
        agreement=_ratio(len(same), len(alike)),
        numbers=_ratio(len(_numbers(one, same)), len(_numbers(one, alike)), none=1.0),
        runs=len(own),
    )


def runs_of(found: Sequence[Word]) -> list[Run]:
    """All runs of words of a text, in order."""
    return _plain(found)


def _plain(found: Sequence[Word]) -> list[Run]:
    return _runs([word.form for word in found])


def _masked(found: Sequence[Word]) -> list[Run]:
    return _runs([MASK if word.open else word.form for word in found])


def _runs(forms: Sequence[str]) -> list[Run]:
    return list(zip(*(forms[start:] for start in range(RUN)), strict=False))


def _is_fixed(run: Run) -> bool:
    return sum(form != MASK for form in run) >= FIXED


def _numbers(found: Sequence[Word], starts: Sequence[int]) -> set[int]:
    """Where the numbers stand that runs at these starts hold."""
    return {at for start in starts for at in range(start, start + RUN) if found[at].number}


def _ratio(part: int, whole: int, none: float = 0.0) -> float:
    return part / whole if whole else none
