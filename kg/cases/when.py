"""How two events agree in time, each with the precision that its text gives it.

An event without a day lies shortly before its article appeared; one that is told as background may lie anywhere.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kg.cases.model import Span, Told
from kg.cases.reasons import Reason, veto

LONG = 31  # days; a longer span says no more than that it is the same span
RECENT = 7  # days before publication in which an event without a day is news
_FRESH = 2
_EVER = dt.date.max.toordinal()


class Window(NamedTuple):
    """Which of the events filed with a day of their own, or without, by their first and last days as ordinals."""

    dated: bool
    earliest: int  # first day
    latest: int
    least: int  # last day
    most: int


def agree(first: Told, second: Told) -> Reason:
    if first.span and second.span:
        return _spans(first.span, second.span)
    if first.span or second.span:
        return _one_dated(*((first.span, second) if first.span else (second.span, first)))
    return _undated(first, second)


def _spans(one: Span, two: Span) -> Reason:
    if one == two:
        return _equal(one)
    if max(one.days, two.days) > LONG:
        return veto("time", f"{_told(one)} and {_told(two)}")
    if one.precision == two.precision == "day":
        apart = abs((one.begin - two.begin).days)
        told = f"{one.begin} and {two.begin}, {'a day' if apart == 1 else f'{apart} days'} apart"
        return Reason("time", told, 0.05) if apart == 1 else veto("time", told)
    if one.begin == two.begin:
        return Reason("time", f"{_told(one)} and {_told(two)}, from the same day", 0.2)
    if one.begin <= two.end and two.begin <= one.end:
        return Reason("time", f"{_told(one)} overlaps {_told(two)}", 0.1)
    return veto("time", f"{_told(one)} and {_told(two)}")


def _equal(span: Span) -> Reason:
    points = {"day": 0.3, "range": 0.25, "month": 0.12}.get(span.precision, 0.05)
    return Reason("time", f"both {_told(span)}", points if span.days <= LONG else 0.05)


def _one_dated(span: Span | None, undated: Told) -> Reason:
    assert span is not None
    published = undated.published
    if published is None or undated.background or span.days > LONG:
        return veto("time", f"{_told(span)}, and a day that is not told")
    late = (published - span.end).days
    told = f"{_told(span)}, and news of {published}"
    if -1 <= late <= RECENT:
        return Reason("time", told, 0.1 if late <= _FRESH else 0.04)
    return veto("time", told)


def _undated(first: Told, second: Told) -> Reason:
    if first.published is None or second.published is None or first.background or second.background:
        return veto("time", "neither day is told")
    apart = abs((first.published - second.published).days)
    told = f"news of {first.published} and of {second.published}"
    return Reason("time", told, 0.1 if apart <= 1 else 0.05) if apart <= _FRESH + 1 else veto("time", told)


def _told(span: Span) -> str:
    if span.begin == span.end:
        return span.begin.isoformat()
    return f"{span.begin}/{span.end}"


def first_day(told: Told) -> dt.date | None:
    """The day under which an event is filed: its first, or that of its article."""
    return told.span.begin if told.span else None if told.background else told.published


def windows(told: Told) -> list[Window]:
    """The days within which whatever agrees with an event in time is filed: all that ``agree`` does not forbid."""
    day = first_day(told)
    if day is None:
        return []
    begin = day.toordinal()
    if told.span is None:
        return [
            Window(True, begin - RECENT - LONG, begin + 1, begin - RECENT, begin + 1),
            Window(False, begin - _FRESH - 1, begin + _FRESH + 1, begin - _FRESH - 1, begin + _FRESH + 1),
        ]
    end = told.span.end.toordinal()
    if told.span.days > LONG:
        return [Window(True, begin, begin, end, end)]
    return [Window(True, begin - LONG, end + 1, begin - 1, _EVER), Window(False, end - 1, end + RECENT, 0, _EVER)]


def same_day(told: Told) -> list[Window]:
    """Of what is filed under the day of an event, that which has a day of its own when the event has none."""
    day = first_day(told)
    if day is None:
        return []
    begin = day.toordinal()
    return [Window(dated, begin, begin, 0, _EVER) for dated in ((True, False) if told.span else (True,))]
