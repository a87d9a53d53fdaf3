"""What describes figures.csv to a program: CSV on the Web (W3C) and a Frictionless data package."""

from __future__ import annotations

from typing import Any

from kg import __version__
from kg.opendata.columns import COLUMNS, Column

TITLE = "Figures of the press: numbers of people as one source claims them"
RIGHTS = (
    "Each row is a claim with its source and its sentence, not a fact. Rows of different status, measure or scope must "
    "not be added up, and two papers that repeat one source are one source."
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TABLE = "figures.csv"
CSVW_NAME = f"{TABLE}-metadata.json"  # where a reader of CSV on the Web looks for it
_FRICTIONLESS = {"anyURI": {"type": "string", "format": "uri"}, "decimal": {"type": "number"}}


def csvw() -> dict[str, Any]:
    """The metadata beside the table; the row of HXL hashtags is a comment."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": TABLE,
        "dc:title": TITLE,
        "dc:description": RIGHTS,
        "dc:license": {"@id": LICENCE},
        "dialect": {"commentPrefix": "#", "headerRowCount": 1, "encoding": "utf-8"},
        "tableSchema": {"primaryKey": "figure", "columns": [_csvw_column(column) for column in COLUMNS]},
    }


def _csvw_column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": f"{column.description} HXL: {column.hxl}",
        "datatype": column.datatype,
        "required": column.required,
    }


def datapackage(snapshot: str) -> dict[str, Any]:
    """The Frictionless package of the one table; its version is the state of the graph it was made from."""
    return {
        "name": "conflict-kg-figures",
        "title": TITLE,
        "description": RIGHTS,
        "version": f"{__version__}+{snapshot}" if snapshot else __version__,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "resources": [
            {
                "name": "figures",
                "path": TABLE,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"commentChar": "#"},
                "schema": {"primaryKey": ["figure"], "fields": [_field(column) for column in COLUMNS]},
            }
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    kind = _FRICTIONLESS.get(column.datatype, {"type": column.datatype})
    required = {"constraints": {"required": True}} if column.required else {}
    return {"name": column.name, "title": column.hxl, "description": column.description, **kind, **required}
