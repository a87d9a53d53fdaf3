"""Who is in the graph and how many: the figures of the first page."""

from __future__ import annotations

from typing import Any

from kg.web.context import gateway
from kg.web.held.serving import known, named

NAMELESS = frozenset(("civilians", "media", "other"))  # kinds: "civilians" and the like are no names


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
