"""The filters and facets of accounts said plainly, one account after the other: what the columns have to agree with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from kg.web.views.accounts import FACETS, MOST_VALUES, Account, Choice, Facet, Value, in_box


def values_of(account: Account, facet: str) -> tuple[str, ...]:
    """The values an account has for a facet; a source is told by its name, as the reader sees it."""
    if facet == "country":
        return (account.place.country,) if account.place and account.place.country else ()
    if facet == "place":
        return (account.place.iri,) if account.place else ()
    if facet == "actor":
        return tuple(party.iri for party in account.actors)
    if facet == "actorkind":
        return tuple(sorted({party.kind for party in account.actors}))
    if facet == "source":
        return (account.source_name,)
    return (str(getattr(account, facet)),)


def chosen(found: Iterable[Account], choice: Choice, *, but: str | None = None) -> list[Account]:
    """Those that pass every filter, the one of the facet ``but`` left out."""
    tests: list[Callable[[Account], bool]] = []
    if choice.begin and choice.end:
        tests.append(lambda one: in_window(one, choice.begin or "", choice.end or ""))
    if choice.box:
        tests.append(lambda one: in_box(one.place, choice.box or (0, 0, 0, 0)))
    for facet, wanted in (choice.values or {}).items():
        if wanted and facet != but:
            tests.append(has_any(facet, wanted))
    return [one for one in found if all(test(one) for test in tests)]


def has_any(facet: str, wanted: frozenset[str]) -> Callable[[Account], bool]:
    return lambda one: not wanted.isdisjoint(values_of(one, facet))


def in_window(account: Account, begin: str, end: str) -> bool:
    first, last = account.begin or account.end, account.end or account.begin
    return first is not None and last is not None and first <= end and last >= begin


def facets(found: Sequence[Account], choice: Choice) -> dict[str, Facet]:
    """What each value of each facet would give beside the other filters, the most frequent and the chosen first."""
    wanted = choice.values or {}
    return {facet: _facet(found, chosen(found, choice, but=facet), facet, wanted.get(facet)) for facet in FACETS}


def _facet(held: Sequence[Account], found: Iterable[Account], facet: str, wanted: frozenset[str] | None) -> Facet:
    counts = Counter(dict.fromkeys(sorted(wanted or ()), 0))
    counts.update(value for one in found for value in values_of(one, facet))
    ranked = sorted(counts.items(), key=lambda pair: (pair[0] not in (wanted or ()), -pair[1], pair[0]))
    shown = ranked[:MOST_VALUES]
    labels = _labels(held, facet, {value for value, _ in shown})
    listed = sorted(shown, key=lambda pair: (-pair[1], labels.get(pair[0], pair[0])))
    return Facet(tuple(Value(value, labels.get(value, value), n) for value, n in listed), len(ranked) - len(shown))


def _labels(held: Iterable[Account], facet: str, wanted: set[str]) -> dict[str, str]:
    if facet == "place":
        return {one.place.iri: one.place.name for one in held if one.place and one.place.iri in wanted}
    if facet == "actor":
        return {party.iri: party.name for one in held for party in one.actors if party.iri in wanted}
    return {}
