"""The head of a bare newspaper text: paper, title, date line, byline, credits and dateline, in whatever language it is.

    Door: redactie                      a byline
    17/10/16 - 10u00 Bron: CNN, Belga   a date line with the agencies after a source label
    The Monsoon Post | 16 October 2017  a date line with the paper before the date
    PARIS, 13 nov. 2021 (AFP) - Le ...  a dateline: the body starts after the dash

Lines are judged by shape (dates, labels, what is left over), not by words. The text itself is never changed: the head
only says where the body starts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.sources._credits import credited_agencies, has_byline, has_source, paper_before, paper_of_line, without_credits
from kg.sources._dateline import dateline_end, parenthesised_agencies
from kg.sources._dates import FoundDate, find_dates

HEAD_LINES = 12  # not blank
LINE = 160  # characters; a longer line is prose
LEFT_OVER = 6  # words a head line may hold beside its dates and labels ("published on", "updated", a section)
BYLINE = 12  # words of a byline that names nobody ("By our correspondent")
BEFORE_DATE = 3  # lines from a title to the date ("From our correspondent", "Amsterdam", "3 March 2017")
TITLE = 140  # characters
CLOCK = re.compile(r"\b\d{1,2}\s?[:.hu]\s?\d{2}\b(?!\.\d)")
URL = re.compile(r"https?://\S+")
SENTENCE_END = re.compile(r"[.!?…:;,]['\"”’»)]*$")


@dataclass(frozen=True, slots=True)
class Header:
    """What the head says; ``body_start`` is where the body begins."""

    body_start: int = 0
    title: str = ""
    publisher: str = ""
    published: dt.date | None = None
    month: str = ""  # ISO month when the head gives no day
    agencies: tuple[str, ...] = ()
    url: str = ""


@dataclass(slots=True)
class _Found:
    """What was met so far, line by line."""

    title: str = ""
    publisher: str = ""
    url: str = ""
    dates: list[FoundDate] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)


def parse_header(text: str) -> Header:
    """The head of a text; an empty header when the text begins with its body."""
    found = _Found()
    start = _after_head_lines(text, found)
    body = start + dateline_end(text[start:])
    found.dates += find_dates(text[start:body])
    found.agencies += parenthesised_agencies(text[start:body])
    return Header(
        body_start=body if text[body:].strip() else 0,
        title=found.title,
        publisher=found.publisher,
        published=_published(found.dates),
        month=_month(found.dates),
        agencies=tuple(dict.fromkeys(found.agencies)),
        url=found.url,
    )


def _after_head_lines(text: str, found: _Found) -> int:
    """Offset of the first line that is prose."""
    lines = list(_lines(text))
    for index, (start, line) in enumerate(lines):
        following = [after for _, after in lines[index + 1 :]]
        leads = _leads_to_date(line, following)
        apart = leads or _stands_apart(text, start, line, following)
        if _is_head_line(line, apart):
            _collect(line, found)
        elif apart and not found.publisher and not found.title and (paper := paper_of_line(line)):
            found.publisher = paper
        elif apart and not found.title and _is_title(line):
            found.title = line
        elif leads:
            _collect(line, found)
        else:
            return start
    return 0


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The first lines that are not blank, trimmed, with their offsets."""
    lines = re.finditer(r"\S[^\n]*", text)
    for _, match in zip(range(HEAD_LINES), lines, strict=False):
        yield match.start(), match.group().rstrip()


def _stands_apart(text: str, start: int, line: str, following: list[str]) -> bool:
    """A blank line or a head line comes after it, and it is no sentence."""
    if not following or SENTENCE_END.search(line):
        return False
    after = text[start + len(line) :].lstrip(" \t")
    return re.match(r"\n[ \t]*\n", after) is not None or _is_head_line(following[0], apart=False)


def _leads_to_date(line: str, following: list[str]) -> bool:
    """A short line with only short lines between it and the date: a byline that names nobody, a section, a city."""
    for after in following[:BEFORE_DATE]:
        if not _is_short(line):
            return False
        if _is_head_line(after, apart=False) and _published(find_dates(after)):
            return True
        line = after
    return False


def _is_short(line: str) -> bool:
    return len(line.split()) <= BYLINE and not SENTENCE_END.search(line)


def _is_head_line(line: str, apart: bool) -> bool:
    """A date or a label, and little else; a byline needs no name when it stands apart."""
    if len(line) > LINE:
        return False
    dates = [date for date in find_dates(line) if date.year is not None]
    if URL.fullmatch(line):
        return True
    if not has_source(line):
        if SENTENCE_END.search(line) or not (dates or has_byline(line)):
            return False
        if not dates:
            return has_byline(line, with_names=True) or (apart and len(line.split()) <= BYLINE)
    return len(_left_over(line, dates)) <= LEFT_OVER


def _left_over(line: str, dates: list[FoundDate]) -> list[str]:
    """Words that are no date, time, label or credited name."""
    for date in reversed(dates):
        line = line[: date.start] + " " + line[date.end :]
    return re.findall(r"\w+", without_credits(URL.sub(" ", CLOCK.sub(" ", line))))


def _collect(line: str, found: _Found) -> None:
    dates = find_dates(line)
    found.dates += dates
    found.agencies += credited_agencies(line)
    found.agencies += parenthesised_agencies(line)
    found.publisher = found.publisher or (paper_before(line, dates[0].start) if dates else "")
    if url := URL.fullmatch(line):
        found.url = url.group()


def _is_title(line: str) -> bool:
    return len(line) <= TITLE and any(map(str.isalpha, line))


def _published(dates: list[FoundDate]) -> dt.date | None:
    """The first full date: a month alone, or a day without its year, never beats it."""
    return next((date.date for date in dates if date.date), None)


def _month(dates: list[FoundDate]) -> str:
    if _published(dates):
        return ""
    return next((f"{date.year:04d}-{date.month:02d}" for date in dates if date.year is not None), "")
