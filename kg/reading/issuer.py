"""The body that issued a communiqué or report: it speaks where nobody else does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg import registry
from kg.languages import countries
from kg.languages.model import Language
from kg.model import ActorKind, Article
from kg.reading.actors import ActorScan
from kg.reading.annotate import focal_country
from kg.reading.scene import Scene
from kg.reading.sentences import split_sentences


def issuing_body(article: Article, language: Language, scenes: Sequence[Scene]) -> tuple[str, ...]:
    """Who speaks where nobody else does: the body that issued a communiqué or report, if the text names it."""
    hits = registry.load().find(article.publisher, language.code, article.published)
    bodies = [h.entry.key for h in hits if h.entry.kind not in (ActorKind.MEDIA, ActorKind.PERSON)]
    owners = {h.entry.country for h in hits if h.entry.kind is ActorKind.STATE_FORCE}
    forms = countries.load(language.code)
    (sentence, *_) = split_sentences(article.publisher, language) or (None,)
    if sentence is not None and not bodies:
        focal = focal_country([sentence], forms, ()) or _home_country(language, scenes) or _main_country(scenes)
        issuers = list(ActorScan(sentence, language, forms, focal, frozenset()).bodies())
        bodies, owners = [m.key for m in issuers], {m.country for m in issuers}
    named = {m.key for scene in scenes for m in scene.actors}
    states = [m.key for scene in scenes for m in scene.actors if m.kind is ActorKind.STATE and m.country in owners]
    return tuple(key for key in (*bodies, *states) if key in named)[:1]


def _home_country(language: Language, scenes: Sequence[Scene]) -> str | None:
    """A ministry that issues a text in a language is one of the countries that write it, if the text names that one."""
    named = {m.country for scene in scenes for m in scene.actors}
    return next((code for code in language.home if code in named), None)


def _main_country(scenes: Sequence[Scene]) -> str | None:
    count = Counter(
        m.country for scene in scenes for m in scene.actors if m.country and m.kind is ActorKind.STATE_FORCE
    )
    return count.most_common(1)[0][0] if count else None
