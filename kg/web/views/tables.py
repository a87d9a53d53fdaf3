"""SPARQL JSON results as a table for people: short names that link, numbers to the right, nothing invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 500  # a browser stays quick; the page says how many there are
NUMERIC = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    href: str = ""
    title: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Cell], ...]

    @property
    def shown(self) -> int:
        return min(len(self.rows), MOST_ROWS)


def cell(term: Mapping[str, Any], href: Callable[[str], str], name: Callable[[str], str]) -> Cell:
    """One term; a quoted triple is written out, as no table should break on one."""
    if term["type"] == "triple":
        parts = (cell(term["value"][part], href, name).text for part in ("subject", "predicate", "object"))
        return Cell(f"<< {' '.join(parts)} >>")
    if term["type"] == "uri":
        return Cell(name(term["value"]), href(term["value"]), term["value"])
    if term["type"] == "bnode":
        return Cell("_:" + term["value"])
    datatype = term.get("datatype", "").rpartition("#")[2]
    return Cell(term["value"], number=datatype in NUMERIC)


def table(results: Mapping[str, Any], href: Callable[[str], str], name: Callable[[str], str]) -> Table:
    """The results of a SELECT, or of an ASK as a table of one cell."""
    if "boolean" in results:
        return Table(("answer",), ({"answer": Cell("yes" if results["boolean"] else "no")},))
    rows = ({column: cell(term, href, name) for column, term in row.items()} for row in results["results"]["bindings"])
    return Table(tuple(results["head"]["vars"]), tuple(rows))
