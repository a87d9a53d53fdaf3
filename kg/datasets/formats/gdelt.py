"""GDELT 2 event export: tab-separated, no header, one file a quarter of an hour, plain or zipped.

Machine-coded from single sentences: one act is often many events, and places and actors are often wrong. CAMEO says
who acts (actor 1) on whom (actor 2). There are no numbers of people.
"""

from __future__ import annotations

from kg.datasets.codes import items
from kg.datasets.fields import compact_day, degrees, identifier, needed, text
from kg.datasets.model import Code, Fields, Format, Row, Side, Spot, named
from kg.model import Precision, Role

# COUNTRY, USSTATE, USCITY, WORLDCITY, WORLDSTATE
WHERE = {
    "1": Precision.COUNTRY,
    "2": Precision.REGION,
    "3": Precision.TOWN,
    "4": Precision.TOWN,
    "5": Precision.REGION,
}
_ACTOR = named(
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
)
_GEO = named("Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID")
HEADER = (
    *named("GLOBALEVENTID Day MonthYear Year FractionDate"),
    *(f"Actor{number}{part}" for number in (1, 2) for part in _ACTOR),
    *named("IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale"),
    *named("NumMentions NumSources NumArticles AvgTone"),
    *(f"{whose}Geo_{part}" for whose in ("Actor1", "Actor2", "Action") for part in _GEO),
    *named("DATEADDED SOURCEURL"),
)


def read(row: Fields) -> Row:
    event, happened = identifier(row, "GLOBALEVENTID"), compact_day(row, "Day")
    written = needed(row, "EventCode")
    kind = _kind(row)
    sides = tuple(
        Side(name, role)
        for number, role in ((1, Role.AGENT), (2, Role.TARGET))
        if (name := _actor(row, number))
    )  # fmt: skip
    geo = text(row, "ActionGeo_Type")
    place = text(row, "ActionGeo_FullName")
    who = " → ".join(side.name for side in sides)
    return Row(
        id=event,
        edition=text(row, "DATEADDED"),
        label=", ".join(part for part in (f"CAMEO {written}: {who}", place, str(happened)) if part),
        begin=happened,
        end=happened,
        time_precision="day",
        codes=(*((kind,) if kind else ()), *((("gdelt", f"geo-type-{geo}"),) if geo in WHERE else ())),
        type_codes=(kind,) if kind else (),
        spot=_spot(row, geo, place),
        sides=sides,
        uncoded="" if kind and kind[1] == written else written,
    )


def _kind(row: Fields) -> Code | None:
    """The finest CAMEO code that our list has."""
    listed = items("cameo")
    columns = ("EventCode", "EventBaseCode", "EventRootCode")
    return next((listed[found] for column in columns if (found := text(row, column)) in listed), None)


def _actor(row: Fields, number: int) -> str:
    """``POLICE (IRQ)``: without its country a common noun would be one actor all over the world."""
    name, country = text(row, f"Actor{number}Name"), text(row, f"Actor{number}CountryCode")
    is_country = text(row, f"Actor{number}Code") == country
    return f"{name} ({country})" if name and country and not is_country else name


def _spot(row: Fields, geo: str, place: str) -> Spot | None:
    latitude, longitude = degrees(row, "ActionGeo_Lat", 90), degrees(row, "ActionGeo_Long", 180)
    if latitude is None or longitude is None or geo not in WHERE:
        return None
    return Spot(place, latitude, longitude, WHERE[geo], country=place.rpartition(", ")[2])


FORMAT = Format(
    name="gdelt",
    title="GDELT 2 events",
    publisher="GDELT Project",
    licence="https://www.gdeltproject.org/about.html#termsofuse",
    homepage="https://www.gdeltproject.org/",
    note=(
        "Coded by machine from single sentences, with low precision: one act is often many events, and "
        "places, actors and days are often wrong. Not evidence that anything happened. No numbers of people."
    ),
    read=read,
    needed=HEADER,
    header=HEADER,
    delimiters="\t",
    version_in_name=r"(\d{14})\.export",
)
