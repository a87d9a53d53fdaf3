"""Actor mentions of a sentence: registry names, demonym + force, states, titled persons, unnamed groups and sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.languages import place_words
from kg.languages.patterns import Cue
from kg.model import ActorKind
from kg.reading.eventtypes import with_trait
from kg.reading.mentions import DESCRIBED, NAMED, ActorMention, provisional_key
from kg.reading.sources import SourceScan
from kg.registry import Entry, force_entry, state

_GROUP_KINDS = {
    "civil": ActorKind.CIVILIANS, "crowd": ActorKind.CIVILIANS, "captive": ActorKind.OTHER, "official": ActorKind.OTHER,
    "force": ActorKind.STATE_FORCE, "police": ActorKind.STATE_FORCE, "fighter": ActorKind.ARMED_GROUP,
    "attacker": ActorKind.ARMED_GROUP,
}  # fmt: skip


_NAMED_BODIES = ("prosecutors", "emergency_service")  # need no article to be those of the country
_NOBODY = ("people", "men", "women", "children")  # counted, but no party to anything


@dataclass(frozen=True)
class ActorScan(SourceScan):
    """Finds the mentions of one sentence. ``focal`` is the country the article is about (ISO 3166-1)."""

    def mentions(self) -> Iterator[ActorMention]:
        yield from self._demonyms()
        yield from self._countries()
        yield from self._persons()
        yield from self._forces()
        yield from self._sources()
        yield from self._groups()
        yield from self._organisations()

    @property
    def _no_places(self) -> frozenset[str]:
        return place_words.load(self.language.code).not_places

    def _make(self, first: int, last: int, entry: Entry, rank: int = NAMED) -> ActorMention:
        return ActorMention(
            self.tokens[first].start, self.tokens[last].end, entry.key, entry.name, entry.kind, self.sentence.index,
            country=entry.country, rank=rank,
        )  # fmt: skip

    def _demonyms(self) -> Iterator[ActorMention]:
        for i in range(len(self.tokens)):
            country = self.demonym(i)
            if country is None:
                continue
            for j in self._neighbours(i):
                found = self._belongs(country, i, j)
                if found is not None:
                    yield found
                    break

    def _neighbours(self, i: int) -> Iterator[int]:
        """Where the noun of an adjective may stand: behind it (one word may come between), or before it (fr, es)."""
        yield i + 1
        if i + 1 < len(self.tokens) and self.tokens[i + 1].is_word:
            yield i + 2
        if i > 0:
            yield i - 1

    def _belongs(self, country: str, i: int, j: int) -> ActorMention | None:
        if not 0 <= j < len(self.tokens):
            return None
        force, body = self.cue_at(j, "force"), self.cue_at(j, "statebody")
        if j < i and not force and not body:
            force, body = self._ending_at(j, "force"), self._ending_at(j, "statebody")
        cue = force or body
        if cue is None:
            strike = self.cue_at(j, "event")
            if j in (i + 1, i - 1) and strike is not None and _is_of_nation(strike):  # "a Russian air strike"
                return self._make(i, i, force_entry(country, "armed_forces"), DESCRIBED)
            return None
        first, last = min(i, cue.first), max(i, cue.last)
        if force is not None:
            return self._make(first, last, force_entry(country, force.code))
        title = self.cue_at(j, "title")
        if title is not None and self._name_after(title.last + 1):
            return None  # "the Iraqi premier Haider al-Abadi" is the person
        return self._make(first, last, _body(country, body.code if body else "state"), DESCRIBED if title else NAMED)

    def _countries(self) -> Iterator[ActorMention]:
        acting = -9  # last token of the country that acts
        for first, last, code, metonym in self._country_spans():
            joined = first - acting == 2 and not metonym  # "the US and Great Britain"
            if joined or self._acts(first, last, metonym):
                acting = last
                yield self._make(first, last, state(code))

    def _country_spans(self) -> Iterator[tuple[int, int, str, bool]]:
        for i, token in enumerate(self.tokens):
            if token.text not in self.countries.openings or token.text[:1].islower():
                continue
            for width in (4, 3, 2, 1):
                if i + width > len(self.tokens):
                    continue
                text = " ".join(t.text for t in self.tokens[i : i + width])
                code = self.countries.names.get(text)
                seat = self.countries.metonyms.get(text)
                found = code or seat
                if i == 0 and width == 1 and token.norm in self._no_places:
                    break  # "Того" opens a sentence as a pronoun, never as Togo
                if found and len(found) == 2:
                    yield i, i + width - 1, found, not code
                    break

    def _acts(self, first: int, last: int, metonym: bool) -> bool:
        """A country acts when nothing locates it and it governs a verb, is supported, or is the agent of a passive."""
        text = self.tokens[first].text
        told = [c for c in self.sentence.cues_of("speech") if c.last == self._before_article(first)]
        if any(c.code == "by" for c in told):
            return True  # "according to Moscow"
        if last + 1 < len(self.tokens) and self.tokens[last + 1].text == "$":
            return False  # "US$336 million"
        before = self._ending_at(self._before_article(first), "preposition")
        if before is not None and before.code in ("locative", "toward", "source", "of", "comparison"):
            supported = self._ending_at(before.first - 1, "support") if before.code in ("source", "of") else None
            return supported is not None
        if len(text) <= 3 and text.isupper():
            return True
        if before is not None and before.code in ("agent", "with"):
            return True
        if self.language.uncased:
            return self._beside_verb(first, last)
        listed = first > 0 and self.tokens[first - 1].text in "/,("
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        if self.language.object_first and after is not None and after.text[:1].isdigit():
            # "dat Rusland 30.000 militairen heeft gestuurd"
            return any(self._ending_at(first - 1, kind) for kind in ("clause", "clause_open"))
        if after is None or listed or not (after.is_word and after.text[:1].islower()):
            return False
        if (
            metonym
        ):  # a capital that opens a sentence and governs a verb is its government, unless it just "is" somewhere
            said = any(
                c.first in (last + 1, last + 2) and c.category in ("speech", "status") for c in self.sentence.cues
            )
            stands = self.cue_at(last + 1, "preposition", "voice")  # "Kiev is quiet", but "Moscow has sent troops"
            return said or (first == 0 and (stands is None or stands.code == "perfect") and not self._suffers(last))
        return self.cue_at(last + 1, "preposition", "clause") is None or self.cue_at(last + 1, "clause") is not None

    def _suffers(self, last: int) -> bool:
        """ "Kiev has been shelled": a passive behind a name."""
        return any(last < c.first <= last + 3 for c in self.sentence.cues_of("voice") if c.code == "passive_been")

    def _beside_verb(self, first: int, last: int) -> bool:
        """Without capitals a subject is known by its verb, right before it ("أعلنت روسيا") or behind."""
        verbs = [c for c in self.sentence.cues if c.category in ("speech", "event", "kind", "status", "begun")]
        verbs = [c for c in verbs if not c.code.endswith((":noun", ":nounTrigger", ":event", ":toll"))]
        return any(c.last == first - 1 or c.first == last + 1 for c in verbs)

    def _before_article(self, first: int) -> int:
        j = first - 1
        return j - 1 if j > 0 and self.cue_at(j, "article") is not None else j

    def _persons(self) -> Iterator[ActorMention]:
        for cue in self.sentence.cues_of("title"):
            span = self._titled(cue)
            if span is None and not self.language.articles:
                span = self._name_behind(cue.last + 1) if not self.language.uncased else self._ranked(cue)
            if span is not None and self.tokens[span[0]].start not in self.places:
                yield self._person(span)

    def _person(self, span: tuple[int, int]) -> ActorMention:
        first, last = span
        name = " ".join(t.text for t in self.tokens[first : last + 1])
        return ActorMention(
            self.tokens[first].start, self.tokens[last].end, provisional_key(name), name, ActorKind.PERSON,
            self.sentence.index, provisional=True,
        )  # fmt: skip

    def _forces(self) -> Iterator[ActorMention]:
        for cue in self.sentence.cues_of("force"):
            owner = self._seat(cue) or self.focal
            if owner is None or self._unit_of_other(cue):
                continue
            yield self._make(cue.first, cue.last, force_entry(owner, cue.code), DESCRIBED)
        for cue in self.sentence.cues_of("statebody"):
            definite = cue.first > 0 and self.cue_at(cue.first - 1, "article") is not None
            definite = definite or (not self.language.articles and cue.code != "state") or cue.code in _NAMED_BODIES
            seat = self._seat(cue)
            owner = seat or self.issuer or self.focal
            if self._of_region(cue):
                continue  # "the authorities of Nagorno-Karabakh" are no state's
            if owner and (definite or seat or self.issuer) and not self.cue_at(cue.first, "title"):
                yield self._make(cue.first, cue.last, _body(owner, cue.code), DESCRIBED)

    def _seat(self, cue: Cue) -> str | None:
        """ISO code of whose body it is, from what stands beside it: "In Moscow the general staff", "МВД Украины"."""
        behind = self.cue_at(cue.last + 1, "preposition")
        joined = behind is not None and behind.code in ("of", "locative", "source")
        first = (behind.last if behind is not None and joined else cue.last) + 1
        first = first + 1 if self.cue_at(first, "article") else first
        if (joined or not self.language.articles) and (code := self._country_at(first)):
            return code
        if (owner := self._owner(cue.first)) is not None:
            return owner
        ahead = self._before_article(cue.first)
        into = self._ending_at(ahead - 1, "preposition") if ahead > 0 else None
        return self._country_at(ahead, seats_only=True) if into is not None and into.code == "locative" else None

    def _owner(self, first: int) -> str | None:
        """ "Russia's army", "Ruslands leger", "Russlands Armee": ISO code of the country right before a force."""
        last = first - 1 - (first > 1 and self.tokens[first - 1].kind == "possessive")
        if last < 0:
            return None
        name = self.tokens[last].text
        owned = last < first - 1 or (self.language.object_first and name.endswith("s"))
        found = self.countries.names.get(name if last < first - 1 else name[:-1]) if owned else None
        return found if found and len(found) == 2 else None

    def _of_region(self, cue: Cue) -> bool:
        """Whether a general word for authorities is followed by whose they are, a place that is no country."""
        behind = self.cue_at(cue.last + 1, "preposition")
        joined = behind is not None and behind.code == "of"
        first = (behind.last if behind is not None and joined else cue.last) + 1
        first = first + 1 if joined and self.cue_at(first, "article") else first
        if cue.code not in ("state", "government") or not (joined or not self.language.articles):
            return False
        return first < len(self.tokens) and self.tokens[first].start in self.places and not self._country_at(first)

    def _country_at(self, first: int, *, seats_only: bool = False) -> str | None:
        for width in (3, 2, 1):
            text = self._words(first, min(first + width, len(self.tokens)) - 1)
            found = self.countries.metonyms.get(text) or (None if seats_only else self.countries.names.get(text))
            if found and len(found) == 2:
                return found
        return None

    def bodies(self) -> Iterator[ActorMention]:
        """Ministries and forces named as an issuer ("Ministry of Defence, Sri Lanka"), of the country at hand."""
        for cue in self.sentence.cues_of("statebody", "force"):
            if self.focal is not None:
                yield self._make(cue.first, cue.last, _body(self.focal, cue.code))

    def _unit_of_other(self, cue: Cue) -> bool:
        return any(self.demonym(j) not in (None, self.focal) for j in (cue.first - 1, cue.first - 2, cue.last + 1))

    def _groups(self) -> Iterator[ActorMention]:
        for cue in self.sentence.cues_of("person"):
            group, gloss = cue.code.split(":")
            if gloss in _NOBODY or (group in ("force", "police") and self.cue_at(cue.first, "force")):
                continue
            kind = _GROUP_KINDS[group]
            yield self._unnamed(cue, gloss, kind, counted=True)

    def _organisations(self) -> Iterator[ActorMention]:
        """ "Alliance Fleuve Congo (AFC)": capitalised words with their acronym in brackets, unknown to the registry."""
        for i in range(1, len(self.tokens) - 2):
            acronym = self.tokens[i + 1]
            if self.tokens[i].text != "(" or self.tokens[i + 2].text not in "),":
                continue
            if not (acronym.text.isupper() and 2 <= len(acronym.text) <= 6 and acronym.is_word):
                continue
            first = self._long_form(i - 1, acronym.text)
            if first is not None:
                name = " ".join(t.text for t in self.tokens[first:i])
                for a, b in ((first, i - 1), (i + 1, i + 1)):
                    yield ActorMention(
                        self.tokens[a].start, self.tokens[b].end, provisional_key(name), name, ActorKind.OTHER,
                        self.sentence.index, provisional=True,
                    )  # fmt: skip

    def _long_form(self, last: int, acronym: str) -> int | None:
        for first in range(last, max(-1, last - 8), -1):
            token = self.tokens[first]
            if not token.is_word:
                return None
            if token.capitalised and token.text[0] == acronym[0] and last - first + 1 >= min(2, len(acronym) - 1):
                return first
        return None


def _body(country: str, code: str) -> Entry:
    """A ministry or parliament as an actor of its own; a head of state or a court speaks for the state."""
    return state(country) if code == "state" else force_entry(country, code)


def _is_of_nation(strike: Cue) -> bool:
    """Whether a nation's adjective before an event's noun names the nation's forces."""
    kind, form = strike.code.split(":")
    return form == "noun" and kind in with_trait("byNation")
