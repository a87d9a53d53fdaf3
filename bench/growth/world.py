"""What the articles of the fill tell: who did what where and when, how many it cost, and in which words.

Each is a pure function of its number. Places, actors and words are few that everybody names and many that hardly
anybody does; one article in a hundred tells again, in other words, what another paper told the day before or the same.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from kg.cases.model import Spot
from kg.cases.where import kilometres
from kg.model import Actor, ActorKind, Kind, Place, Precision, Status

T = TypeVar("T")
SEED = 20240305
GOLD = Path(__file__).parents[2] / "data" / "gold" / "cases.jsonl"
FIRST_DAY = dt.date(2014, 1, 1)
DAYS = 3_650
APART_KM = 16.0  # events in two places are never one, so which are one can be told place by place
_BUSY = 10  # Zipf-Mandelbrot: the busiest place has one article in seventy, not one in nine
_WORDS = (25, 60)  # behind the first sentence; the samples have 25 to 50
_AGAIN = 0.01
_TYPES = ("airstrike", "battle", "shelling", "bombing", "attack_on_civilians", "drone_attack", "abduction", "riot")
_KINDS = (Kind.KILLED, Kind.KILLED, Kind.INJURED, Kind.DISPLACED, Kind.CAPTURED)
_STATUSES = (Status.REPORTED,) * 6 + (Status.CLAIMED, Status.UNVERIFIED)
_ARMED = (ActorKind.ARMED_GROUP, ActorKind.STATE_FORCE)
_COUNTRIES = ("UA", "SY", "IQ", "SO", "ML", "CO", "CD", "SD", "YE", "MM")
_SYLLABLES = ("ka", "rem", "du", "lo", "mi", "zan", "ta", "vor", "esh", "qa", "nu", "bel")


@dataclass(frozen=True, slots=True)
class Draw:
    """What one article tells; places, actors and papers by their number in the world."""

    day: int  # of the event, since FIRST_DAY
    late: int  # days until it is in the paper
    paper: int
    place: int
    actor: int
    type: str
    kind: Kind
    status: Status
    value: int


@dataclass(frozen=True)
class World:
    places: tuple[Place, ...]
    actors: tuple[Actor, ...]
    papers: tuple[str, ...]
    follows: dict[str, list[str]]  # word -> the words that stand behind it in the samples
    days: int = DAYS

    def draw(self, number: int) -> Draw:
        """What the article of that number tells."""
        dice = random.Random(SEED + number)
        own = self._drawn(dice)
        if number < 500 or dice.random() >= _AGAIN:
            return own
        told = self._drawn(random.Random(SEED + number - dice.randint(1, 500)))
        value = told.value if dice.random() < 0.5 else own.value
        return replace(told, paper=own.paper, late=own.late, status=own.status, value=value)

    def _drawn(self, dice: random.Random) -> Draw:
        return Draw(
            day=int(dice.random() * self.days),
            late=int(dice.random() * 3),
            paper=_rank(dice, len(self.papers)),
            place=_rank(dice, len(self.places)),
            actor=_rank(dice, len(self.actors)),
            type=_one(dice, _TYPES),
            kind=_one(dice, _KINDS),
            status=_one(dice, _STATUSES),
            value=int(dice.paretovariate(0.9)),
        )

    def words(self, number: int) -> str:
        """Of the rest of the text: words that follow each other in the samples, and now and then another."""
        dice = random.Random(-SEED - number)
        starts = self._starts
        found = [_one(dice, starts)]
        for _ in range(_WORDS[0] + int(dice.random() * (_WORDS[1] - _WORDS[0]))):
            follow = self.follows.get(found[-1]) if dice.random() < 0.7 else None
            found.append(_one(dice, follow or starts))
        return " ".join(found)

    @property
    def _starts(self) -> list[str]:
        return self.follows[""]


def make_world(known: Iterable[Place] = (), places: int = 5_000, days: int = DAYS) -> World:
    """``known`` are among the busiest places, as far as they are apart: the articles that are added meet a crowd."""
    dice = random.Random(SEED)
    return World(
        places=tuple(_places(dice, known, places)),
        actors=tuple(_actor(dice, number) for number in range(1_500)),
        papers=tuple(f"The {_name(dice)} {_name(dice)} Post" for _ in range(60)),
        follows=_followers(),
        days=days,
    )


def _rank(dice: random.Random, count: int) -> int:
    """0, 1, ... ``count`` - 1, each less likely than the one before: Zipf-Mandelbrot with exponent 1."""
    return min(int(_BUSY * ((count + _BUSY) / _BUSY) ** dice.random()) - _BUSY, count - 1)


def _one(dice: random.Random, items: Sequence[T]) -> T:
    return items[int(dice.random() * len(items))]


def _actor(dice: random.Random, number: int) -> Actor:
    kind = _one(dice, _ARMED)
    return Actor(f"actor-{number}", f"{_name(dice)} {kind.value.replace('_', ' ')}", kind, ())


def _places(dice: random.Random, known: Iterable[Place], count: int) -> list[Place]:
    """Each far enough from all others."""
    found: list[Place] = []
    cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
    candidates = iter(known)
    while len(found) < count:
        place = next(candidates, None) or _somewhere(dice, len(found))
        assert place.latitude is not None
        assert place.longitude is not None
        row, column = int(place.latitude // 0.5), int(place.longitude // 0.5)
        around = [each for up in (-1, 0, 1) for aside in (-1, 0, 1) for each in cells[row + up, column + aside]]
        if all(kilometres(_spot(place), _spot(other)) > APART_KM for other in around):
            found.append(place)
            cells[row, column].append(place)
    return found


def _somewhere(dice: random.Random, number: int) -> Place:
    latitude, longitude = round(dice.uniform(-10, 50), 4), round(dice.uniform(-5, 60), 4)
    country = _one(dice, _COUNTRIES)
    return Place(f"gn-{number + 1}", _name(dice), country, latitude, longitude, number + 1, Precision.TOWN, ())


def _spot(place: Place) -> Spot:
    return Spot(place.key, place.name, place.precision, place.country or "", place.latitude, place.longitude)


def _name(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))).capitalize()


def _followers() -> dict[str, list[str]]:
    """Under the empty word all words of the samples, as often as they stand there."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        words = json.loads(line).get("text", "").split()
        found[""] += words
        for one, two in pairwise(words):
            found[one].append(two)
    return dict(found)
