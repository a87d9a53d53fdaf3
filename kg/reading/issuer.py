"""The body that issued a communiqué or report: it speaks where nobody else does."""

from __future__ import annotations

from collections.abc import Sequence

from kg import registry
from kg.languages import countries
from kg.languages.model import Language
from kg.model import ActorKind, Article
from kg.reading.actors import ActorScan
from kg.reading.publisher import issuing_country
from kg.reading.scene import Scene
from kg.reading.sentences import split_sentences


def issuing_body(article: Article, language: Language, scenes: Sequence[Scene]) -> tuple[str, ...]:
    """Who speaks where nobody else does: the body that issued a communiqué or report, if the text names it."""
    hits = registry.load().find(article.publisher, language.code, article.published)
    bodies = [h.entry.key for h in hits if h.entry.kind not in (ActorKind.MEDIA, ActorKind.PERSON)]
    forms = countries.load(language.code)
    country = issuing_country(article.publisher, language, forms, [scene.sentence for scene in scenes])
    for sentence in split_sentences(article.publisher, language)[:1]:
        bodies += [m.key for m in ActorScan(sentence, language, forms, country, frozenset()).bodies()]
    named = {m.key for scene in scenes for m in scene.actors}
    states = [m.key for scene in scenes for m in scene.actors if m.kind is ActorKind.STATE and m.country == country]
    return tuple(key for key in (*bodies, *states) if key in named)[:1]
