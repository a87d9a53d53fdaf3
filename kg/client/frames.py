"""SPARQL results to a data frame whose columns have the type of their values.

| in the graph | in the frame |
|---|---|
| xsd:integer and its kinds | Int64: whole numbers that may be missing |
| xsd:decimal, double, float, or these and integers | Float64 |
| xsd:boolean | boolean |
| xsd:date, xsd:dateTime | datetime64, those with a time in UTC |
| items of a code list, in a column of that name | category |
| all else, IRIs too; columns of several types; columns without a value | string |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame, Series

XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = frozenset(
    f"{XSD}{name}"
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "negativeInteger",
        "nonPositiveInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
NUMBERS = INTEGERS | {f"{XSD}decimal", f"{XSD}double", f"{XSD}float"}
CODES = frozenset(
    {
        "kind", "status", "measure", "qualifier", "scope", "unit", "role", "relation", "precision", "placePrecision",
        "timePrecision", "type", "event_type", "actorKind", "basis", "language",
    }
)  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Binding = Mapping[str, str]
Column = Sequence[Binding | None]


def pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise ImportError("Data frames need pandas: pip install 'conflict-kg[client]'") from error
    return pandas


def frame(results: Mapping[str, Any]) -> DataFrame:
    """The frame of a SELECT's answer in the SPARQL 1.1 JSON format, columns in the order of the query."""
    rows = results["results"]["bindings"]
    names = results["head"]["vars"]
    columns = {name: column([row.get(name) for row in rows], name) for name in names}
    made: DataFrame = pandas().DataFrame(columns, columns=names)
    return made


def column(cells: Column, name: str) -> Series[Any]:
    """One typed column; a value that its type cannot hold makes the column one of strings."""
    types = {_type(cell) for cell in cells if cell is not None}
    texts = [None if cell is None else cell["value"] for cell in cells]
    try:
        return _maker(types, name)(texts)
    except (ValueError, OverflowError):
        return _strings(texts)


def _type(cell: Binding) -> str:
    return cell.get("datatype", "string") if cell["type"] == "literal" else cell["type"]


Texts = Sequence[str | None]


def _maker(types: set[str], name: str) -> Callable[[Texts], Series[Any]]:
    if not types:
        return _categories if name in CODES else _strings
    if types <= INTEGERS:
        return _integers
    if types <= NUMBERS:
        return _numbers
    known: dict[str, Callable[[Texts], Series[Any]]] = {
        f"{XSD}boolean": _booleans,
        f"{XSD}date": _dates,
        f"{XSD}dateTime": _times,
    }
    if len(types) == 1 and (maker := known.get(next(iter(types)))):
        return maker
    return _categories if name in CODES else _strings


def _strings(texts: Texts) -> Series[Any]:
    return pandas().Series(texts, dtype="string")


def _categories(texts: Texts) -> Series[Any]:
    return _strings(texts).astype("category")


def _integers(texts: Texts) -> Series[Any]:
    return pandas().Series([None if text is None else int(text) for text in texts], dtype="Int64")


def _numbers(texts: Texts) -> Series[Any]:
    return pandas().Series([None if text is None else float(text) for text in texts], dtype="Float64")


def _booleans(texts: Texts) -> Series[Any]:
    return pandas().Series([None if text is None else text in ("true", "1") for text in texts], dtype="boolean")


def _dates(texts: Texts) -> Series[Any]:
    """Seconds as the unit: nanoseconds would end in 2262 and begin in 1677."""
    days = [None if text is None else _day(text) for text in texts]
    return pandas().Series(days, dtype="datetime64[s]")


def _day(text: str) -> Any:
    if not _DAY.match(text):
        raise ValueError(f"{text} is no day of the calendar that pandas knows.")
    return pandas().Timestamp(text[:10]).as_unit("s")


def _times(texts: Texts) -> Series[Any]:
    moments = pandas().to_datetime(pandas().Series(texts, dtype="object"), utc=True, format="ISO8601")
    return moments.dt.as_unit("us")
