"""Names behind titles: where a person's name begins and ends in a sentence, in scripts with capitals and without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.languages import name_particles
from kg.languages.countries import CountryForms
from kg.languages.model import Language
from kg.languages.patterns import Cue
from kg.languages.tokens import Token
from kg.reading.dates import is_calendar_word
from kg.reading.numbers import word_values
from kg.reading.sentences import Sentence

# Cues that cannot be part of the name of an unknown source.
_NO_NAME = frozenset({"preposition", "voice", "speech", "clause", "article", "date", "pronoun", "qualifier", "status",
                      "negation", "kind", "event", "scope", "unit", "vague", "round", "between", "rise"})  # fmt: skip


@dataclass(frozen=True)
class NameScan:
    """Finds names in one sentence. ``focal`` is the country the article is about (ISO 3166-1)."""

    sentence: Sentence
    language: Language
    countries: CountryForms
    focal: str | None
    places: frozenset[int]  # offsets at which a place is named
    issuer: str | None = None  # the country whose ministry issued the text: "the ministry" is that one
    article: str = ""  # content hash: whom an article leaves unnamed is nobody in another article

    @property
    def tokens(self) -> Sequence[Token]:
        return self.sentence.tokens

    def cue_at(self, i: int, *categories: str) -> Cue | None:
        found = [c for c in self.sentence.cues_from(i) if c.category in categories]
        return max(found, key=lambda c: c.last) if found else None

    def demonym(self, i: int) -> str | None:
        """ISO code when token ``i`` is the adjective or inhabitant of a country."""
        if not 0 <= i < len(self.tokens) or not self.tokens[i].is_word:
            return None
        code = self.countries.demonyms.get(self.tokens[i].text) or self.countries.demonyms.get(self.tokens[i].norm)
        return code if code and len(code) == 2 else None  # a region ("s-...") has no state forces

    def _ending_at(self, j: int, category: str) -> Cue | None:
        return next((c for c in self.sentence.cues_until(j) if c.category == category), None)

    def _titled(self, cue: Cue) -> tuple[int, int] | None:
        """The name that a title stands before: at once, behind a comma, or behind what the title is of."""
        start = cue.last + 1
        span = self._behind_acronym(start) or self._name_after(start)
        if span is None and self._surname(start):
            span = (start, start)
        if span is None and start < len(self.tokens) and self.tokens[start].text == ",":
            span = self._name_after(start + 1)
        skipped = self._skip_of(start) if span is None else 0
        return self._name_after(skipped) if skipped else span

    def _surname(self, i: int) -> bool:
        """ "premier Yildirim": one capitalised word that is no country, place or adjective (German has too many)."""
        if i >= len(self.tokens) or self.language.nouns_capitalised or self.tokens[i].start in self.places:
            return False
        token = self.tokens[i]
        named = token.text in self.countries.names or self.demonym(i) is not None
        return (
            token.kind == "word"
            and token.capitalised
            and not token.text.isupper()
            and len(token.text) > 3
            and not named
        )

    def _skip_of(self, start: int) -> int:
        """ "minister of Defence X": jump over up to five words to the first two capitalised in a row."""
        for j in range(start, min(start + 5, len(self.tokens) - 1)):
            if self.tokens[j].text in ",;:.":
                return 0 if self.tokens[j].text != "," else j + 1
        return 0

    def _name_behind(self, start: int) -> tuple[int, int] | None:
        """ "глава областной администрации Иван Петров", "представитель МВД X": up to three words of an office."""
        for j in range(start, min(start + 3, len(self.tokens) - 2)):
            token = self.tokens[j]
            office = token.kind == "word" and (not token.capitalised or token.text.isupper() or self.demonym(j))
            if not office or self.cue_at(j, "preposition", "clause", "speech", "kind", "event", "voice"):
                return None
            span = self._name_after(j + 1)
            if span is not None:
                return span
        return None

    def _behind_acronym(self, start: int) -> tuple[int, int] | None:
        """ "голова Харківської ОВА Олег X", "президент Сирии X Y": the name begins behind what the office is of."""
        last = 0 if self.language.articles or self.language.uncased else min(start + 3, len(self.tokens) - 2)
        owners = [j for j in range(start, last) if self._is_owner(j)]
        return self._name_after(owners[0] + 1) if owners else None

    def _is_owner(self, j: int) -> bool:
        token = self.tokens[j]
        return (token.text.isupper() and len(token.text) > 1) or token.start in self.places

    def _ranked(self, cue: Cue) -> tuple[int, int] | None:
        """Without capitals: two plain words behind a title that is the last of its row ("العميد يحيى سريع")."""
        first = cue.last + 1
        if self.cue_at(first, "title", "force", "statebody") or not self._beside_speech(cue.first, first + 1):
            return None
        plain = [j for j in (first, first + 1) if j < len(self.tokens) and self._is_plain(j)]
        return (first, first + 1) if len(plain) == 2 else None

    def _beside_speech(self, first: int, last: int) -> bool:
        return any(first - 4 <= c.last < first or last < c.first <= last + 2 for c in self.sentence.cues_of("speech"))

    def _is_plain(self, j: int) -> bool:
        """No cue, no number, no country, no place: what a name is made of."""
        token = self.tokens[j]
        known = token.text in self.countries.names or token.start in self.places
        return self._continues_name(j) and not known and not any(c.first <= j <= c.last for c in self.sentence.cues)

    def _name_after(self, start: int) -> tuple[int, int] | None:
        """Two or more capitalised words in a row (particles may stand between) from ``start``."""
        j, capitals, last = start, 0, start - 1
        while j < len(self.tokens) and self.tokens[j].is_word and j - start < 6:
            token = self.tokens[j]
            if token.capitalised and (not token.text.isupper() or len(token.text) > 4 or capitals):
                capitals, last = capitals + 1, j
            elif not (capitals and token.norm.split("-")[0] in name_particles()):
                break
            elif "-" in token.norm:
                capitals, last = capitals + 1, j
            j += 1
        return (start, last) if capitals >= 2 else None

    def _continues_name(self, j: int) -> bool:
        token = self.tokens[j]
        if token.kind != "word" or token.norm in self.language.function_words or self.demonym(j) is not None:
            return False
        if word_values(token.norm, self.language.numbers) or is_calendar_word(token.norm, self.language.code):
            return False
        return not any(c.first <= j <= c.last and c.category in _NO_NAME for c in self.sentence.cues)
