"""Invented rows in the formats of the data sets, with the columns those have."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.datasets.formats import acled, gdelt, ucdp

Cells = Mapping[str, object]

UCDP: Cells = {
    **dict.fromkeys((*ucdp.FORMAT.needed, *ucdp.FORMAT.known), ""),
    **{"id": 900001, "relid": "XXX-1", "year": 2024, "type_of_violence": 1, "dyad_name": "Government of Iraq - IS"},
    **{"side_a": "Government of Iraq", "side_a_new_id": 116, "side_b": "IS", "side_b_new_id": 234},
    **{"where_prec": 1, "where_coordinates": "Karem town", "adm_1": "Valley province", "latitude": 35.81},
    **{"longitude": 43.26, "country": "Iraq", "event_clarity": 1, "date_prec": 1},
    **{"date_start": "2024-03-04 00:00:00.000", "date_end": "2024-03-04 00:00:00.000"},
    **{"deaths_a": 2, "deaths_b": 5, "deaths_civilians": 0, "deaths_unknown": 1, "best": 8, "low": 8, "high": 14},
    **{"source_headline": 'Words, with "quotes" and\na line break'},
}
ACLED: Cells = {
    **dict.fromkeys((*acled.FORMAT.needed, *acled.FORMAT.known), ""),
    **{"event_id_cnty": "IRQ99901", "event_date": "2024-03-05", "time_precision": 1, "geo_precision": 1},
    **{"event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Islamic State (Iraq)"},
    **{"actor2": "Military Forces of Iraq (2014-)", "country": "Iraq", "admin1": "Valley", "location": "Karem"},
    **{"latitude": 35.8, "longitude": 43.25, "fatalities": 11, "timestamp": 1710000000, "notes": "What reports said."},
}
GDELT: Cells = {
    **dict.fromkeys(gdelt.HEADER, ""),
    **{"GLOBALEVENTID": 990000001, "Day": 20240305, "EventCode": "1823", "EventBaseCode": "182", "EventRootCode": "18"},
    **{"Actor1Code": "IRQCOP", "Actor1Name": "POLICE", "Actor1CountryCode": "IRQ"},
    **{"Actor2Code": "IRQ", "Actor2Name": "IRAQ", "Actor2CountryCode": "IRQ", "ActionGeo_Type": 4},
    **{"ActionGeo_FullName": "Karem, Ninawa, Iraq", "ActionGeo_Lat": 35.8, "ActionGeo_Long": 43.25},
    **{"DATEADDED": 20240305120000, "SOURCEURL": "https://paper.example/1"},
}
FULL: Mapping[str, Cells] = {"ucdp": UCDP, "acled": ACLED, "gdelt": GDELT}
NAMES = {"ucdp": "GEDEvent_v24_1.csv", "acled": "acled.csv", "gdelt": "20240305120000.export.CSV"}


def write(folder: Path, dataset: str, rows: Sequence[Cells], name: str = "", delimiter: str = "") -> Path:
    """A file of a data set; ``rows`` are changes of the full row of that data set."""
    path = folder / (name or NAMES[dataset])
    with path.open("w", encoding="utf-8", newline="") as file:
        full = [{**FULL[dataset], **row} for row in rows]
        mark = delimiter or ("\t" if dataset == "gdelt" else ",")
        table = csv.DictWriter(file, gdelt.HEADER if dataset == "gdelt" else list(full[0]), delimiter=mark)
        if dataset != "gdelt":
            table.writeheader()
        table.writerows(full)
    return path


def zipped(path: Path, name: str) -> Path:
    made = path.with_name(name)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    return made
