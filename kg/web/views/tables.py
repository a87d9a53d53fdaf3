"""SPARQL JSON results as a table for people: names that link, numbers right, quotes that lead to their sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

LONG = 40  # characters; a cell with more is a sentence rather than a name
MOST_ROWS = 500  # a browser stays quick; the page says how many there are
NUMERIC = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
PLACE = ("article", "start", "end", "quote")  # columns that together say where a sentence stands
Row = Mapping[str, "Cell"]


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    href: str = ""
    iri: str = ""
    number: bool = False

    @property
    def style(self) -> str:
        """How the cell is laid out: numbers to the right, sentences with room to be read."""
        return "num" if self.number else "long" if len(self.text) > LONG else ""


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    shown: int

    def iris(self) -> list[str]:
        """The IRIs that are shown, each once."""
        found = (cell.iri for row in self.rows[: self.shown] for cell in row.values() if cell.iri)
        return list(dict.fromkeys(found))


def cell(term: Mapping[str, Any], href: Callable[[str], str], name: Callable[[str], str]) -> Cell:
    """One term; a quoted triple is written out, as no table should break on one."""
    if term["type"] == "triple":
        parts = (cell(term["value"][part], href, name).text for part in ("subject", "predicate", "object"))
        return Cell(f"<< {' '.join(parts)} >>")
    if term["type"] == "uri":
        return Cell(name(term["value"]), href(term["value"]), term["value"])
    if term["type"] == "bnode":
        return Cell("_:" + term["value"])
    return Cell(term["value"], number=term.get("datatype", "").rpartition("#")[2] in NUMERIC)


def table(results: Mapping[str, Any], href: Callable[[str], str], name: Callable[[str], str]) -> Table:
    """The results of a SELECT, or of an ASK as a table of one cell."""
    if "boolean" in results:
        return Table(("answer",), ({"answer": Cell("yes" if results["boolean"] else "no")},), 1)
    bindings = results["results"]["bindings"]
    rows = tuple({column: cell(term, href, name) for column, term in row.items()} for row in bindings)
    return Table(tuple(results["head"]["vars"]), rows, min(len(rows), MOST_ROWS))


def named(found: Table, names: Mapping[str, str]) -> Table:
    """The table with names in the place of IRIs, where they are known."""

    def renamed(old: Cell) -> Cell:
        return replace(old, text=names[old.iri]) if old.iri in names else old

    return replace(found, rows=tuple({column: renamed(old) for column, old in row.items()} for row in found.rows))


def quoted(found: Table) -> Table:
    """The table with each quote up front and linked to its place in the article, where a row says where that is."""
    if not set(PLACE) <= set(found.columns):
        return found
    quote = PLACE[-1]
    rows = tuple(_with_place(row, *PLACE) for row in found.rows)
    first, *rest = _without(found.columns, {"start", "end", "hash", quote})
    return replace(found, rows=rows, columns=(first, quote, *rest))


def filled(found: Table) -> Table:
    """The table without the columns in which no row has anything."""
    used = {column for row in found.rows for column in row}
    return replace(found, columns=tuple(column for column in found.columns if column in used or not found.rows))


def joined(found: Table, suffix: str = "Name") -> Table:
    """The table with a thing and its name as one column: ``source`` and ``sourceName`` become a named link."""
    pairs = {name: name.removesuffix(suffix) for name in found.columns if name.endswith(suffix)}
    pairs = {name: thing for name, thing in pairs.items() if thing in found.columns}
    rows = tuple(
        {**row, **{t: replace(row[t], text=row[n].text) for n, t in pairs.items() if n in row and t in row}}
        for row in found.rows
    )
    return replace(found, rows=rows, columns=_without(found.columns, set(pairs)))


def _without(columns: Sequence[str], gone: set[str]) -> tuple[str, ...]:
    return tuple(column for column in columns if column not in gone)


def _with_place(row: Row, article: str, start: str, end: str, quote: str) -> Row:
    if not all(name in row for name in (article, start, end, quote)):
        return row
    address = f"{row[article].href}#char={row[start].text},{row[end].text}"
    return {**row, quote: replace(row[quote], href=address)}
