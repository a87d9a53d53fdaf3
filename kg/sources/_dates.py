"""Calendar dates as a newspaper's head prints them; the month names of every language come from the Unicode CLDR."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from kg.sources._cldr import month_names

PIVOT = 70  # a two-digit year from 70 on is 19xx


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date with its place in the text; ``day`` is None when the text gives a month, or no year."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    @property
    def date(self) -> dt.date | None:
        if self.year is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)


def find_dates(text: str) -> list[FoundDate]:
    """All dates of a line, left to right; where two patterns overlap the one that says more wins."""
    found: list[FoundDate] = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            date = _read(match)
            if date and not any(date.start < other.end and other.start < date.end for other in found):
                found.append(date)
    return sorted(found, key=lambda date: date.start)


def iso_date(text: str) -> dt.date:
    """A date field of a record: an ISO day, or a timestamp whose day is taken; raises ValueError."""
    return dt.date.fromisoformat(text) if len(text) <= 10 else dt.datetime.fromisoformat(text).date()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """From the fullest to the poorest; each names its groups year, month, name and day."""
    name = "|".join(map(re.escape, sorted(month_names(), key=len, reverse=True)))
    month = rf"(?P<name>{name})\b\.?"
    day = r"(?<![\d.:])(?P<day>\d{1,2})(?:\.|er|st|nd|rd|th|º|ª)?"
    year = r"(?P<year>\d{4}|['’]\d\d)(?![\d:])"
    short_year = r"(?P<year>\d{4}(?![\d:])|['’]?\d\d(?![\d:.]))"
    gap = r"[\s\-]+(?:\w{2}\s+)?"  # "5 de julio de 2010"
    sources = (
        r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?<![\d.])(?P<day>\d{1,2})(?P<sep>[-/.])\s?(?P<month>\d{1,2})(?P=sep)\s?(?P<year>\d{4}|\d\d)(?!\d)",
        rf"{day}{gap}{month},?{gap}{short_year}",
        rf"\b{month}\s+{day},?\s+{year}",
        rf"\b{month},?{gap}{year}",
        r"(?<![\d\-/.])(?P<year>\d{4})[-/](?P<month>\d{1,2})(?![\d\-/])",
        rf"{day}{gap}{month}",
        rf"\b{month}\s+{day}(?!\d)",
    )
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)


def _read(match: re.Match[str]) -> FoundDate | None:
    groups = match.groupdict()
    month = int(groups["month"]) if groups.get("month") else month_names()[groups["name"].casefold()]
    day = int(groups["day"]) if groups.get("day") else None
    if month > 12 and day is not None and day <= 12:  # month before day is only believed where it must be
        month, day = day, month
    year = _year(groups.get("year"))
    found = FoundDate(match.start(), match.end(), year, month, day)
    return found if _exists(found) else None


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    year = int(digits.lstrip("'’"))
    return year if year > 99 else year + (1900 if year >= PIVOT else 2000)


def _exists(found: FoundDate) -> bool:
    year = 2000 if found.year is None else found.year  # a leap year: 29 February may do without its year
    try:
        dt.date(year, found.month, found.day or 1)
    except ValueError:
        return False
    return 1800 <= year <= 2100
