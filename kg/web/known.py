"""Who is in the graph and how many: the sums of a snapshot behind the first page, kept up with each new article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.web.context import gateway, services
from kg.web.gateway import Gateway
from kg.web.renewal import few, fresh_articles, in_parts, listed_articles, of_articles, steady
from kg.web.search import named
from kg.web.views.facts import Row

SUMMED = ("articles", "events", "figures")
NAMELESS = frozenset(("civilians", "media", "other"))  # kinds: "civilians" and the like are no names


@dataclass(frozen=True, slots=True)
class Known:
    sums: Mapping[str, int]
    kinds: Mapping[str, frozenset[str]]  # by actor
    ties: Mapping[str, frozenset[str]]  # to other actors, by events and relations that an article claims


def known() -> Known:
    restore = services().kept("parties", made_of)
    found: Known = services().parties.get(services().snapshot_id(), _load, _renew, restore)
    return found


def plain(held: Known) -> dict[str, Any]:
    """As it is kept in a file."""
    kinds, ties = ({iri: sorted(found) for iri, found in each.items()} for each in (held.kinds, held.ties))
    return {"sums": held.sums, "kinds": kinds, "ties": ties}


def made_of(kept: dict[str, Any]) -> Known:
    kinds, ties = ({iri: frozenset(found) for iri, found in kept[name].items()} for name in ("kinds", "ties"))
    return Known(kept["sums"], kinds, ties)


def counts() -> dict[str, int]:
    """How much there is."""
    held, mentions = known(), named().mentions
    return {**held.sums, "actors": sum(actor in mentions for actor in held.kinds)}


def busiest(size: int) -> list[dict[str, Any]]:
    """Named parties to start with: those tied to most others, then the often mentioned."""
    held, mentions = known(), named().mentions
    wanted = [actor for actor, kinds in held.kinds.items() if actor in mentions and kinds - NAMELESS]
    ranked = sorted(wanted, key=lambda actor: (-len(held.ties.get(actor, ())), -mentions[actor], actor))
    found: list[dict[str, Any]] = []
    for at in range(0, len(ranked), 3 * size):
        some = ranked[at : at + 3 * size]
        called = {row["iri"]: row for row in gateway().rows("overview-actors", iris=some)}
        found += [
            {**called[actor], "ties": len(held.ties.get(actor, ())), "articles": mentions[actor]}
            for actor in some
            if actor in called
        ]
        if len(found) >= size:
            break
    return found[:size]


def _load() -> Known:
    sums = _sums(())
    articles = sorted(row["article"] for row in listed_articles())
    found = in_parts("overview-ties", articles, lambda some: {"only": of_articles(some)})
    return Known(sums, _joined({}, _kinds(())), _joined({}, _both(row for rows in found for row in rows)))


def _renew(former: str, held: Known) -> Known | None:
    graphs = fresh_articles(former)
    if graphs is None:
        return None
    if not graphs:
        return held
    added = [_sums(some) for some in few(graphs)]
    ties = (row for some in few(graphs) for row in gateway().rows("overview-ties", some, parts={"only": ""}))
    return Known(
        {name: held.sums[name] + sum(each[name] for each in added) for name in SUMMED},
        _joined(held.kinds, (pair for some in few(graphs) for pair in _kinds(some))),
        _joined(held.ties, _both(ties)),
    )


def _door(graphs: Sequence[str]) -> Gateway:
    return gateway() if graphs else steady()


def _sums(graphs: Sequence[str]) -> dict[str, int]:
    row = _door(graphs).rows("overview-counts", tuple(graphs))[0]
    return {name: int(row[name]) for name in SUMMED}


def _kinds(graphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    for row in _door(graphs).rows("overview-kinds", tuple(graphs)):
        yield row["iri"], row["kind"].rpartition("/")[2]


def _both(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield row["iri"], row["other"]
        yield row["other"], row["iri"]


def _joined(held: Mapping[str, frozenset[str]], pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    fresh: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        fresh[one].add(other)
    return {**held, **{one: held.get(one, frozenset()) | others for one, others in fresh.items()}}
