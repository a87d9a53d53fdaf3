"""Why the reader says what it says: each sentence with what was found in it, and each number with what decided it.

The stages are pure, so they are run once more and asked; nothing is recorded while an article is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg import languages
from kg.model import Article, Figure, Reading, Status
from kg.reading.annotate import annotate
from kg.reading.attribution import Frame, frame_for, frames
from kg.reading.bound import Bound
from kg.reading.counting import counted_noun, why_not
from kg.reading.figures import read_figures
from kg.reading.numbers import Number
from kg.reading.predicates import why_not as why_not_predicate
from kg.reading.printed import as_read
from kg.reading.read import read, setting_of
from kg.reading.scene import Scene


@dataclass(frozen=True, slots=True)
class Decision:
    """One slot of a figure: what it got, and because of what."""

    slot: str
    value: str
    because: str


@dataclass(frozen=True, slots=True)
class NumberStory:
    """A number of the text: the figure it became, or why it became none; and the predicates it could have had."""

    words: str
    means: str
    decisions: tuple[Decision, ...] = ()
    rejected: str = ""
    considered: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceStory:
    text: str
    passed_over: str  # why nothing is claimed here; empty when the sentence is read
    actors: tuple[str, ...]
    places: tuple[str, ...]
    dates: tuple[str, ...]
    numbers: tuple[NumberStory, ...]
    events: tuple[str, ...]


def explain(article: Article) -> tuple[Reading, tuple[SentenceStory, ...]]:
    """The reading of the article as its rules read it (without tricks and shouting), and its story."""
    copy = as_read(article)
    reading = read(copy)
    if copy.language not in languages.supported():
        return reading, ()
    return reading, tuple(_Teller(reading).stories(annotate(copy, languages.load(copy.language))))


@dataclass(frozen=True)
class _Teller:
    reading: Reading

    def stories(self, scenes: Sequence[Scene]) -> Iterator[SentenceStory]:
        """Walks the sentences as `read` does, so that what is inherited is the same."""
        text = self.reading.article.text
        setting = setting_of(self.reading.article, scenes)
        for scene in scenes:
            readable = scene.sentence.readable
            found = frames(scene, setting.antecedent, setting.speaker) if readable else ()
            setting.enter(scene, found)
            counts = read_figures(scene, found, setting, text) if readable else []
            yield self._story(scene, found, [bound for _, bound in counts])
            if readable or not scene.sentence.foreign:
                setting.leave(scene, found)

    def _story(self, scene: Scene, found: Sequence[Frame], bounds: Sequence[Bound]) -> SentenceStory:
        text = self.reading.article.text
        return SentenceStory(
            text=" ".join(scene.sentence.text(text).split()),
            passed_over=_passed_over(scene),
            actors=tuple(f"{text[m.start : m.end]} = {m.name} ({m.kind.value})" for m in scene.actors),
            places=tuple(_place(text[m.start : m.end], m.place.name, m.place.country) for m in scene.places),
            dates=tuple(f"{self._words(scene, d.first, d.last)} = {_iso(d.period.iso, d.since)}" for d in scene.dates),
            numbers=tuple(self._numbers(scene, found, {bound.number.core: bound for bound in bounds})),
            events=tuple(self._events(scene)),
        )

    def _words(self, scene: Scene, first: int, last: int) -> str:
        return self.reading.article.text[scene.tokens[first].start : scene.tokens[last].end]

    def _numbers(self, scene: Scene, found: Sequence[Frame], bounds: Mapping[int, Bound]) -> Iterator[NumberStory]:
        """Numbers left to right; a bare article only where it counts somebody, a zero where nobody is counted."""
        cores = {number.core for number in scene.numbers}
        zeros = [bound.number for core, bound in bounds.items() if core not in cores]
        for number in sorted([*scene.numbers, *zeros], key=lambda n: n.first):
            bound = bounds.get(number.core)
            if bound is not None:
                yield self._bound(scene, found, bound)
            elif scene.sentence.readable and not number.indefinite:
                words = self._words(scene, number.first, number.last)
                considered = tuple(_considered(scene, number, None))
                yield NumberStory(words, _interval(number), rejected=why_not(scene, number), considered=considered)

    def _bound(self, scene: Scene, found: Sequence[Frame], bound: Bound) -> NumberStory:
        words = self._words(scene, bound.number.first, bound.number.last)
        figure = self._figure(scene, bound)
        considered = tuple(_considered(scene, bound.number, bound))
        if figure is None:
            repeat = f"{bound.rule}, but the same source told this number before"
            return NumberStory(words, _interval(bound.number), rejected=repeat, considered=considered)
        decisions = tuple(self._decisions(scene, found, bound, figure))
        return NumberStory(words, _interval(bound.number), decisions, considered=considered)

    def _figure(self, scene: Scene, bound: Bound) -> Figure | None:
        """The figure of the reading that this number became."""
        start = scene.tokens[bound.first].start
        said = self._words(scene, bound.number.first, bound.number.last)
        here = [f for f in self.reading.figures if f.evidence.start <= scene.tokens[bound.number.first].start]
        here = [f for f in here if f.evidence.end >= scene.tokens[bound.number.last].end and f.kind == bound.kind]
        return next((f for f in here if f.verbatim == said and f.evidence.start >= min(start, f.evidence.start)), None)

    def _decisions(self, scene: Scene, found: Sequence[Frame], bound: Bound, figure: Figure) -> Iterator[Decision]:
        names = self.reading.actor_names()
        frame = frame_for(scene, found, bound.number.core)
        speakers = ", ".join(names[key] for key in figure.attribution) or "nobody"
        yield Decision("kind", figure.kind.value, bound.rule)
        yield Decision("who", figure.population, _why_counted(bound))
        yield Decision("status", figure.status.value, _why_status(scene, figure.status))
        yield Decision("source", speakers, self._why_source(scene, frame, figure))
        yield Decision("scope", f"{figure.scope.value}, {figure.measure.value}", _qualified(figure))
        places = self.reading.place_names()
        place = places[figure.place] if figure.place else "unknown"
        yield Decision("place", place, _near(place, [m.place.name for m in scene.places]))
        date = (figure.period.iso or "a longer span") if figure.period else "unknown"
        since = any(d.since for d in scene.dates)
        told = "from a day named in the sentence" if since else _near(date, [d.period.iso or "" for d in scene.dates])
        yield Decision("date", date, told)

    def _why_source(self, scene: Scene, frame: Frame | None, figure: Figure) -> str:
        if not figure.attribution:
            return "no words of speech in the sentence"
        if frame is None:
            return "whoever issued the text, plans, or is named right behind speaks here"
        return f"said: {self._words(scene, frame.first, frame.last)!r}"

    def _events(self, scene: Scene) -> Iterator[str]:
        for event in self.reading.events:
            if scene.sentence.start <= event.trigger.start < scene.sentence.end:
                yield f"{event.type} ({event.status.value}) {event.trigger.quote!r}: {event.rule}"


def _passed_over(scene: Scene) -> str:
    if scene.sentence.furniture:
        return "header, credit or tweet: mentions only"
    return "in another language: mentions only" if scene.sentence.foreign else ""


def _place(words: str, name: str, country: str | None) -> str:
    return f"{words} = {name}, {country or 'unknown country'}"


def _iso(date: str | None, since: bool) -> str:
    return f"{'since ' if since else ''}{date or 'a longer span'}"


def _interval(number: Number) -> str:
    low, high = ("" if bound is None else f"{bound:,}" for bound in (number.low, number.high))
    return f"{low if low == high else f'{low}..{high}'} {number.qualifier.value}"


def _why_counted(bound: Bound) -> str:
    return "no noun behind the number" if bound.counted is None else f"counted noun of the group {bound.counted.group}"


def _why_status(scene: Scene, status: Status) -> str:
    cues = [c.phrase for c in scene.cues("status") if c.code == status.value]
    return f"because of {', '.join(map(repr, cues))}" if cues else "no word of doubt, fear, plan or denial about it"


def _qualified(figure: Figure) -> str:
    return "the bounds are a convention" if figure.conventional else "the bounds are those of the words"


def _near(value: str, here: Sequence[str]) -> str:
    if value == "unknown":
        return "nothing named"
    return "named in the sentence" if value in here else "inherited from the story"


def _considered(scene: Scene, number: Number, bound: Bound | None) -> Iterator[tuple[str, str]]:
    """Predicates of the sentence that did not bind the number."""
    noun = bound.counted if bound is not None else counted_noun(scene, number)
    for cue in scene.cues("kind"):
        chosen = bound is not None and bound.rule.endswith(f": {cue.phrase}")
        itself = noun is not None and cue.first <= noun.last <= cue.last
        if not chosen and not itself:
            reason = why_not_predicate(scene, cue, number, noun)
            nearer = "another one decided" if bound is not None else "nothing counted that it could befall"
            yield f"{cue.phrase} ({cue.code.split(':')[0]})", reason or nearer
