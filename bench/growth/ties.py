"""Which articles of the fill tell of one event: those that the product's own measure ties, place by place.

Places lie too far apart for two of them to be one, so pairs are looked for in each place on each day and the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import NamedNode

from bench.growth.shape import days
from bench.growth.world import Draw, World
from kg.cases import likeness
from kg.cases.model import Number, Span, Spot, Told
from kg.cases.types import has_sides, may_be_one

_GRAPH = NamedNode("urn:x:graph")


def tied(world: World, count: int) -> set[int]:
    """The numbers of all articles whose event is tied to that of another."""
    there: dict[tuple[int, int], list[tuple[int, Draw]]] = defaultdict(list)
    for number in range(count):
        draw = world.draw(number)
        there[draw.place, draw.day].append((number, draw))
    found: set[int] = set()
    for (place, day), here in there.items():
        for (one, first), (two, second) in _pairs(here, there.get((place, day + 1), [])):
            if may_be_one(first.type, second.type) and _alike(first, second):
                told = _told(world, one, first), _told(world, two, second)
                if likeness.score(*told, lambda actor: frozenset({actor})) >= likeness.THRESHOLD:
                    found |= {one, two}
    return found


def _alike(one: Draw, two: Draw) -> bool:
    """Other actors and other tolls never come to enough, but in a battle, which has two sides."""
    return one.actor == two.actor or one.value == two.value or (has_sides(one.type) and has_sides(two.type))


def _pairs(
    here: list[tuple[int, Draw]], after: list[tuple[int, Draw]]
) -> Iterator[tuple[tuple[int, Draw], tuple[int, Draw]]]:
    for index, one in enumerate(here):
        for two in here[index + 1 :]:
            yield one, two
        for two in after:
            yield one, two


def _told(world: World, number: int, draw: Draw) -> Told:
    day, published = days(draw)
    place = world.places[draw.place]
    spot = Spot(place.key, place.name, place.precision, place.country or "", place.latitude, place.longitude)
    figure = Number(
        f"figure-{number}",
        draw.kind,
        "flow",
        draw.status,
        "incident",
        "person",
        "exact",
        "",
        "",
        "",
        published,
        draw.value,
        draw.value,
        draw.value,
    )
    return Told(
        iri=f"event-{number}",
        article=f"article-{number}",
        graph=_GRAPH,
        published=published,
        type=draw.type,
        label="",
        statuses=frozenset({draw.status}),
        background=False,
        spot=spot,
        span=Span(day, day, "day"),
        agents=frozenset({world.actors[draw.actor].key}),
        numbers=(figure,),
    )
