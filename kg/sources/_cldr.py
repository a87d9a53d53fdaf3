"""Names from the Unicode CLDR in the languages we read: months, countries, large cities. Folded to lower case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from babel import Locale

LOCALES = ("nl", "en", "en_GB", "fr", "de", "es", "ar", "ar_IQ", "ru", "uk")


@cache
def month_names() -> dict[str, int]:
    """Name to month; a name that is two months in two languages, or shorter than three letters, is no name."""
    names: dict[str, set[int]] = {}
    for locale in LOCALES:
        for month, name in _months_of(locale):
            names.setdefault(name, set()).add(month)
    return {name: months.pop() for name, months in names.items() if len(months) == 1 and len(name) > 2}


def _months_of(locale: str) -> Iterator[tuple[int, str]]:
    """Long and short forms, and the first three and four letters of the long ones ("Sept.", "okt")."""
    for context in Locale.parse(locale).months.values():
        for width in ("wide", "abbreviated"):
            for month, name in context[width].items():
                folded = name.casefold().rstrip(".")
                yield month, folded
                if width == "wide" and len(folded) > 4:
                    yield month, folded[:3]
                    yield month, folded[:4]


@cache
def country_names() -> frozenset[str]:
    return frozenset(name.casefold() for code in LOCALES for name in Locale.parse(code).territories.values())


@cache
def city_names() -> frozenset[str]:
    """The cities that stand for time zones: enough to tell "New York, 5 July 2005" from a newspaper."""
    names: set[str] = set()
    for code in LOCALES:
        for zone, forms in Locale.parse(code).time_zones.items():
            names.add(zone.rsplit("/", 1)[-1].replace("_", " ").casefold())
            names.add(forms.get("city", "").casefold())
    return frozenset(names)
