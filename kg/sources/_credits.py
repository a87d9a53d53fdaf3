"""Who a head line credits: agencies after a source label or in a byline, and the paper before the date."""

from __future__ import annotations

import re

from kg.sources._cldr import city_names, country_names
from kg.sources._dates import find_dates
from kg.sources._labels import labels

PAPER = 6  # words of a newspaper's name
SMALL = 3  # letters of the words a name may hold in lower case ("El Faro del Nordeste")
BAR = re.compile(r"\s+[|–—-]\s+|\s*\|\s*")


def has_source(line: str) -> bool:
    return labels().source.search(line) is not None


def has_byline(line: str, with_names: bool = False) -> bool:
    """A byline's word at the start, if need be only before names, or one before an agency ("with reporting by AFP")."""
    start = labels().byline.match(line)
    if start is None:
        return any(labels().agency.match(line, found.end()) for found in labels().byline.finditer(line))
    if not with_names or start.group().rstrip().endswith(":"):
        return True
    return all(labels().agency.search(name) or _is_name(name) for name in _split(line[start.end() :]))


def credited_agencies(line: str) -> list[str]:
    """All names after a source label, and the press agencies anywhere else in the line; none for a picture only."""
    line = labels().photo.sub(" ", line)
    source = labels().source.search(line)
    if source is None:
        return labels().agency.findall(line)
    return labels().agency.findall(line[: source.start()]) + _names(line[source.end() :])


def without_credits(line: str) -> str:
    """The line up to its first label: what follows is names."""
    starts = [found.start() for found in (labels().source.search(line), labels().byline.search(line)) if found]
    return line[: min(starts, default=len(line))]


def paper_before(line: str, date: int) -> str:
    """The newspaper a date line begins with: "The Monsoon Post | 16 October 2017", not "New York, 5 July 2005"."""
    if labels().byline.match(line) or labels().source.match(line):
        return ""
    name, separator, _ = _partition(line[:date])
    if not separator or not _is_paper(name):
        return ""
    return name if separator == "|" or _is_more_than_a_place(name) else ""


def _partition(head: str) -> tuple[str, str, str]:
    """The words before the first bar, dash or comma."""
    found = BAR.search(head) or re.search(r",\s", head)
    return (head[: found.start()].strip(), found.group().strip(), head[found.end() :]) if found else (head, "", "")


def _is_more_than_a_place(name: str) -> bool:
    several = re.search(r"\w[\s-]\w", name) is not None
    return several and not name.isupper() and name.casefold() not in city_names() | country_names()


def paper_of_line(line: str) -> str:
    """The newspaper a line consists of: a definite article and capitalised words, perhaps with a section."""
    name = BAR.split(line, maxsplit=1)[0].strip()
    return name if labels().article.match(name) and _is_paper(name) else ""


def _is_paper(name: str) -> bool:
    words = re.findall(r"[^\W\d_][^\s-]*", name)
    capitals = all(word[0].isupper() or len(word) <= SMALL for word in words)
    return 0 < len(words) <= PAPER and capitals and not any(map(str.isdigit, name)) and ":" not in name


def _names(text: str) -> list[str]:
    """The names of a list, up to the first date."""
    dates = find_dates(text)
    names = (name.strip(" \t.()[]–—-") for name in _split(text[: dates[0].start] if dates else text))
    return [name for name in names if name and not name[0].isdigit()]


def _split(text: str) -> list[str]:
    return labels().separator.split(text)


def _is_name(words: str) -> bool:
    return 0 < len(words.split()) <= 4 and all(word[:1].isupper() for word in words.split())
