"""The dateline before the first sentence: "KABUL, Afghanistan (AP) -", "Lemberg (dpa) –", "GOMA -", "QUIBDÓ. –".

It is told by its shape: few words, capitals or a date or an agency in brackets, then a dash and a new sentence.
"""

from __future__ import annotations

import re

from kg.sources._cldr import country_names
from kg.sources._dates import find_dates
from kg.sources._labels import labels

HEAD = 110  # characters
DATELINES = 2  # "MEDIA RELEASE - COLOMBO, 22 April 2009. Troops ..."
WORDS = 6
BARE_WORDS = 3  # of a dateline without date or agency
DASH = re.compile(r"\s*\.?\s*(?:[-–—]{1,2})\s+|(?<=\))\s*[:.]\s+|\.\s+(?=[A-ZÀ-ÝА-ЯІЇЄҐ])")
PARENTHESISED = re.compile(r"\(([^()\n]{2,40})\)")
SMALL = 3  # letters of the particles a place name may hold ("Ciudad de México")


def dateline_end(text: str) -> int:
    """Length of the dateline a body starts with; 0 when there is none."""
    end = 0
    for _ in range(DATELINES):
        step = _one_dateline(text[end : end + HEAD])
        if not step:
            break
        end += step
    return end


def parenthesised_agencies(text: str) -> list[str]:
    """Names in brackets that are no country: "(AFP)", "(CNN)", but not "MOSUL (Iraq)"."""
    return [
        name
        for match in PARENTHESISED.finditer(text)
        for name in map(str.strip, labels().separator.split(match.group(1)))
        if name and _may_be_agency(name)
    ]


def _one_dateline(head: str) -> int:
    head = head.split("\n", 1)[0]
    for match in DASH.finditer(head):
        if _starts_sentence(head[match.end() :]) and _is_dateline(head[: match.start()], match.group()):
            return match.end()
    return 0


def _starts_sentence(text: str) -> bool:
    """A capital, a figure, a quotation mark or a script without case: a dash inside a sentence is no dateline's."""
    first = text[:1]
    return bool(first) and not (first.islower() or first.isspace())


def _is_dateline(head: str, separator: str) -> bool:
    dates, bracket, words = find_dates(head), PARENTHESISED.search(head), _place_words(head)
    if separator.strip(". ") == "":
        return _is_upper(words) or bool(words and dates and dates[-1].end == len(head))
    if bracket or (words and dates):
        return len(words) <= WORDS and all(_begins_name(word) or len(word) <= SMALL for word in words)
    return 0 < len(words) <= BARE_WORDS and all(map(_begins_name, words))


def _place_words(head: str) -> list[str]:
    """The words that are neither date nor bracket."""
    for date in reversed(find_dates(head)):
        head = head[: date.start] + " " + head[date.end :]
    return re.findall(r"[^\W\d][\w'’]*", PARENTHESISED.sub(" ", head))


def _begins_name(word: str) -> bool:
    return not word[0].islower()


def _is_upper(words: list[str]) -> bool:
    """All capitals, and more than an abbreviation: "UN. Troops" is no dateline."""
    return 0 < len(words) <= BARE_WORDS and all(map(str.isupper, words)) and len(words[0]) > SMALL


def _may_be_agency(name: str) -> bool:
    """A known one, or an acronym that is no country; any other name is sooner the place's region: "(Nord-Kivu)"."""
    if labels().agency.fullmatch(name):
        return True
    if len(name.split()) > 1 or not name.isupper() or any(map(str.isdigit, name)):
        return False
    return name not in labels().abbreviations and name.casefold() not in country_names()
