"""Who may speak without a name: witnesses and officials, offices, and subjects of verbs of speech we do not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.languages.patterns import Cue
from kg.model import ActorKind
from kg.reading.dates import is_calendar_word
from kg.reading.mentions import DESCRIBED, ActorMention, provisional_key
from kg.reading.names import NameScan

_LONGEST = 8  # tokens of an unknown subject with what it is of
_CLOSING = ",”»\"’'،"


@dataclass(frozen=True)
class SourceScan(NameScan):
    """Finds the unnamed speakers of one sentence."""

    def _sources(self) -> Iterator[ActorMention]:
        for cue in self.sentence.cues_of("source"):
            yield self._unnamed(cue, cue.code, ActorKind.OTHER, source=True)
        for cue in self.sentence.cues_of("speech"):
            if cue.code == "by":
                yield from self._unknown_source(cue.last + 1)
            elif cue.code == "verb":
                yield from self._unknown_subject(cue)
        for cue in self.sentence.cues_of("title"):
            if self._is_definite(cue) and self._titled(cue) is None and self._speaks(cue):
                yield self._unnamed(cue, self._office(cue), ActorKind.PERSON, source=True)

    def _is_definite(self, cue: Cue) -> bool:
        return not self.language.articles or (cue.first > 0 and self.cue_at(cue.first - 1, "article") is not None)

    def _office(self, cue: Cue) -> str:
        """The English name of an office; the words of the text for one that the language does not list."""
        listed = self.cue_at(cue.first, "office")
        return listed.code if listed is not None else self._words(cue.first, cue.last)

    def _speaks(self, cue: Cue) -> bool:
        return any(
            c.last < cue.first <= c.last + 3 or cue.last < c.first <= cue.last + 3 or self._governs(cue, c)
            for c in self.sentence.cues_of("speech")
        )

    def _governs(self, cue: Cue, speech: Cue) -> bool:
        """ "the governor of the province said": what an office is of stands between it and its verb."""
        between = self.tokens[cue.last + 1 : speech.first]
        of = self._ending_at(cue.last + 1, "preposition")
        joined = of is not None and of.code in ("of", "locative", "source")
        return joined and 0 < len(between) <= _LONGEST and all(token.is_word for token in between)

    def _words(self, first: int, last: int) -> str:
        return " ".join(t.text for t in self.tokens[first : last + 1])

    def _unknown_source(self, start: int) -> Iterator[ActorMention]:
        """ "according to the local health directorate": whoever it is, the claim is theirs and not the paper's."""
        first = start + 1 if self.cue_at(start, "article") else start
        last = first - 1
        while last + 1 < len(self.tokens) and last - first < 4 and self._continues_name(last + 1):
            last += 1
        if last >= first and len(self.tokens[first].norm) > 3:
            name = self._words(first, last)
            kind = ActorKind.OTHER
            yield ActorMention(
                self.tokens[first].start, self.tokens[last].end, self._own_key(name), name, kind,
                self.sentence.index, provisional=True, rank=0, source_noun=True,
            )  # fmt: skip

    def _unknown_subject(self, cue: Cue) -> Iterator[ActorMention]:
        """ "An ambulance service counted", "..., the local health directorate reported", "..., said the council"."""
        behind = cue.last + 1
        while behind < len(self.tokens) and is_calendar_word(self.tokens[behind].norm, self.language.code):
            behind += 1
        if cue.first > 0 and self.tokens[cue.first - 1].text in _CLOSING and self.cue_at(behind, "article"):
            yield from self._unknown_source(behind)
        for first in range(cue.first - 1, max(-1, cue.first - _LONGEST), -1):
            if self.cue_at(first, "article") and first < cue.first - 1 and self._opens(first):
                if self.cue_at(first, "back", "count_word"):
                    return  # ", a figure the army dismissed": what is spoken of, not who speaks
                yield from self._unknown_source(first)
                return
            of = self._ending_at(first, "preposition")
            part = of is not None and of.code == "of" and first < cue.first - 1
            if not (part or self._continues_name(first) or self.cue_at(first, "article")):
                return

    def _opens(self, first: int) -> bool:
        """Whether a clause may begin at a token: a subject stands there, an object seldom."""
        before = self.tokens[first - 1] if first else None
        return before is None or before.text in _CLOSING + ";:—–-" or self._ending_at(first - 1, "clause") is not None

    def _own_key(self, name: str) -> str:
        return provisional_key(f"{name} {self.article}")

    def _unnamed(
        self, cue: Cue, name: str, kind: ActorKind, *, source: bool = False, counted: bool = False
    ) -> ActorMention:
        return ActorMention(
            self.tokens[cue.first].start, self.tokens[cue.last].end, self._own_key(name), name, kind,
            self.sentence.index, provisional=True, rank=DESCRIBED, source_noun=source, counted=counted,
        )  # fmt: skip
