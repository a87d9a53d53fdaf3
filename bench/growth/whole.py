"""Synthetic articles with all that a reader finds in one, made ready for the store."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bench.growth.world import SEED
from bench.speed.generate import reading
from bench.speed.world import World, make_world
from kg.prepare import Prepared, graphs_of


def made(number: int, world: World, dice: random.Random, base: str, events: int) -> Prepared:
    """A synthetic article as the reader would hand it over."""
    told = reading(dice, world, number, events)
    return Prepared(told.article.source, told.article.content_hash, told.article.text, graphs_of(told, base), {}, ())


def some(count: int, base: str, events: int) -> Iterator[Prepared]:
    dice = random.Random(SEED)
    world = make_world(dice)
    return (made(number, world, dice, base, events) for number in range(count))
