"""Figures of a sentence: bound numbers with status, source, scope, measure, date, place and their exact quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.languages import one_of
from kg.languages.patterns import Cue
from kg.model import Evidence, Figure, Kind, Measure, Period, Qualifier, Scope, Status
from kg.reading.attribution import Frame, frame_for, status_of
from kg.reading.bound import Bound, Counted
from kg.reading.counting import bind
from kg.reading.numbers import Number
from kg.reading.scene import Scene
from kg.reading.setting import Setting

_HARM = frozenset({Kind.KILLED, Kind.INJURED, Kind.CAPTURED, Kind.ABDUCTED, Kind.RELEASED})
_LEAVING = frozenset({Kind.DISPLACED, Kind.AFFECTED, Kind.RELEASED})
_MOVING = frozenset({Kind.DISPLACED, Kind.AFFECTED})  # over days: the month of the story, where no date is told
_LONGEST_QUOTE = 160


def read_figures(scene: Scene, found: Sequence[Frame], setting: Setting, text: str) -> list[tuple[Figure, Bound]]:
    """All figures of one sentence, left to right, with what bound them."""
    figures: list[tuple[Figure, Bound]] = []
    previous = setting.last_bound
    for number in scene.numbers:
        bound = bind(scene, number, previous)
        if bound is not None:
            bound = replace(bound, sentence=scene.sentence.index)
            previous = bound
            figures.append((_figure(scene, bound, found, setting, text), bound))
    figures += _zeros(scene, found, setting, text)
    setting.last_bound = previous
    return figures


def _figure(scene: Scene, bound: Bound, found: Sequence[Frame], setting: Setting, text: str) -> Figure:
    number, at = bound.number, bound.number.core
    frame = frame_for(scene, found, at)
    status = status_of(scene, at, frame, tail=bound.last, counted=_phrase(bound))
    status = Status.DENIED if bound.denied else status
    if status is Status.PLANNED and scene.cues("prevented"):
        status = Status.EXPECTED  # "foiled an attack that would have killed dozens": nobody's plan who foiled it
    measure = _measure(scene, bound)
    date = setting.date_near(scene, at)
    scope = _scope(scene, bound, date, setting)
    inherits = bound.kind in _HARM and measure is Measure.FLOW and scope is not Scope.CUMULATIVE
    settled = status in (Status.REPORTED, Status.UNVERIFIED, Status.DENIED)
    period = date or (setting.inherited_date() if inherits and settled else None)
    if period is None and settled and bound.kind in _MOVING and measure is Measure.FLOW and scope is Scope.INCIDENT:
        period = setting.inherited_month()
    if status in (Status.PLANNED, Status.EXPECTED, Status.FEARED):
        period = setting.to_come(scene, period)
    return Figure(
        kind=bound.kind, low=number.low, high=number.high, value=number.value, qualifier=number.qualifier,
        verbatim=text[scene.tokens[number.first].start : scene.tokens[number.last].end],
        population=_population(scene, bound), status=status, measure=measure, scope=scope,
        evidence=_quote(scene, bound, text),
        attribution=_speakers(scene, frame, status, at, setting),
        period=period, place=_place(scene, bound, measure, setting, here=not setting.began_before(period)),
        conventional=number.conventional, rule=bound.rule,
    )  # fmt: skip


def _place(scene: Scene, bound: Bound, measure: Measure, setting: Setting, *, here: bool) -> str | None:
    going, leaving = _is_going(scene, bound, measure), bound.kind in _LEAVING
    return setting.place_near(scene, bound.number.core, going=going, leaving=leaving, here=here)


def _is_going(scene: Scene, bound: Bound, measure: Measure) -> bool:
    """People who arrive or are put up, and troops who are sent, are counted where they go to."""
    if bound.kind is Kind.STRENGTH:
        return measure is Measure.FLOW
    return bound.kind is Kind.DISPLACED and (measure is Measure.CAPACITY or bool(scene.cues("arrival")))


def _phrase(bound: Bound) -> range:
    """The tokens between a number and its noun."""
    return range(bound.number.last + 1, bound.counted.last + 1) if bound.counted is not None else range(0)


def _speakers(scene: Scene, frame: Frame | None, status: Status, at: int, setting: Setting) -> tuple[str, ...]:
    if frame is not None:
        return frame.speakers
    return (setting.planner(scene, at) if status is Status.PLANNED else ()) or setting.issuer


def _quote(scene: Scene, bound: Bound, text: str) -> Evidence:
    first, last = bound.first, bound.last
    start, end = scene.tokens[first].start, scene.tokens[last].end
    if end - start > _LONGEST_QUOTE:
        noun_end = (
            bound.counted.last if bound.counted and bound.counted.last >= bound.number.first else bound.number.last
        )
        start, end = scene.tokens[bound.number.first].start, scene.tokens[noun_end].end
    return Evidence(start, end, text[start:end])


def _population(scene: Scene, bound: Bound) -> str:
    noun = bound.counted
    one = bound.number.value == 1
    gloss = "people" if noun is None or noun.group == "victim" else noun.gloss
    gloss = one_of(gloss) if one and not gloss.startswith("people from") else gloss
    if noun is None:
        return gloss
    lo, hi = bound.number.last + 1, noun.last
    owner = next(
        (m.name for m in scene.actors if not m.counted and m.rank > 1 and lo <= scene.span(m)[0] <= hi + 1), None
    )
    return f"{gloss} of {owner}" if owner and noun.group in ("force", "fighter", "police") else gloss


def _measure(scene: Scene, bound: Bound) -> Measure:
    near = [c for c in scene.cues("measure") if scene.distance(c.first, c.tail, bound.number.first, bound.last) <= 10]
    codes = {c.code for c in near}
    if "capacity" in codes and bound.kind in (Kind.DISPLACED, Kind.AFFECTED):
        return Measure.CAPACITY
    if bound.kind is Kind.STRENGTH:
        return Measure.FLOW if "sending" in codes else Measure.STOCK
    if bound.kind is Kind.MISSING:
        return Measure.STOCK
    return Measure.STOCK if "stock" in codes and bound.kind not in (Kind.KILLED, Kind.INJURED) else Measure.FLOW


def _scope(scene: Scene, bound: Bound, date: Period | None, setting: Setting) -> Scope:
    at = bound.number.core
    part = [
        c
        for c in scene.cues("scope")
        if c.code == "part" and scene.distance(c.first, c.last, at, at) <= 5 and not _of_next(scene, c, bound)
    ]
    if bound.part or part:
        return Scope.PART
    if setting.is_past(date):
        return Scope.BACKGROUND
    since = any(d.since and date is not None and d.period.begin == date.begin for d in scene.dates)
    words = [c for c in scene.cues("scope") if c.code == "cumulative"]
    if date is not None and not since:  # "14,000 since 2014 ... two on Friday": the span is another number's
        words = [c for c in words if not any(d.since and d.first - 1 <= c.last <= d.last for d in scene.dates)]
    cumulative = since or bool(words)
    return Scope.CUMULATIVE if cumulative else Scope.INCIDENT


def _of_next(scene: Scene, cue: Cue, bound: Bound) -> bool:
    """ "30 people, among them five children": the words are about the number behind them."""
    behind = any(0 < n.first - cue.last <= 3 for n in scene.numbers)
    return behind and cue.first > bound.number.last + 1


def _zeros(scene: Scene, found: Sequence[Frame], setting: Setting, text: str) -> list[tuple[Figure, Bound]]:
    """ "geen slachtoffers", "nobody was hurt": nobody is a figure too."""
    out: list[tuple[Figure, Bound]] = []
    for no in (c for c in scene.cues("negation") if c.code == "no"):
        for hit in _nobody(scene, no):
            zero = Number(no.first, no.first, no.last, 0, 0, 0, Qualifier.EXACT)
            noun = Counted(hit.last, "victim", "people")
            first, last = min(no.first, hit.first), max(no.last, hit.last)  # "Verletzt wurde niemand"
            bound = Bound(zero, Kind(hit.code), noun, first, last, f"zero: {no.phrase}")
            out.append((_figure(scene, bound, found, setting, text), bound))
    return out


def _nobody(scene: Scene, no: Cue) -> list[Cue]:
    """What befell nobody: the first word of harm behind the negation, and one of another kind joined to it."""
    if any(c.first == no.last + 1 for c in scene.sentence.cues_of("linker")):
        return []
    clause = scene.clause_of[no.first]
    harm = [c for c in scene.sentence.cues_of("casualties") if scene.clause_of[c.first] == clause]
    hit = next((c for c in harm if 0 < c.first - no.last <= 4), None)
    hit = hit or next((c for c in harm if 0 < no.first - c.last <= 2 and _auxiliary(scene, no.first - 1)), None)
    if hit is None:
        return []
    joined = (c for c in harm if c.first == hit.last + 2 and c.code != hit.code)
    coordinators = {c.first for c in scene.sentence.cues_of("clause") if c.code == "coordinator"}
    return [hit, *(c for c in joined if hit.last + 1 in coordinators)]


def _auxiliary(scene: Scene, i: int) -> bool:
    return any(c.first <= i <= c.last for c in scene.sentence.cues_of("voice"))
