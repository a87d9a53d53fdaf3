"""The figures of the press as CSV with an HXL row of hashtags, each figure in one row.

The hashtags begin with ``#``, so the row is a comment to a reader of CSV on the Web and of Frictionless.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import QuerySolutions

from kg.opendata.columns import COLUMNS, NUMBERS
from kg.rdf.namespaces import PREFIXES
from kg.stores import View

Row = Mapping[str, str]  # without what is unbound
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula, or hide one behind
HEAD = 2  # lines before the first figure
_NAMES = tuple(column.name for column in COLUMNS)


@cache
def query() -> str:
    """The query behind the table, with its prefixes."""
    body = Path(__file__).with_name("figures.rq").read_text(encoding="utf-8")
    return "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items()) + body


def rows_of(snapshot: View) -> Iterator[Row]:
    """The rows in this process, without guard or deadline."""
    found = snapshot.query(query())
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: getattr(row[name], "value", "") for name in names if row[name] is not None}


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of the file: names, hashtags, then a row a figure; a figure that has two rows comes once."""
    yield _line(_NAMES)
    yield _line(column.hxl for column in COLUMNS)
    last = ""
    for row in rows:
        if row["figure"] != last:
            last = row["figure"]
            yield _line(_cell(name, value) for name, value in _cells(row).items())


def _cells(row: Row) -> dict[str, str]:
    """The number stands in the column of its kind, which is how HXL tells what is counted."""
    cells = {name: row.get(name, "") for name in _NAMES}
    cells[row["kind"]] = row.get("value", "")
    return cells


def _cell(name: str, value: str) -> str:
    """A text that looks like a formula gets an apostrophe before it, which spreadsheets show as text."""
    return f"'{value}" if name not in NUMBERS and value.startswith(FORMULA) else value


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
