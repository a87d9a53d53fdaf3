"""Dates of a sentence, by rule from the dateline: explicit, relative and named days; never from today's clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from babel.dates import get_day_names, get_month_names

from kg.languages.model import Language
from kg.languages.patterns import Cue
from kg.languages.tokens import Token, fold
from kg.model import Period
from kg.reading.numbers import parse_digits, word_values

_LONGEST = 30  # letters of a number in a date
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date found in tokens first..last. ``since`` marks the start of a span ("since Thursday")."""

    first: int
    last: int
    period: Period
    since: bool = False


@dataclass(frozen=True, slots=True)
class _Names:
    months: dict[str, int]
    days: dict[str, int]


@cache
def _names(code: str) -> _Names:
    """Month and weekday names from CLDR, all widths, inflected and stand-alone forms."""
    months: dict[str, int] = {}
    days: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale=code).items():
                if width == "wide" or len(name) == 3:  # longer abbreviations are words ("sept" is seven in French)
                    months.setdefault(fold(name).rstrip("."), number)
            if width == "wide":
                for number, name in get_day_names(width, context, locale=code).items():
                    days.setdefault(fold(name), number)
    return _Names(months, days)


@lru_cache(maxsize=16_384)
def _weekday(norm: str, code: str) -> int | None:
    names = _names(code).days
    if norm in names:
        return names[norm]
    # "maandagavond", "Freitagmorgen": a weekday with its part of the day in one word.
    return next((n for name, n in names.items() if len(name) > 4 and norm.startswith(name)), None)


def is_calendar_word(norm: str, code: str) -> bool:
    """Whether a word names a month or a day of the week."""
    names = _names(code)
    return norm in names.months or norm in names.days


def find_dates(
    tokens: Sequence[Token], cues: Sequence[Cue], language: Language, published: dt.date | None
) -> tuple[DateMention, ...]:
    """Date mentions of one sentence, left to right; relative ones only when the dateline is known."""
    scan = _Scan(tokens, [c for c in cues if c.category in ("date", "month", "weekday")], language, published)
    out: list[DateMention] = []
    i = 0
    while i < len(tokens):
        mention = scan.at(i)
        if mention is None:
            i += 1
            continue
        out.append(mention)
        i = mention.last + 1
    return tuple(out)


@dataclass(frozen=True)
class _Scan:
    tokens: Sequence[Token]
    cues: Sequence[Cue]
    language: Language
    published: dt.date | None

    def at(self, i: int) -> DateMention | None:
        if not self._may_open(i):
            return None
        for rule in (self.numeric, self.day_month, self.month_day, self.month, self.year, self.ago, self.weekday,
                     self.named, self.last_unit):  # fmt: skip
            found = rule(i)
            if found is not None:
                last, period = found
                return DateMention(i, last, period, self.since(i))
        return None

    def _may_open(self, i: int) -> bool:
        """Whether a date can begin here: most words are no numbers, days, months or cues, and no rule need look."""
        token = self.tokens[i]
        if i in self._opened or token.kind in ("number", "compound"):
            return True
        if not token.is_word:
            return False
        calendar = self.month_at(i) is not None or self.weekday_at(i) is not None
        return calendar or bool(word_values(token.norm, self.language.numbers))

    @cached_property
    def _opened(self) -> frozenset[int]:
        return frozenset(cue.first for cue in self.cues)

    def since(self, i: int) -> bool:
        return any(c.code == "since" and i - 3 <= c.first and c.last < i for c in self.cues)

    def has(self, i: int, *codes: str) -> Cue | None:
        return next((c for c in self.cues if c.first == i and c.code in codes), None)

    def number(self, i: int, low: int, high: int) -> int | None:
        if not 0 <= i < len(self.tokens):
            return None
        token = self.tokens[i]
        if len(token.text) > _LONGEST:
            return None
        if token.kind == "number":
            value = parse_digits(token.text, self.language.numbers.decimal)
        elif token.kind == "compound" and token.text[:2].rstrip("abcdefghijklmnopqrstuvwxyzº").isdecimal():
            value = float("".join(c for c in token.text if c.isdecimal()) or 0)  # "5th", "1er"
        else:
            parts = word_values(token.norm, self.language.numbers) if token.is_word else ()
            value = sum(parts) if parts and max(parts) < 100 else -1.0
        return int(value) if value == int(value) and low <= value <= high else None

    def month_at(self, i: int) -> int | None:
        if not 0 <= i < len(self.tokens) or not self.tokens[i].is_word:
            return None
        listed = self.listed(i, "month")
        return int(listed.code) if listed else _names(self.language.code).months.get(self.tokens[i].norm)

    def month_end(self, i: int) -> int:
        """The last token of the month named at ``i``: "تشرين الأول" is two words."""
        listed = self.listed(i, "month")
        return listed.last if listed else i

    def listed(self, i: int, category: str) -> Cue | None:
        return next((c for c in self.cues if c.first == i and c.category == category), None)

    def year_at(self, i: int) -> int | None:
        if 0 <= i < len(self.tokens) and self.tokens[i].text.isdecimal() and len(self.tokens[i].text) == 4:
            value = int(self.tokens[i].text)
            return value if _FIRST_YEAR <= value <= _LAST_YEAR else None
        return None

    def after_day(self, i: int) -> int:
        """Index behind a day number: skips an ordinal dot and "de"/"of" as in "24 de abril", "17. Oktober"."""
        j = i + 1
        while j < min(i + 3, len(self.tokens)) and (self.tokens[j].text == "." or self.linker(j)):
            j += 1
        return j

    def linker(self, j: int) -> bool:
        return any(c.code == "of" and c.first == j for c in self.cues)

    def numeric(self, i: int) -> tuple[int, Period] | None:
        # 17/10/16 and 17.10.2016: day first, as in all supported languages but American English.
        t = self.tokens
        if i + 4 < len(t) and t[i + 1].text == t[i + 3].text and t[i + 1].text in "/-":
            parts = [t[i].text, t[i + 2].text, t[i + 4].text]
            if all(p.isdecimal() for p in parts) and len(parts[2]) in (2, 4):
                day, month, year = (int(p) for p in parts)
                return self._day(i + 4, year + 2000 if year < 100 else year, month, day)
        return None

    def day_month(self, i: int) -> tuple[int, Period] | None:
        day = self.number(i, 1, 31)
        if day is None or (self.tokens[i].is_word and self.tokens[i].kind == "word" and not self.capital_month(i)):
            return None
        j = self.after_day(i)
        month = self.month_at(j)
        if month is None:
            return None
        j = self.month_end(j)
        k = j + 1
        while self.linker(k) or (k < len(self.tokens) and self.tokens[k].text == ","):
            k += 1
        year = self.year_at(k)
        return self._day(k if year else j, year or self.near_year(month, day), month, day)

    def capital_month(self, i: int) -> bool:
        return self.month_at(self.after_day(i)) is not None

    def month_day(self, i: int) -> tuple[int, Period] | None:
        month, day = self.month_at(i), self.number(i + 1, 1, 31)
        if month is None or day is None or not self.tokens[i].capitalised:
            return None
        if self.tokens[i + 1].kind not in ("number", "compound"):
            return None
        comma = i + 2 < len(self.tokens) and self.tokens[i + 2].text == ","
        year = self.year_at(i + 3) if comma else self.year_at(i + 2)
        last = (i + 3 if comma else i + 2) if year else i + 1
        return self._day(last, year or self.near_year(month, day), month, day)

    def _day(self, last: int, year: int | None, month: int, day: int) -> tuple[int, Period] | None:
        try:
            return (last, Period.day(dt.date(year, month, day))) if year else None
        except ValueError:
            return None

    def near_year(self, month: int, day: int) -> int | None:
        """The year that puts a day and month at or before the dateline (a week of the future is allowed)."""
        if self.published is None:
            return None
        try:
            ahead = dt.date(self.published.year, month, min(day, 28)) - self.published
        except ValueError:
            return None
        return self.published.year - (ahead.days > 60)

    def month(self, i: int) -> tuple[int, Period] | None:
        month = self.month_at(i)
        if month is None:
            return None
        i, first = self.month_end(i), i
        j = i + 1
        while self.linker(j):
            j += 1
        year = self.year_at(j)
        if year:
            return j, Period.month(year, month)
        led = any(c.last == first - 1 and c.code in ("in", "since", "early", "last") for c in self.cues)
        if not led or self.published is None:
            return None
        return i, Period.month(self.published.year - (month > self.published.month), month)

    def year(self, i: int) -> tuple[int, Period] | None:
        year = self.year_at(i)
        if year is None or (self.published is not None and year > self.published.year + 1):
            return None
        led = i > 0 and any(c.last == i - 1 and c.code in ("in", "since", "until", "early") for c in self.cues)
        closed = i + 1 < len(self.tokens) and self.tokens[i + 1].text == ")"
        return (i, Period.year(year)) if led or closed else None

    def ago(self, i: int) -> tuple[int, Period] | None:
        lead = self.has(i, "ago_before")
        start = lead.last + 1 if lead else i
        count = self.number(start, 1, 400)
        unit = self.has(start + 1, "day", "week", "month", "year") if count else None
        if count is None or unit is None or self.published is None:
            return None
        trail = self.has(unit.last + 1, "ago", "after")  # "four days after the attack", told on the fourth day
        if not lead and trail is None:
            return None
        return (trail.last if trail else unit.last), self._back(count, unit.code)

    def _back(self, count: int, unit: str) -> Period:
        assert self.published is not None
        if unit == "day":
            return Period.day(self.published - dt.timedelta(days=count))
        if unit == "week":
            return week_of(self.published - dt.timedelta(weeks=count))
        if unit == "month":
            index = self.published.year * 12 + self.published.month - 1 - count
            return Period.month(index // 12, index % 12 + 1)
        return Period.year(self.published.year - count)

    def weekday_at(self, i: int) -> int | None:
        if not 0 <= i < len(self.tokens) or not self.tokens[i].is_word:
            return None
        norm = self.tokens[i].norm
        listed = self.listed(i, "weekday")
        if listed is not None:
            return int(listed.code)
        return _weekday(norm, self.language.code)

    def weekday(self, i: int) -> tuple[int, Period] | None:
        day = self.weekday_at(i)
        if day is None or self.published is None:
            return None
        last = i
        for j in (i + 2, i + 3):  # "night from Friday to Saturday": the later day
            later = self.weekday_at(j)
            if later is not None and any(c.code == "night_join" and c.first == j - 1 for c in self.cues):
                day, last = later, j
        ahead = {c.code for c in self.cues if c.code in ("next", "deadline") and i - 2 <= c.first <= i + 2}
        if ahead:  # "by Tuesday", told on a Tuesday, is today
            step = (day - self.published.weekday()) % 7 or (7 if "next" in ahead else 0)
            return last, Period.day(self.published + dt.timedelta(days=step))
        return last, Period.day(self.published - dt.timedelta(days=(self.published.weekday() - day) % 7))

    def named(self, i: int) -> tuple[int, Period] | None:
        cue = self.has(i, "today", "yesterday", "before_yesterday", "tomorrow", "weekend")
        if cue is None or self.published is None:
            return None
        if cue.code == "weekend":
            return cue.last, _weekend(self.published)
        step = {"today": 0, "yesterday": -1, "before_yesterday": -2, "tomorrow": 1}[cue.code]
        return cue.last, Period.day(self.published + dt.timedelta(days=step))

    def last_unit(self, i: int) -> tuple[int, Period] | None:
        """ "vorige week", "last month", "la semaine dernière", "this year"."""
        for side in self._sides(i):
            lead, unit, last = side
            if self.published is None:
                return None
            if lead == "this":
                return last, self._back(0, unit) if unit in ("month", "year") else week_of(self.published)
            return last, self._back(1, unit)
        return None

    def _sides(self, i: int) -> Iterator[tuple[str, str, int]]:
        before, unit = self.has(i, "last", "this"), self.has(i + 1, "week", "month", "year")
        if before and unit:
            yield before.code, unit.code, unit.last
        unit, after = self.has(i, "week", "month", "year"), self.has(i + 1, "last_after")
        if unit and after:
            yield "last", unit.code, after.last


def _weekend(published: dt.date) -> Period:
    """The Saturday and Sunday last begun on the day of publication."""
    saturday = published - dt.timedelta(days=(published.weekday() - 5) % 7)
    return Period(saturday, saturday + dt.timedelta(days=1), "range")


def week_of(day: dt.date) -> Period:
    monday = day - dt.timedelta(days=day.weekday())
    return Period(monday, monday + dt.timedelta(days=6), "range")
