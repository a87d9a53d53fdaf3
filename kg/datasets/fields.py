"""Cells of a row as values; each function raises RowError that names the column and shows what stands there."""

from __future__ import annotations

import datetime as dt
import math
import re

from kg.datasets.model import Code, Fields, RowError

_WHOLE = re.compile(r"\d{1,12}(?:\.0+)?")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.+Z-]*)?")
_SPOKEN_DAY = ("%d %B %Y", "%d-%b-%Y", "%d-%B-%Y")  # "05 March 2024", as one export writes it


def text(row: Fields, column: str) -> str:
    """A cell without the space around it, and with single spaces inside; empty when there is none."""
    found = " ".join(row.get(column, "").split())
    if not found.isascii() and any("\ud800" <= char <= "\udfff" for char in found):
        raise RowError(f"{column} is not UTF-8.")
    return found


def needed(row: Fields, column: str) -> str:
    found = text(row, column)
    if not found:
        raise RowError(f"{column} is empty.")
    return found


def identifier(row: Fields, column: str) -> str:
    """An id that can stand in an IRI."""
    found = needed(row, column)
    if not _SLUG.fullmatch(found):
        raise RowError(f"{column} is {found[:40]!r}, which is no id: letters, digits, '.', '-' and '_' make one.")
    return found


def whole(row: Fields, column: str) -> int | None:
    """A whole number that is not negative; None for an empty cell, which is unknown and not zero."""
    found = text(row, column)
    if not found:
        return None
    if not _WHOLE.fullmatch(found):
        raise RowError(f"{column} is {found[:40]!r}, which is no whole number of at least 0.")
    return int(found.partition(".")[0])


def count(row: Fields, column: str) -> int:
    found = whole(row, column)
    if found is None:
        raise RowError(f"{column} is empty.")
    return found


def day(row: Fields, column: str) -> dt.date:
    """``2024-03-05`` with or without a time, or ``05 March 2024``."""
    found = needed(row, column)
    try:
        if iso := _ISO_DAY.fullmatch(found):
            return dt.date.fromisoformat(iso[1])
        return _spoken(found)
    except ValueError:
        raise RowError(f"{column} is {found[:40]!r}, which is no day such as 2024-03-05 or 05 March 2024.") from None


def _spoken(found: str) -> dt.date:
    for pattern in _SPOKEN_DAY:
        try:
            return dt.datetime.strptime(found, pattern).date()
        except ValueError:
            continue
    raise ValueError


def compact_day(row: Fields, column: str) -> dt.date:
    """``20240305``."""
    found = needed(row, column)
    try:
        if len(found) == 8 and found.isascii() and found.isdigit():
            return dt.date(int(found[:4]), int(found[4:6]), int(found[6:]))
    except ValueError:
        pass
    raise RowError(f"{column} is {found[:40]!r}, which is no day such as 20240305.")


def degrees(row: Fields, column: str, most: float) -> float | None:
    """A latitude (``most`` 90) or longitude (180); None for an empty cell."""
    found = text(row, column)
    if not found:
        return None
    try:
        number = float(found)
    except ValueError:
        number = math.nan
    if not abs(number) <= most:
        raise RowError(f"{column} is {found[:40]!r}, which is no number between -{most:g} and {most:g}.")
    return number


def coded(row: Fields, column: str, scheme: str, most: int) -> tuple[int, Code]:
    """A number from 1 to ``most`` and its item of a code list: ``where_prec`` 1 is ``ucdp/where-prec-1``."""
    found = whole(row, column)
    if found is None or not 1 <= found <= most:
        raise RowError(f"{column} is {text(row, column)[:40]!r}; its codes are 1 to {most}.")
    return found, (scheme, f"{column.replace('_', '-')}-{found}")
