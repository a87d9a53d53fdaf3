"""The actors, places and papers of the synthetic graph: few that everybody names, many that hardly anybody does."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.model import Actor, ActorKind, Place, Precision

T = TypeVar("T")
_KINDS = (
    *(ActorKind.ARMED_GROUP,) * 4,
    *(ActorKind.STATE_FORCE,) * 3,
    *(ActorKind.PERSON,) * 2,
    ActorKind.STATE,
    ActorKind.NGO,
)
_COUNTRIES = ("UA", "SY", "IQ", "SO", "ML", "CO", "CD", "SD", "YE", "MM")
_SYLLABLES = ("ka", "rem", "du", "lo", "mi", "zan", "ta", "vor", "esh", "qa", "nu", "bel")


@dataclass(frozen=True)
class World:
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    agencies: tuple[Actor, ...]
    papers: tuple[str, ...]


def make_world(rng: random.Random, actors: int = 1_500, places: int = 1_000) -> World:
    return World(
        actors=tuple(_actor(rng, number) for number in range(actors)),
        places=tuple(_place(rng, number) for number in range(places)),
        agencies=tuple(Actor(f"agency-{n}", f"{_name(rng)} News Agency", ActorKind.MEDIA, ()) for n in range(20)),
        papers=tuple(f"The {_name(rng)} Post" for _ in range(60)),
    )


def draw(rng: random.Random, items: Sequence[T]) -> T:
    """One of the items, the first the likeliest: Zipf with exponent 1, near enough, in constant time."""
    return items[min(int(len(items) ** rng.random()) - 1, len(items) - 1)]


def _actor(rng: random.Random, number: int) -> Actor:
    kind = rng.choice(_KINDS)
    return Actor(f"actor-{number}", f"{_name(rng)} {kind.value.replace('_', ' ')}", kind, ())


def _place(rng: random.Random, number: int) -> Place:
    country = draw(rng, _COUNTRIES)
    precision = rng.choice((Precision.TOWN, Precision.TOWN, Precision.SITE, Precision.REGION))
    latitude, longitude = round(rng.uniform(-10, 50), 4), round(rng.uniform(-5, 60), 4)
    return Place(f"gn-{number + 1}", _name(rng), country, latitude, longitude, number + 1, precision, ())


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).capitalize()
