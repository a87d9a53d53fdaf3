"""The news agency that an article credits as a whole ("Source: Belga", "(dpa)"): a step of each of its claims' chains.

Papers that print one agency's copy have one source for what nobody is quoted for: the agency.
"""

from __future__ import annotations

from kg.model import ActorKind, Reading
from kg.rdf.iris import Iris
from kg.rdf.publisher import Medium
from kg.registry import load


def credited_agency(iris: Iris, reading: Reading) -> Medium | None:
    """The one agency credited. Of several nobody knows which said what; an unknown name may be no medium at all."""
    found = {_medium(iris, reading, name) for name in reading.article.agencies}
    return found.pop() if len(found) == 1 else None


def _medium(iris: Iris, reading: Reading, name: str) -> Medium | None:
    article = reading.article
    hits = {hit.entry.key: hit.entry for hit in load().find(name, article.language, article.published)}
    media = [entry for entry in hits.values() if entry.kind is ActorKind.MEDIA]
    if len(media) == 1:
        return Medium(iris.actor(media[0].key), media[0].name, provisional=False)
    return _named_in_text(iris, reading, name)


def _named_in_text(iris: Iris, reading: Reading, name: str) -> Medium | None:
    for actor in reading.actors:
        if actor.kind is ActorKind.MEDIA and any(mention.quote == name for mention in actor.mentions):
            return Medium(iris.actor(actor.key), actor.name, actor.provisional)
    return None
