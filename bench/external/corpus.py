"""What the corpora have in common: documents with numbers of people killed, injured or held."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.model import Article, Figure, Kind
from kg.settings import Settings
from kg.sources._article import Given, make_article
from kg.sources._dates import iso_date

# The keys of both corpora say "captured" of hostages too.
KINDS = {Kind.KILLED: "killed", Kind.INJURED: "injured", Kind.CAPTURED: "captured", Kind.ABDUCTED: "captured"}


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a key: one value, or the bounds that are known."""

    kind: str
    bounds: tuple[int, ...]
    explicit: bool  # stands in the text as a number, and must be found


@dataclass(frozen=True, slots=True)
class Document:
    article: Article
    counts: tuple[Count, ...]
    relevant: bool


def load(path: Path, counts: Callable[[Mapping[str, Any]], Iterator[Count]]) -> Iterator[Document]:
    settings = Settings.from_env()
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        published = iso_date(record["date_published"]) if record["date_published"] else None
        given = Given(identifier=record["id"], language=record["lang"], published=published)
        article = make_article(record["text"], given, record["id"], settings)
        distinct = tuple(dict.fromkeys(counts(record["gold"])))
        yield Document(article, distinct, record["gold"].get("relevant", True))


def bounds_of(value: Any) -> tuple[int, ...]:
    return (value,) if isinstance(value, int) else tuple(bound for bound in value if bound is not None)


def agrees(count: Count, figure: Figure) -> bool:
    """One number in common: keys tell "at least 15" as 15 as well as 15 and more."""
    said = {figure.value, figure.low, figure.high} - {None}
    return KINDS.get(figure.kind) == count.kind and not said.isdisjoint(count.bounds)
