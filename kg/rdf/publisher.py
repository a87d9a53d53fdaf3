"""The publisher of an article as an actor: the first step of every chain, and its root where nobody else is named.

A publisher that the curated list knows by that name is that actor, so a claim in an agency's own copy and the same
claim in a paper that quotes the agency have one root.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, parse

from kg.model import ActorKind, Reading
from kg.rdf.entities import named_actor
from kg.rdf.iris import Iris, digest, provisional_key
from kg.rdf.namespaces import DEFAULT_BASE, code, term
from kg.rdf.ontology import entity_files
from kg.rdf.triples import Triples

_NAMES = frozenset({term("skos:prefLabel"), term("skos:altLabel")})
_KIND, _MEDIA = term("cek:actorKind"), code("actorkind", ActorKind.MEDIA)
_ACTORS = DEFAULT_BASE + "id/actor/"
_UNNAMED = "unnamed publisher"


@dataclass(frozen=True, slots=True)
class Medium:
    """A news medium as an actor: the paper itself, or the agency it credits."""

    node: NamedNode
    name: str
    provisional: bool

    def triples(self) -> Triples:
        return named_actor(self.node, self.name, ActorKind.MEDIA, provisional=self.provisional)


def publisher_of(iris: Iris, reading: Reading) -> Medium:
    """Each article without a publisher gets one of its own: two unknown papers are not known to be the same."""
    name = reading.article.publisher
    if not name:
        return Medium(iris.actor(f"x-{digest('publisher', iris.content_hash)}"), _UNNAMED, True)
    for actor in reading.actors:
        if actor.kind is ActorKind.MEDIA and actor.name == name:
            return Medium(iris.actor(actor.key), name, actor.provisional)
    known = curated_media().get(name)
    key = known[0] if known else provisional_key(name)
    return Medium(iris.actor(key), known[1] if known else name, known is None)


@cache
def curated_media() -> Mapping[str, tuple[str, str]]:
    """Every name of a curated news medium -> its key and English name; a name that two share names neither."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name, medium in _media_names():
        found.setdefault(name, set()).add(medium)
    return {name: min(media) for name, media in found.items() if len(media) == 1}


def _media_names() -> Iterator[tuple[str, tuple[str, str]]]:
    triples = [triple for path in entity_files() for triple in parse(path=path)]
    media = {t.subject for t in triples if t.predicate == _KIND and t.object == _MEDIA}
    named = [(t.subject, t.predicate, t.object) for t in triples if t.subject in media and t.predicate in _NAMES]
    english = {s: o.value for s, p, o in named if p == term("skos:prefLabel") and _language(o) == "en"}
    for subject, _, name in named:
        if isinstance(subject, NamedNode) and isinstance(name, Literal):
            yield name.value, (subject.value.removeprefix(_ACTORS), english.get(subject, name.value))


def _language(node: object) -> str | None:
    return node.language if isinstance(node, Literal) else None
