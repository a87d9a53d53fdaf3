"""Files in the formats of the data sets, with invented rows: one place for six events, a few hundred sides."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.datasets.formats import acled, gdelt, ucdp

COUNTRIES = ("Iraq", "Mali", "Somalia", "Ukraine", "Colombia", "Myanmar (Burma)", "DR Congo (Zaire)", "Yemen")
ROWS_A_PLACE, SIDES, START = 6, 400, dt.date(2015, 1, 1)


def ucdp_rows(count: int) -> Iterator[Mapping[str, object]]:
    chance = random.Random(1)
    for number in range(count):
        country, place = chance.choice(COUNTRIES), chance.randrange(max(count // ROWS_A_PLACE, 1))
        parts = [chance.choice((0, 0, chance.randrange(1, 9))) for _ in range(4)]
        best, side = sum(parts), chance.randrange(SIDES)
        day = START + dt.timedelta(chance.randrange(3000))
        sides = {"side_a": f"Government of {country}", "side_b": f"Front {side}", "side_b_new_id": 9000 + side}
        yield {
            **dict.fromkeys((*ucdp.FORMAT.needed, *ucdp.FORMAT.known), ""),
            **{"id": number + 1, "type_of_violence": chance.randrange(1, 4), "where_prec": chance.randrange(1, 7)},
            **{"date_prec": chance.randrange(1, 6), "event_clarity": 1, "date_start": f"{day} 00:00:00.000"},
            **{"date_end": f"{day} 00:00:00.000", "country": country, "adm_1": f"Province {place % 50}", **sides},
            **dict(zip(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"), parts, strict=True)),
            **{"best": best, "low": best, "high": best + chance.randrange(3), "where_coordinates": f"Town {place}"},
            **{"latitude": place % 170 - 85 + 0.25, "longitude": place % 350 - 175 + 0.5},
            **{"dyad_name": f"{sides['side_a']} - {sides['side_b']}", "source_article": "words of a source " * 12},
        }


def acled_rows(count: int) -> Iterator[Mapping[str, object]]:
    chance = random.Random(2)
    kinds = (("Battles", "Armed clash"), ("Explosions/Remote violence", "Grenade"), ("Protests", "Peaceful protest"))
    for number in range(count):
        kind, place = chance.choice(kinds), chance.randrange(max(count // ROWS_A_PLACE, 1))
        yield {
            **dict.fromkeys((*acled.FORMAT.needed, *acled.FORMAT.known), ""),
            **{"event_id_cnty": f"XXX{number}", "event_type": kind[0], "sub_event_type": kind[1]},
            **{"event_date": START + dt.timedelta(chance.randrange(3000)), "time_precision": chance.randrange(1, 4)},
            **{"geo_precision": chance.randrange(1, 4), "actor1": f"Front {chance.randrange(SIDES)}"},
            **{"actor2": "Military Forces of Iraq (2014-)", "fatalities": chance.randrange(9), "country": "Iraq"},
            **{"latitude": place % 170 - 85, "longitude": place % 350 - 175, "location": f"Town {place}"},
            **{"timestamp": 1_700_000_000 + number, "notes": "what reports said " * 12, "admin1": f"P {place % 50}"},
        }


def gdelt_rows(count: int) -> Iterator[Mapping[str, object]]:
    chance = random.Random(3)
    for number in range(count):
        place = chance.randrange(max(count // ROWS_A_PLACE, 1))
        code = chance.choice(("190", "193", "1823", "042", "112", "010"))
        day = START + dt.timedelta(chance.randrange(3000))
        yield {
            **dict.fromkeys(gdelt.HEADER, ""),
            **{"GLOBALEVENTID": number + 1, "Day": f"{day:%Y%m%d}", "EventCode": code, "EventBaseCode": code[:3]},
            **{"EventRootCode": code[:2], "Actor1Name": "POLICE", "Actor1CountryCode": "IRQ", "Actor1Code": "IRQCOP"},
            **{"Actor2Name": f"REBEL {chance.randrange(SIDES)}", "ActionGeo_Type": 4, "DATEADDED": 20240305120000},
            **{"ActionGeo_FullName": f"Town {place}, Iraq", "ActionGeo_Lat": place % 170 - 85},
            **{"ActionGeo_Long": place % 350 - 175, "SOURCEURL": "https://paper.example/" + "x" * 60},
        }


MAKERS = {"ucdp": ucdp_rows, "acled": acled_rows, "gdelt": gdelt_rows}


def write(name: str, count: int, folder: Path) -> Path:
    """A file with so many rows; UCDP's says its version in its name."""
    path = folder / {"ucdp": "GEDEvent_v99_1.csv", "acled": "acled.csv", "gdelt": "gdelt.export.CSV"}[name]
    with path.open("w", encoding="utf-8", newline="") as file:
        made = MAKERS[name](count)
        columns = gdelt.HEADER if name == "gdelt" else sorted(next(MAKERS[name](1)))
        table = csv.DictWriter(file, columns, delimiter="\t" if name == "gdelt" else ",")
        if name != "gdelt":
            table.writeheader()
        table.writerows(made)
    return path
