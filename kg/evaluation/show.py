"""A score as people read it on a terminal, and as one JSON object for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.evaluation.score import LISTS, SHARES, Found, Score, Tally

ALARMS = ("figures", "events")
_OVERVIEW = ("figures", "actors", "places", "events_typed")


def as_text(score: Score) -> Iterator[str]:
    yield f"{score.articles} articles, {score.absent} without a prediction"
    for name in LISTS:
        yield f"{name:15} {_line(score.whole.found(name))}"
    for name in SHARES:
        yield f"{name:15} {_fraction(score.whole.share(name))} of matched"
    for name in ALARMS:
        alarms = score.whole.false_alarms(name)
        yield f"false {name:9} {'-' if alarms is None else f'{alarms:.1f}'} per 100 articles without any"
    for title, tally in (*score.languages.items(), *score.halves.items()):
        yield f"  {title:9} {_overview(tally)}"


def _line(found: Found) -> str:
    rates = f"P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.f1:.3f}"
    return f"{rates}  (gold {found.gold}, predicted {found.found})"


def _overview(tally: Tally) -> str:
    lists = [f"{name} {tally.found(name).f1:.3f}" for name in _OVERVIEW]
    return "  ".join([*lists, *(f"{name} {_fraction(tally.share(name))}" for name in SHARES[:4])])


def _fraction(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def as_record(score: Score) -> dict[str, Any]:
    """The sums and rates; a later score can be compared with it."""
    return {
        "articles": score.articles,
        "absent": score.absent,
        "all": _lists(score.whole),
        "by_language": {code: _lists(tally) for code, tally in score.languages.items()},
        "slots": _shares(score.whole),
        "slots_by_language": {code: _shares(tally) for code, tally in score.languages.items()},
        "false_per_100_negatives": {name: score.whole.false_alarms(name) for name in ALARMS},
        "halves": {name: _lists(tally) | _shares(tally) for name, tally in score.halves.items()},
    }


def _lists(tally: Tally) -> dict[str, dict[str, float]]:
    return {name: _rates(tally.found(name)) for name in LISTS}


def _rates(found: Found) -> dict[str, float]:
    rates = {"P": found.precision, "R": found.recall, "F1": found.f1}
    return rates | {"gold": found.gold, "pred": found.found, "tp": found.hits}


def _shares(tally: Tally) -> dict[str, float | None]:
    return {name: tally.share(name) for name in SHARES}


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What moved since an earlier record: one line a rate, the old and the new one."""
    old, new = dict(_leaves(before)), dict(_leaves(now))
    for path, value in new.items():
        was = old.get(path)
        if was is not None and round(was, 3) != round(value, 3):
            yield f"{path:45} {was:7.3f} -> {value:7.3f}  {value - was:+.3f}"


def _leaves(record: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, float]]:
    for key, value in record.items():
        here = f"{path} {key}".strip()
        if isinstance(value, Mapping):
            yield from _leaves(value, here)
        elif value is not None:
            yield here, float(value)
