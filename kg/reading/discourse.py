"""What a sentence does to the claims before it: names their source, denies them, says that nobody confirmed them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.model import EventClaim, Figure, Scope, Status
from kg.reading.attribution import Frame, frame_for, is_echo
from kg.reading.bound import Bound
from kg.reading.scene import Scene
from kg.reading.sums import overtake, total

_QUOTES = re.compile(r"[“„«”»]|(?<!\w)‘(?=\w)|(?<=[\w.,!?…])’(?=[\s.,;:)]|$)")
_OPENING = "“„«‘"
_UNSURE = (Status.REPORTED, Status.CLAIMED)


@dataclass
class Discourse:
    """Grows while an article is read: the claims so far, and since where nobody has been named as their source."""

    figures: list[Figure] = field(default_factory=list)
    events: list[EventClaim] = field(default_factory=list)
    paragraph: int = -1
    unsourced_since: int = 0  # offset of the first sentence of the paragraph in a row without a source
    quote_since: int | None = None  # offset of the sentence in which a quotation opened that goes on
    last: tuple[int, int] = (0, 0)  # the figures of the sentence just before, as a range of indexes

    def enter(self, scene: Scene, found: Sequence[Frame]) -> None:
        """Before the claims of a sentence are read: what it says about those before it."""
        if scene.sentence.paragraph != self.paragraph:
            self.paragraph, self.unsourced_since = scene.sentence.paragraph, scene.sentence.start
            self.last = (len(self.figures), len(self.figures))
        if found and is_echo(scene):
            self._source(found[0].speakers, self.unsourced_since)
        elif found and self.quote_since is not None:
            self._source(found[0].speakers, self.quote_since)

    def _source(self, speakers: tuple[str, ...], since: int) -> None:
        for i in _latest(self.figures, since):
            if not self.figures[i].attribution:
                self.figures[i] = replace(self.figures[i], attribution=speakers)
        for i in _latest(self.events, since):
            if not self.events[i].attribution:
                self.events[i] = replace(self.events[i], attribution=speakers)

    def add(
        self, scene: Scene, found: Sequence[Frame], counts: Sequence[tuple[Figure, Bound]], events: list[EventClaim],
        text: str,
    ) -> None:  # fmt: skip
        """The claims of a sentence, with those it makes about the figures just before it."""
        if not counts:
            self._judge(scene, found)
        first = len(self.figures)
        for figure, bound in counts:
            versions = _versions(scene, found, self._sourced(scene, figure, bound, found), bound)
            self.figures += versions
            at = len(self.figures) - len(versions)
            overtake(self.figures, at, scene, bound)
            self.figures += total(scene, self.figures[at], bound, at, text)
        self.events += events
        if counts:
            self.last = (first, len(self.figures))
        else:
            self.last = (first, first)

    def leave(self, scene: Scene, found: Sequence[Frame], text: str) -> None:
        if found:
            self.unsourced_since = scene.sentence.end
        self.quote_since = _still_quoting(scene, text, self.quote_since)

    def _sourced(self, scene: Scene, figure: Figure, bound: Bound, found: Sequence[Frame]) -> Figure:
        """ "Among the dead are seven children": a part of a count has the source of the count."""
        told = bound.part or any(c.first <= 1 for c in scene.sentence.cues_of("other"))
        if figure.attribution or found or not told or figure.status is not Status.REPORTED:
            return figure
        whole = next((f for f in reversed(self.figures[slice(*self.last)]) if f.scope is not Scope.PART), None)
        return figure if whole is None else replace(figure, attribution=whole.attribution)

    def _judge(self, scene: Scene, found: Sequence[Frame]) -> None:
        """ "The army denied that figure.", "The figures could not be verified.": about the sentence before."""
        verdict = _verdict(scene, found)
        indexes = range(*self.last)
        if verdict is None or not indexes:
            return
        status, speakers = verdict
        if status is Status.DENIED:
            whole = [self.figures[i] for i in indexes if self.figures[i].scope is not Scope.PART]
            self.figures += [_denied(f, speakers) for f in whole[-1:] if f.attribution[:1] != speakers[:1]]
            return
        for i in indexes:
            if self.figures[i].status in _UNSURE:
                self.figures[i] = replace(self.figures[i], status=status)


def _latest(claims: Sequence[Figure] | Sequence[EventClaim], since: int) -> range:
    """Indexes of the claims since an offset; they stand in the order of their sentences."""
    first = len(claims)
    while first and claims[first - 1].evidence.start >= since:
        first -= 1
    return range(first, len(claims))


def _denied(figure: Figure, speakers: tuple[str, ...]) -> Figure:
    return replace(figure, status=Status.DENIED, attribution=speakers, rule=f"denial of a figure ({figure.rule})")


def _verdict(scene: Scene, found: Sequence[Frame]) -> tuple[Status, tuple[str, ...]] | None:
    """What a sentence without figures says of the one before it, and who says so."""
    if not any(c.code == "said" for c in scene.cues("back")):
        return None
    denial = next((frame for frame in found if frame.denies), None)
    if denial is not None:
        holds_more = any(c.code == "complement" and c.first > denial.last for c in scene.cues("clause_open"))
        return None if holds_more else (Status.DENIED, denial.speakers)
    if scene.cues("event") or any(c.code.endswith((":verb", ":intransitive")) for c in scene.cues("kind")):
        return None
    unsure = any(c.code == "unverified" for c in scene.cues("status"))
    return (Status.UNVERIFIED, ()) if unsure else None


def _versions(scene: Scene, found: Sequence[Frame], figure: Figure, bound: Bound) -> list[Figure]:
    """A figure and its denial by another in its sentence: "rejects the claim by X that ...", ", which Y denied"."""
    own = frame_for(scene, found, bound.number.core)
    rivals = [f for f in found if f.denies and (f.back if own is None or not own.claim else f.first < own.first)]
    rivals = [f for f in rivals if not f.back or f.first > bound.number.last]
    if own is not None and own.claim and not rivals:
        return [figure]
    doubted = any(f.back and not f.denies and f.first > bound.number.last for f in found)
    kept = replace(figure, status=Status.UNVERIFIED) if doubted and figure.status in _UNSURE else figure
    return [kept, *(_denied(kept, f.speakers) for f in rivals[:1] if f.speakers[:1] != kept.attribution[:1])]


def _still_quoting(scene: Scene, text: str, since: int | None) -> int | None:
    """Where the quotation began that is open at the end of a sentence."""
    sentence = scene.sentence
    for mark in _QUOTES.findall(text[sentence.start : sentence.end + 1]):
        if mark in _OPENING and not (mark == "“" and since is not None and sentence.start > since):
            since = sentence.start if since is None else since
        else:
            since = None
    return since
