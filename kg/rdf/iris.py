"""All IRIs of the graph are minted here, from hashes and slugs only: no word of an article ever gets into an IRI.

The same values give the same IRI on every machine and in every run; a claim that changes gets another one.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from kg.model import Evidence, Period

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")
_DIGEST_CHARS = 32  # 128 bits: no two claims meet by chance
_GRAPH_CHARS = 16


def digest(*parts: object) -> str:
    """A hash of values. They are framed as JSON, so that ("ab", "c") and ("a", "bc") differ."""
    framed = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(framed.encode("ascii")).hexdigest()[:_DIGEST_CHARS]


def slug(key: str) -> str:
    """The key itself when it is a slug, else a hash of it."""
    return key if _SLUG.fullmatch(key) else f"x-{digest(key)}"


def provisional_key(name: str) -> str:
    """The key of an actor that no curated list knows; the reader makes the same for a name it meets in a text."""
    return "x-" + hashlib.sha256(" ".join(name.casefold().split()).encode("utf-8", "replace")).hexdigest()[:12]


def period_parts(period: Period | None) -> tuple[str, ...]:
    return () if period is None else (period.begin.isoformat(), period.end.isoformat(), period.precision)


def named_graph(base: str, name: str) -> NamedNode:
    """One of the shared graphs: ``meta``, ``entities``, ``ontology``, ``lexicon/nl``."""
    return NamedNode(f"{base}graph/{name}")


def article_graph(base: str, content_hash: str) -> NamedNode:
    return named_graph(base, f"article/{content_hash[:_GRAPH_CHARS]}")


def duplicates_graph(base: str, content_hash: str) -> NamedNode:
    """What is said of an article as one of several that print the same copy."""
    return named_graph(base, f"duplicate/{content_hash[:_GRAPH_CHARS]}")


def thing(base: str, kind: str, name: str) -> NamedNode:
    return NamedNode(f"{base}id/{kind}/{name}")


def actor(base: str, key: str) -> NamedNode:
    return thing(base, "actor", slug(key))


def place(base: str, key: str) -> NamedNode:
    return thing(base, "place", slug(key))


@dataclass(frozen=True)
class Iris:
    """The IRIs of one article. Without slots, because the two it needs most are kept once made."""

    base: str
    content_hash: str

    @cached_property
    def article(self) -> NamedNode:
        return thing(self.base, "article", self.content_hash)

    @cached_property
    def graph(self) -> NamedNode:
        return article_graph(self.base, self.content_hash)

    @property
    def meta(self) -> NamedNode:
        return named_graph(self.base, "meta")

    def actor(self, key: str) -> NamedNode:
        return actor(self.base, key)

    def place(self, key: str) -> NamedNode:
        return place(self.base, key)

    def evidence(self, span: Evidence) -> NamedNode:
        """A stretch of the article's text as RFC 5147 writes it."""
        return NamedNode(f"{self.article.value}#char={span.start},{span.end}")

    def own(self, kind: str, *parts: object) -> NamedNode:
        """A thing that exists only as this article tells it: a claim, an event."""
        return thing(self.base, kind, digest(kind, self.content_hash, *parts))

    def shared(self, kind: str, *parts: object) -> NamedNode:
        """A thing that is the same wherever it is told with the same words: a population, a relation."""
        return thing(self.base, kind, digest(kind, *parts))

    def of(self, owner: NamedNode, kind: str, *parts: object) -> NamedNode:
        """A part of another thing: a step of a claim's attribution, a participation in an event."""
        return thing(self.base, kind, digest(kind, owner.value.removeprefix(self.base), *parts))
