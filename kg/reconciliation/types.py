"""The types of the service: places, and actors by kind."""

from __future__ import annotations

from typing import Any

from kg.model import ActorKind

ACTOR, PLACE = "actor", "place"
NAMES = {ACTOR: "actor", PLACE: "place", **{kind.value: kind.value.replace("_", " ") for kind in ActorKind}}
DEFAULT = (ACTOR, PLACE)


def broader(type_: str) -> tuple[str, ...]:
    return () if type_ in DEFAULT else (ACTOR,)


def matches(type_: str, wanted: tuple[str, ...]) -> bool:
    """Whether a thing of this type is one of the wanted; none wanted is all."""
    return not wanted or type_ in wanted or any(above in wanted for above in broader(type_))


def as_json(type_: str, *, with_broader: bool = False) -> dict[str, Any]:
    written: dict[str, Any] = {"id": type_, "name": NAMES.get(type_, type_)}
    if with_broader and broader(type_):
        written["broader"] = [as_json(above) for above in broader(type_)]
    return written


def with_broader(type_: str) -> list[dict[str, Any]]:
    """The type of a candidate and what it is a kind of."""
    return [as_json(each) for each in (type_, *broader(type_))]
