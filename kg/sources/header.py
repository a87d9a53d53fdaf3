"""The head of a bare newspaper text: title, date line, byline, credits and dateline, in whatever language it is.

    Door: redactie                      a byline
    17/10/16 - 10u00 Bron: CNN, Belga   a date line with the agencies after a source label
    PARIS, 13 nov. 2021 (AFP) - Le ...  a dateline: the body starts after the dash

Lines are judged by shape (dates, labels, what is left over), not by words. The text itself is never changed: the head
only says where the body starts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.sources._dateline import dateline_end, parenthesised_agencies
from kg.sources._dates import FoundDate, find_dates
from kg.sources._labels import labels

HEAD_LINES = 12  # not blank
LINE = 160  # characters; a longer line is prose
LEFT_OVER = 6  # words a head line may hold beside its dates and labels ("published on", "updated", a section)
TITLE = 140  # characters
CLOCK = re.compile(r"\b\d{1,2}\s?[:.hu]\s?\d{2}\b(?!\.\d)")
URL = re.compile(r"https?://\S+")
SENTENCE_END = re.compile(r"[.!?…:;,]['\"”’»)]*$")


@dataclass(frozen=True, slots=True)
class Header:
    """What the head says; ``body_start`` is where the body begins."""

    body_start: int = 0
    title: str = ""
    published: dt.date | None = None
    month: str = ""  # ISO month when the head gives no day
    agencies: tuple[str, ...] = ()
    url: str = ""


@dataclass(slots=True)
class _Found:
    """What was met so far, line by line."""

    title: str = ""
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
        published=_published(found.dates),
        month=_month(found.dates),
        agencies=tuple(dict.fromkeys(found.agencies)),
        url=found.url,
    )


def _after_head_lines(text: str, found: _Found) -> int:
    """Offset of the first line that is prose."""
    lines = list(_lines(text))
    for index, (start, line) in enumerate(lines):
        following = lines[index + 1][1] if index + 1 < len(lines) else ""
        if _is_head_line(line):
            _collect(line, found)
        elif not found.title and following and _is_title(text, start, line, following):
            found.title = line
        else:
            return start
    return 0


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The first lines that are not blank, trimmed, with their offsets."""
    lines = re.finditer(r"\S[^\n]*", text)
    for _, match in zip(range(HEAD_LINES), lines, strict=False):
        yield match.start(), match.group().rstrip()


def _is_head_line(line: str) -> bool:
    """A date or a label, and little else."""
    if len(line) > LINE:
        return False
    dates = [date for date in find_dates(line) if date.year is not None]
    source, byline = labels().source.search(line), labels().byline.match(line)
    url = URL.fullmatch(line)
    if not (dates or source or byline or url):
        return False
    if not source and (":" not in line or not byline) and _is_prose(line, bool(dates)):
        return False
    return len(_left_over(line, dates)) <= LEFT_OVER


def _is_prose(line: str, has_date: bool) -> bool:
    """A sentence: it ends like one, or begins with a byline's word and is no name."""
    if SENTENCE_END.search(line):
        return True
    return not has_date and not _looks_like_names(line)


def _looks_like_names(line: str) -> bool:
    """After the byline's word: known agencies, or words that all begin with a capital ("By Jane Doe and John Roe")."""
    after = labels().byline.sub("", line, count=1)
    return all(name.casefold() in labels().agencies or _is_name(name) for name in labels().separator.split(after))


def _is_name(words: str) -> bool:
    return 0 < len(words.split()) <= 4 and all(word[:1].isupper() for word in words.split())


def _left_over(line: str, dates: list[FoundDate]) -> list[str]:
    """Words that are no date, time, label or credited name."""
    for date in reversed(dates):
        line = line[: date.start] + " " + line[date.end :]
    line = URL.sub(" ", CLOCK.sub(" ", line))
    source = labels().source.search(line)
    if source:
        line = line[: source.start()]
    byline = labels().byline.search(line)
    if byline:
        line = line[: byline.start()]
    return re.findall(r"\w+", line)


def _collect(line: str, found: _Found) -> None:
    found.dates += find_dates(line)
    found.agencies += _credited(line)
    found.agencies += parenthesised_agencies(line)
    if url := URL.fullmatch(line):
        found.url = url.group()


def _credited(line: str) -> list[str]:
    """Names after a source label, and the press agencies a byline names."""
    source = labels().source.search(line)
    names = _names(line[source.end() :]) if source else []
    byline = labels().byline.search(line)
    if byline:
        names += [name for name in _names(line[byline.end() :]) if name.casefold() in labels().agencies]
    return names


def _names(text: str) -> list[str]:
    """The names of a list, up to the first date or full stop."""
    dates = find_dates(text)
    text = text[: dates[0].start] if dates else text
    names = (name.strip(" \t.()[]–—-") for name in labels().separator.split(text))
    return [name for name in names if name and not name[0].isdigit()]


def _is_title(text: str, start: int, line: str, following: str) -> bool:
    """A short line that is no sentence and stands apart: a blank line or a head line comes after it."""
    if len(line) > TITLE or SENTENCE_END.search(line) or not any(map(str.isalpha, line)):
        return False
    after = text[start + len(line) :].lstrip(" \t\r")
    return after.startswith(("\n\n", "\n \n")) or _is_head_line(following)


def _published(dates: list[FoundDate]) -> dt.date | None:
    """The first full date: a month alone, or a day without its year, never beats it."""
    return next((date.date for date in dates if date.date), None)


def _month(dates: list[FoundDate]) -> str:
    if _published(dates):
        return ""
    return next((f"{date.year:04d}-{date.month:02d}" for date in dates if date.year is not None), "")
