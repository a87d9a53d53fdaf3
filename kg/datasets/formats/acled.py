"""ACLED csv exports, of the data export tool and of the API, with or without the columns of 2023 and later.

Actor 1 and actor 2 do not say who acted on whom. Fatalities are what reports said, which ACLED passes on and does not
vouch for. Its terms let nobody pass the data on: what is stored is the id and what a comparison needs.
"""

from __future__ import annotations

from kg.datasets.codes import items
from kg.datasets.fields import coded, count, day, degrees, identifier, needed, text
from kg.datasets.model import Code, Fields, Format, Row, RowError, Side, Spot, Toll, named
from kg.model import Precision, Status

WHERE = {1: Precision.TOWN, 2: Precision.AREA, 3: Precision.REGION}
WHEN = {1: "day", 2: "range", 3: "month"}


def read(row: Fields) -> Row:
    event, happened = identifier(row, "event_id_cnty"), day(row, "event_date")
    where, where_code = coded(row, "geo_precision", "acled", 3)
    when, when_code = coded(row, "time_precision", "acled", 3)
    types = tuple(found for column in ("sub_event_type", "event_type") if (found := _type(row, column)))
    sides = tuple(Side(name) for column in ("actor1", "actor2") if (name := text(row, column)))
    latitude, longitude = degrees(row, "latitude", 90), degrees(row, "longitude", 180)
    if latitude is None or longitude is None:
        raise RowError("latitude or longitude is empty.")
    deaths = count(row, "fatalities")
    place, country = text(row, "location"), text(row, "country")
    return Row(
        id=event,
        edition=text(row, "timestamp"),
        label=f"{needed(row, 'sub_event_type')}: {' - '.join(side.name for side in sides)}, {place}, {happened}",
        begin=happened,
        end=happened,
        time_precision=WHEN[when],
        codes=(*types, where_code, when_code),
        type_codes=types,
        spot=Spot(place or country, latitude, longitude, WHERE[where], text(row, "admin1"), country),
        sides=sides,
        tolls=(Toll("fatalities", deaths, deaths, deaths),),
        uncoded="" if len(types) == 2 else needed(row, "sub_event_type"),
    )


def _type(row: Fields, column: str) -> Code | None:
    """The item of our list of ACLED's types with this name; a type that is newer than the list has none."""
    return items("acled").get(needed(row, column).casefold())


FORMAT = Format(
    name="acled",
    title="Armed Conflict Location and Event Data",
    publisher="Armed Conflict Location and Event Data",
    licence="https://acleddata.com/terms-of-use-and-attribution-policy",
    homepage="https://acleddata.com/",
    note=(
        "Not to be passed on: dumps leave this graph out. Actors 1 and 2 are not attacker and attacked. Fatalities are "
        "as reported, often coded by convention where no number is known. Notes, sources and tags are not carried over."
    ),
    read=read,
    needed=named(
        "event_id_cnty event_date time_precision event_type sub_event_type actor1 actor2 country latitude "
        "longitude geo_precision fatalities"
    ),
    known=named(
        "data_id iso iso3 event_id_no_cnty year disorder_type assoc_actor_1 assoc_actor_2 inter1 inter2 "
        "interaction civilian_targeting region admin1 admin2 admin3 location source source_scale notes tags "
        "timestamp population_1km population_2km population_5km population_best"
    ),
    status=Status.UNVERIFIED,
    shared=False,
)
