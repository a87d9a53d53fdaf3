"""Sentences of an article with their tokens and cues; furniture and passages in another language are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from yasbd import BoundaryDetector

from kg import languages
from kg.languages.model import Language
from kg.languages.patterns import Cue, by_category, of_categories
from kg.languages.tokens import Token, tokenize

# A credit or the end of a tweet closes a sentence even where the layout lost its line break.
_HARD = re.compile(r"©\s*[\w/ ]{1,24}\.|\(@\w+\)|(?<=\S)\n|pic\.twitter\.com/\S+")
_TWEET = re.compile(r"https?://t\.co/|pic\.twitter\.com/|\(@\w+\)")
_FOREIGN_WORDS = 3
_LONGEST = 200  # tokens of a sentence
_UNBROKEN = re.compile(r"\S{100,}|\s{20,}")  # on which a detector's patterns would take quadratic time


@dataclass(frozen=True)
class Sentence:
    """``furniture`` (headers, credits, tweets) and ``foreign`` sentences give mentions but no claims."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    cues: tuple[Cue, ...]
    paragraph: int
    furniture: bool = False
    foreign: bool = False

    @property
    def readable(self) -> bool:
        return not (self.furniture or self.foreign)

    def text(self, source: str) -> str:
        return source[self.start : self.end]

    def cues_of(self, *categories: str) -> list[Cue]:
        return of_categories(self._by_category, categories)

    def cues_from(self, i: int) -> list[Cue]:
        """The cues that begin at a token."""
        return self._by_first.get(i, [])

    def cues_until(self, i: int) -> list[Cue]:
        """The cues that end at a token."""
        return self._by_last.get(i, [])

    @cached_property
    def _by_first(self) -> dict[int, list[Cue]]:
        out: dict[int, list[Cue]] = {}
        for cue in self.cues:
            out.setdefault(cue.first, []).append(cue)
        return out

    @cached_property
    def _by_last(self) -> dict[int, list[Cue]]:
        out: dict[int, list[Cue]] = {}
        for cue in self.cues:
            out.setdefault(cue.last, []).append(cue)
        return out

    @cached_property
    def _by_category(self) -> dict[str, list[Cue]]:
        return by_category(self.cues)


def split_sentences(text: str, language: Language, body_start: int = 0) -> tuple[Sentence, ...]:
    """Sentences in order; ``start``/``end`` are offsets into ``text``."""
    out: list[Sentence] = []
    for paragraph, block in enumerate(re.finditer(r"[^\n]+", text), start=1):
        for start, end in _spans(text, block.start(), block.end(), language.code):
            for tokens in _portions(tokenize(text, start, end)):
                out.append(_sentence(len(out), text, tokens, paragraph, language, body_start))
    return tuple(out)


def _portions(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The tokens of a sentence; nobody writes one longer than the limit, and rules compare its tokens in pairs."""
    for first in range(0, len(tokens), _LONGEST):
        yield tokens[first : first + _LONGEST]


def _sentence(
    index: int, text: str, tokens: tuple[Token, ...], paragraph: int, language: Language, body: int
) -> Sentence:
    start, end = tokens[0].start, tokens[-1].end
    return Sentence(
        index=index, start=start, end=end, tokens=tokens, cues=language.patterns.find(tokens), paragraph=paragraph,
        furniture=end <= body or _is_furniture(text[start:end]), foreign=_is_foreign(tokens, language.code),
    )  # fmt: skip


def _spans(text: str, start: int, end: int, code: str) -> Iterator[tuple[int, int]]:
    edges = [start, *(m.end() for m in _HARD.finditer(text, start, end)), end]
    for left, right in pairwise(edges):
        for a, b in _split(text[left:right], code):
            a, b = _strip(text, left + a, left + b)
            if a < b:
                yield a, b


def _split(text: str, code: str) -> Iterator[tuple[int, int]]:
    if not text.strip():
        return
    previous = 0
    for edge in [*_detector(code).detect(_UNBROKEN.sub(_masked, text)), len(text)]:
        if edge > previous:
            yield previous, edge
            previous = edge


def _masked(run: re.Match[str]) -> str:
    """As long, and without what may look like the beginning of anything."""
    text = run.group()
    return text[0] + ("x " * len(text))[: len(text) - 2] + text[-1]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


@cache
def _detector(code: str) -> BoundaryDetector:
    return BoundaryDetector(code, preserve_quote_and_paren=False)


def _is_furniture(text: str) -> bool:
    return (
        bool(_TWEET.search(text))
        or text.lstrip().startswith(("©", ".@", "RT @"))
        or (len(text.split()) < 3 and "©" in text)
    )


def _is_foreign(tokens: tuple[Token, ...], code: str) -> bool:
    norms = [token.norm for token in tokens]
    own = sum(norm in _function_words(code) for norm in norms)
    for other in _others(code):
        count = sum(norm in _function_words(other) for norm in norms)
        if count >= _FOREIGN_WORDS and count > 2 * own:
            return True
    return False


@cache
def _others(code: str) -> tuple[str, ...]:
    return tuple(other for other in languages.supported() if other != code)


@cache
def _function_words(code: str) -> frozenset[str]:
    return languages.load(code).function_words
