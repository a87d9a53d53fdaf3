"""One sentence with everything that was found in it: the value on which claims are made."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from kg.languages.model import Language
from kg.languages.patterns import Cue, by_category, of_categories
from kg.languages.tokens import Token
from kg.reading.dates import DateMention
from kg.reading.mentions import ActorMention, PlaceMention
from kg.reading.numbers import Number
from kg.reading.sentences import Sentence

_BREAKS = {",": 3, ";": 30, ":": 4, "(": 4, ")": 2, "–": 4, "—": 4, "“": 2, "”": 2, "«": 2, "»": 2}


@dataclass(frozen=True)
class Scene:
    sentence: Sentence
    language: Language
    numbers: tuple[Number, ...]
    dates: tuple[DateMention, ...]
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    demonyms: dict[int, str] = field(default_factory=dict)  # token index -> ISO code

    @property
    def tokens(self) -> Sequence[Token]:
        return self.sentence.tokens

    def cues(self, *categories: str) -> list[Cue]:
        return of_categories(self._by_category, categories)

    @cached_property
    def _by_category(self) -> dict[str, list[Cue]]:
        return by_category(self._free_cues)

    @cached_property
    def _free_cues(self) -> tuple[Cue, ...]:
        """Cues outside the names of actors and places: "IS" in a name is not the Dutch verb."""
        spans = [(m.start, m.end) for m in self.actors if m.rank > 1] + [(p.start, p.end) for p in self.places]
        kept = ("person", "kind")  # a name inside them tells whose they are
        return tuple(
            c for c in self.sentence.cues if c.category in kept or c.code == "inside" or not self._inside(c, spans)
        )

    def _inside(self, cue: Cue, spans: list[tuple[int, int]]) -> bool:
        start, end = self.tokens[cue.first].start, self.tokens[cue.last].end
        return any(a <= start and end <= b for a, b in spans)

    @cached_property
    def clause_of(self) -> tuple[int, ...]:
        """The clause each token stands in: a new one at strong punctuation, commas and subordinating words."""
        openers = {c.first for c in self._openers if c.code == "boundary"}
        out, clause = [], 0
        for i, token in enumerate(self.tokens):
            if i in openers or (token.text in _BREAKS and i not in self._acronym_marks):
                clause += 1
            out.append(clause)
        return tuple(out)

    def parted(self, a: int, b: int) -> bool:
        """Whether a word that opens a clause stands between two tokens, or is the later: "found since they fled"."""
        low, high = sorted((a, b))
        return any(c.code == "boundary" and low < c.first <= high for c in self._openers)

    @cached_property
    def _openers(self) -> tuple[Cue, ...]:
        """Words between clauses, without those that are articles or prepositions where they stand."""
        cues = self.sentence.cues_of("clause")
        if not self.language.clauses_after_comma:
            return tuple(cues)
        return tuple(c for c in cues if c.code != "boundary" or not c.first or self.tokens[c.first - 1].kind == "punct")

    @cached_property
    def _costs(self) -> tuple[int, ...]:
        openers = {c.first: (5 if c.code == "boundary" else 2) for c in self._openers}
        breaks = [0 if i in self._acronym_marks else _BREAKS.get(t.text, 0) for i, t in enumerate(self.tokens)]
        costs = [1 + openers.get(i, 0) + breaks[i] for i in range(len(self.tokens))]
        return tuple(costs)

    @cached_property
    def _acronym_marks(self) -> frozenset[int]:
        """Brackets around one word, as a rule the acronym of the name before them: they part nothing."""
        text = [token.text for token in self.tokens]
        opening = [i for i in range(len(text) - 2) if text[i] == "(" and text[i + 2] == ")"]
        return frozenset(j for i in opening if self.tokens[i + 1].is_word for j in (i, i + 2))

    def distance(self, a_first: int, a_last: int, b_first: int, b_last: int) -> int:
        """Tokens between two spans, with a price on every boundary of a clause in between."""
        if a_last < b_first:
            return 1 + self._cost_before[b_first] - self._cost_before[a_last + 1] + self._glued_costs.get(b_first, 0)
        if b_last < a_first:
            return 1 + self._cost_before[a_first] - self._cost_before[b_last + 1] + self._glued_costs.get(a_first, 0)
        return 0

    @cached_property
    def _cost_before(self) -> tuple[int, ...]:
        return tuple(accumulate(self._costs, initial=0))

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]

    @cached_property
    def _glued_costs(self) -> dict[int, int]:
        """Words that open a clause and are its verb too ("وأصيب"): a span that begins with one is across a border."""
        verbs = {c.first for c in self.sentence.cues if c.category in ("kind", "event")}
        return {c.first: 5 for c in self.sentence.cues if c.category == "clause" and c.first in verbs}

    def index_at(self, offset: int) -> int:
        """Index of the token at or after an offset."""
        return min(bisect.bisect_right(self._ends, offset), len(self._ends) - 1)

    def index_before(self, offset: int) -> int:
        return max(bisect.bisect_right(self._ends, offset) - 1, 0)

    def span(self, mention: ActorMention | PlaceMention) -> tuple[int, int]:
        known = self._spans.get((mention.start, mention.end))
        if known is None:
            known = self.index_at(mention.start), self.index_before(mention.end)
            self._spans[mention.start, mention.end] = known
        return known

    @cached_property
    def _spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Filled by ``span``: rules ask for the same mentions over and over."""
        return {}

    def cue_ending(self, i: int, *categories: str) -> Cue | None:
        return next((c for c in self.sentence.cues_until(i) if c.category in categories), None)

    def before_noun_phrase(self, first: int) -> int:
        """Index of the last token before the noun phrase around ``first``: articles and adjectives belong to it."""
        j = first - 1
        steps = 0
        while j > 0 and steps < 4:
            word = self.cue_ending(j, "article", "place_noun", "title")
            if word is None and not self.is_adjective(j):
                break
            j, steps = (word.first if word else j) - 1, steps + 1
        return j

    def is_adjective(self, j: int) -> bool:
        return j in self.demonyms

    def preposition_of(self, mention: ActorMention | PlaceMention) -> Cue | None:
        """The preposition that governs a mention ("tegen de jihadisten"), articles skipped."""
        first = self._phrase_start(mention)
        found = self.cue_ending(self.before_noun_phrase(first), "preposition")
        return None if found is not None and found.code == "of" and found.first == 0 else found  # "Der IS hatte ..."

    def _phrase_start(self, mention: ActorMention | PlaceMention) -> int:
        """Where a mention's phrase begins: right before it may stand what it is ("op terreurbeweging IS")."""
        first, _ = self.span(mention)
        for other in reversed(self.actors):
            if isinstance(mention, ActorMention) and other.key == mention.key and self.span(other)[1] == first - 1:
                first = self.span(other)[0]
        return first
