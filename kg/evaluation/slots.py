"""Gold and predictions as the same frozen slots: what is compared, and nothing else of a record."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import MalformedSource
from kg.evaluation.likeness import fold

# The guidelines know five statuses; the model splits two of them, and the same word for one of them is enough.
_STATUS = {"planned": "expected", "feared": "expected", "unverified": "unconfirmed", "claimed": "reported"}


@dataclass(frozen=True, slots=True)
class FigureSlot:
    """One number; an open end of its interval is 0 or infinity."""

    kind: str
    low: float
    high: float
    status: str
    who: str = ""
    quote: str = ""
    attributed_to: tuple[str, ...] = ()
    date: str = ""
    place: str = ""

    def __str__(self) -> str:
        high = "" if self.high == math.inf else f"{self.high:.0f}"
        return f"{self.kind} {self.low:.0f}..{high} {self.status} {self.quote!r}"


@dataclass(frozen=True, slots=True)
class ActorSlot:
    name: str
    mentions: frozenset[str] = frozenset()  # folded

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class PlaceSlot:
    name: str
    latitude: float | None = None
    longitude: float | None = None
    role: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class EventSlot:
    type: str
    status: str
    place: str = ""
    date: str = ""
    agents: tuple[str, ...] = ()
    quote: str = ""

    def __str__(self) -> str:
        return f"{self.type} {self.status} in {self.place or '?'} on {self.date or '?'} {self.quote!r}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody found in one article."""

    figures: tuple[FigureSlot, ...] = ()
    actors: tuple[ActorSlot, ...] = ()
    places: tuple[PlaceSlot, ...] = ()
    events: tuple[EventSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """The right answer for one article; ``negative`` says that nothing at all is right."""

    identifier: str
    language: str
    negative: bool
    answer: Answer


def load_gold(path: Path) -> list[Gold]:
    """One article a line; raises MalformedSource naming the line that is no gold."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_gold(line, f"{path.name}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]


def _gold(line: str, source: str) -> Gold:
    try:
        record = json.loads(line)
        return Gold(str(record["id"]), record.get("lang", "?"), bool(record.get("negative")), answer(record["gold"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = f'{source} is no gold ({error!r}): an article is {{"id", "lang", "text", "gold": {{"figures": ...}}}}.'
        raise MalformedSource(hint) from error


def answer(record: Mapping[str, Any]) -> Answer:
    """The four lists of a record of `kg extract`, or of the gold, as slots; a figure told twice counts once."""
    return Answer(
        figures=_unique(map(_figure, record.get("figures") or ())),
        actors=tuple(map(_actor, record.get("actors") or ())),
        places=tuple(map(_place, record.get("places") or ())),
        events=tuple(map(_event, record.get("events") or ())),
    )


def _unique(figures: Iterable[FigureSlot]) -> tuple[FigureSlot, ...]:
    first: dict[tuple[object, ...], FigureSlot] = {}
    for figure in figures:
        first.setdefault(_identity(figure), figure)
    return tuple(first.values())


def _identity(figure: FigureSlot) -> tuple[object, ...]:
    who, quote = fold(figure.who)[:24], fold(figure.quote)[:40]  # longer ones differ in their tails only
    return (figure.kind, figure.low, figure.high, figure.status, who, quote)


def _figure(slot: Mapping[str, Any]) -> FigureSlot:
    return FigureSlot(
        kind=_text(slot, "kind"),
        low=0 if slot.get("low") is None else int(slot["low"]),
        high=math.inf if slot.get("high") is None else int(slot["high"]),
        status=_status(slot),
        who=_text(slot, "who"),
        quote=_text(slot, "quote"),
        attributed_to=tuple(slot.get("attributed_to") or ()),
        date=_text(slot, "date"),
        place=_text(slot, "place"),
    )


def _actor(slot: Mapping[str, Any]) -> ActorSlot:
    spelt = (m if isinstance(m, str) else m.get("text", "") for m in slot.get("mentions") or ())
    return ActorSlot(_text(slot, "name"), frozenset(filter(None, map(fold, spelt))))


def _place(slot: Mapping[str, Any]) -> PlaceSlot:
    return PlaceSlot(_text(slot, "name"), slot.get("lat"), slot.get("lon"), _text(slot, "role"))


def _event(slot: Mapping[str, Any]) -> EventSlot:
    return EventSlot(
        type=_text(slot, "type"),
        status=_status(slot),
        place=_text(slot, "place"),
        date=_text(slot, "date"),
        agents=tuple(slot.get("agents") or ()),
        quote=_text(slot, "quote"),
    )


def _text(slot: Mapping[str, Any], key: str) -> str:
    return str(slot.get(key) or "")


def _status(slot: Mapping[str, Any]) -> str:
    status = _text(slot, "status")
    return _STATUS.get(status, status)
