"""Near-duplicates of an article: who else printed the same copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.web.views.facts import Row


@dataclass(frozen=True, slots=True)
class Copy:
    hash: str
    headline: str | None
    publisher: str | None
    published: str | None
    similarity: float  # share of the shorter text's runs of words, 0..1
    reason: str
    later: bool  # than the article it is a copy of


def copies(rows: Iterable[Row]) -> tuple[Copy, ...]:
    return tuple(
        Copy(
            hash=row["hash"],
            headline=row.get("headline"),
            publisher=row.get("publisher"),
            published=row.get("published"),
            similarity=float(row["similarity"]),
            reason=row["reason"],
            later=row["later"] == "true",
        )
        for row in rows
    )
