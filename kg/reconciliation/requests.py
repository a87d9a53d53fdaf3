"""The payloads of requests, checked by the rules of the published schemas: what is wrong is said with its place."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import BadParameter, QueryTooLarge
from kg.reconciliation.properties import PROPERTIES

_FIELDS = {"query", "type", "limit", "properties", "type_strict"}
_STRICT = ("any", "should", "all")


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    types: tuple[str, ...]
    limit: int
    properties: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """Entity ids, and properties with the number of values that is wanted of each, 0 for all."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]


def queries_of(payload: str, *, most: int, candidates: int) -> dict[str, Query]:
    """A reconciliation query batch; raises BadParameter, or QueryTooLarge for more than ``most`` queries."""
    batch = _object(payload, "queries")
    if len(batch) > most:
        raise QueryTooLarge(f"There are {len(batch)} queries in the batch; at most {most} (KG_RECONCILE_BATCH).")
    return {key: _query(f"queries.{key}", value, candidates) for key, value in batch.items()}


def extension_of(payload: str, *, most: int) -> Extension:
    """A data extension query; raises BadParameter, or QueryTooLarge for more than ``most`` ids."""
    told = _object(payload, "extend")
    ids, properties = told.get("ids"), told.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise _wrong("extend.ids", "an array of entity identifiers")
    if not isinstance(properties, list):
        raise _wrong("extend.properties", "an array of objects with an id")
    if len(ids) > most:
        raise QueryTooLarge(f"There are {len(ids)} ids; at most {most} (KG_RECONCILE_IDS).")
    return Extension(tuple(dict.fromkeys(ids)), tuple(_wanted(number, each) for number, each in enumerate(properties)))


def _wanted(number: int, told: object) -> tuple[str, int]:
    at = f"extend.properties[{number}]"
    if not isinstance(told, dict) or not isinstance(told.get("id"), str):
        raise _wrong(at, "an object with an id")
    if told["id"] not in PROPERTIES:
        raise BadParameter(f"{at}.id={told['id'][:80]!r} is none of {', '.join(PROPERTIES)}.", parameter="extend")
    limit = (told.get("settings") or {}).get("limit", 0) if isinstance(told.get("settings") or {}, dict) else "?"
    try:
        return told["id"], max(int(limit), 0)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(f"{at}.settings.limit", "a number") from None


def _query(at: str, told: object, candidates: int) -> Query:
    if not isinstance(told, dict):
        raise _wrong(at, "an object")
    for name in told:
        if name not in _FIELDS:
            raise BadParameter(f"{at} has a field {name[:80]!r}; it takes {', '.join(sorted(_FIELDS))}.")
    text, properties = told.get("query", ""), _properties(at, told.get("properties", []))
    if not isinstance(text, str):
        raise _wrong(f"{at}.query", "a string")
    if not text.strip() and not properties:
        raise _wrong(at, "a query that is not empty, or properties")
    if told.get("type_strict", "any") not in _STRICT:
        raise _wrong(f"{at}.type_strict", f"one of {', '.join(_STRICT)}")
    return Query(text, _types(at, told.get("type", [])), _limit(at, told.get("limit"), candidates), properties)


def _limit(at: str, told: object, most: int) -> int:
    """More than we give is not an error: the service may give fewer."""
    if told is None:
        return most
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told) or told < 1:
        raise _wrong(f"{at}.limit", "a positive number")
    return min(int(told), most)


def _types(at: str, told: object) -> tuple[str, ...]:
    types = [told] if isinstance(told, str) else told
    if not isinstance(types, list) or not all(isinstance(each, str) for each in types):
        raise _wrong(f"{at}.type", "a type identifier or an array of them")
    return tuple(each for each in types if each)


def _properties(at: str, told: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(told, list):
        raise _wrong(f"{at}.properties", "an array")
    found = []
    for number, each in enumerate(told):
        where = f"{at}.properties[{number}]"
        if not isinstance(each, dict) or not isinstance(each.get("pid"), str) or "v" not in each:
            raise _wrong(where, "an object with pid and v")
        values = each["v"] if isinstance(each["v"], list) else [each["v"]]
        found.append((each["pid"], tuple(_value(where, value) for value in values)))
    return tuple(found)


def _value(at: str, told: object) -> str:
    """A property value as text; an entity by its id."""
    if isinstance(told, dict) and isinstance(told.get("id"), str):
        return str(told["id"])
    if isinstance(told, str | int | float):
        return str(told)
    raise _wrong(f"{at}.v", "strings, numbers, booleans or entities")


def _object(payload: str, name: str) -> Mapping[str, Any]:
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        raise _wrong(name, "an object in JSON") from None
    if not isinstance(told, dict):
        raise _wrong(name, "an object in JSON")
    return told


def _wrong(at: str, expected: str) -> BadParameter:
    return BadParameter(f"{at} is not {expected}.", parameter=at.partition(".")[0])
