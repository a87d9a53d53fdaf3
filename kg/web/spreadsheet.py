"""Rows as CSV for a spreadsheet: RFC 4180, and a cell that a spreadsheet would take for a formula is made text.

For what our pages list. The endpoint's CSV is that of the SPARQL standard, character for character: programs read it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from kg.opendata.figures import FORMULA
from kg.query.formats import Format

CSV = Format("csv", "text/csv")
Cell = str | int | float | bool | None


def harmless(cell: Cell) -> Cell:
    """Text that begins like a formula gets an apostrophe before it; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def csv_response(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    return Response(csv_text(columns, rows), content_type="text/csv; charset=utf-8; header=present")
