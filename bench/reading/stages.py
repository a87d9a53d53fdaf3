"""Where the time goes: the parts of a reading, each run on its own over the same articles."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from kg import languages, registry
from kg.gazetteer import find_places, resolve
from kg.languages.tokens import tokenize
from kg.model import Article
from kg.reading import read
from kg.reading.dates import find_dates
from kg.reading.numbers import find_numbers
from kg.reading.sentences import split_sentences

Stage = Callable[[Article], object]


def _tokens(article: Article) -> object:
    return tokenize(article.text)


def _sentences(article: Article) -> object:
    return split_sentences(article.text, languages.load(article.language), article.body_start)


def _cues(article: Article) -> object:
    return languages.load(article.language).patterns.find(tokenize(article.text))


def _numbers(article: Article) -> object:
    language, tokens = languages.load(article.language), tokenize(article.text)
    return find_numbers(tokens, (), language)


def _dates(article: Article) -> object:
    language, tokens = languages.load(article.language), tokenize(article.text)
    return find_dates(tokens, (), language, article.published)


def _registry(article: Article) -> object:
    return registry.load().find(article.text, article.language, article.published)


def _gazetteer(article: Article) -> object:
    return resolve(find_places(article.text, article.language), article.text, article.language)


STAGES: dict[str, Stage] = {
    "tokens": _tokens,
    "sentences with tokens and cues": _sentences,
    "cues": _cues,
    "numbers": _numbers,
    "dates": _dates,
    "registry": _registry,
    "gazetteer": _gazetteer,
    "everything (read)": read,
}


def seconds(stage: Stage, articles: Sequence[Article]) -> float:
    """Processor time of one stage over all articles."""
    started = time.process_time()
    for article in articles:
        stage(article)
    return time.process_time() - started
