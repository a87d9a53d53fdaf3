"""UCDP Georeferenced Event Dataset (GED), csv: versions 17 to 25 and the candidate events.

Side A is the government by rule, in a conflict with one, and no attacker: sides have no role. The parts of the toll
add up to ``best``; a part of zero means that no death is coded to that side and is not written.
"""

from __future__ import annotations

from kg.datasets.fields import coded, count, day, degrees, identifier, needed, text, whole
from kg.datasets.model import Fields, Format, Row, RowError, Side, Spot, Toll, named
from kg.model import Precision

VIOLENCE = {1: "State-based conflict", 2: "Non-state conflict", 3: "One-sided violence"}
# Code 1 is an exact location: a town or a point in it. The coarser of our two codes claims less.
WHERE = {
    1: Precision.TOWN,
    2: Precision.AREA,
    3: Precision.AREA,
    4: Precision.REGION,
    5: Precision.REGION,
    6: Precision.COUNTRY,
    7: Precision.UNKNOWN,
}
WHEN = {1: "day", 2: "range", 3: "range", 4: "month", 5: "year"}
PARTS = (("deaths_a", "side_a"), ("deaths_b", "side_b"), ("deaths_civilians", ""), ("deaths_unknown", ""))
NAMED = {"deaths_civilians": "civilians", "deaths_unknown": "people of unknown identity"}


def read(row: Fields) -> Row:
    event = identifier(row, "id")
    violence = count(row, "type_of_violence")
    if violence not in VIOLENCE:
        raise RowError(f"type_of_violence is {violence}; its codes are 1 to 3.")
    where, where_code = coded(row, "where_prec", "ucdp", 7)
    when, when_code = coded(row, "date_prec", "ucdp", 5)
    _, clarity_code = coded(row, "event_clarity", "ucdp", 2)
    begin, end = day(row, "date_start"), day(row, "date_end")
    if begin > end:
        raise RowError(f"date_start {begin} is after date_end {end}.")
    kind = ("ucdp", str(violence))
    dyad = text(row, "dyad_name") or f"{needed(row, 'side_a')} - {needed(row, 'side_b')}"
    return Row(
        id=event,
        edition="",
        label=f"{VIOLENCE[violence]}: {dyad}, {text(row, 'where_coordinates') or text(row, 'country')}, {begin}",
        begin=begin,
        end=end,
        time_precision=WHEN[when],
        codes=(kind, where_code, when_code, clarity_code),
        type_codes=(kind,),
        spot=_spot(row, WHERE[where]),
        sides=(_side(row, "a"), _side(row, "b")),
        tolls=tuple(_tolls(row)),
        dyad=dyad,
    )


def _side(row: Fields, letter: str) -> Side:
    number = text(row, f"side_{letter}_new_id")
    return Side(needed(row, f"side_{letter}"), key=f"actor-{number}" if number.isascii() and number.isdigit() else "")


def _spot(row: Fields, precision: Precision) -> Spot:
    latitude, longitude = degrees(row, "latitude", 90), degrees(row, "longitude", 180)
    if latitude is None or longitude is None:
        raise RowError("latitude or longitude is empty.")
    country = text(row, "country")
    return Spot(text(row, "where_coordinates") or country, latitude, longitude, precision, text(row, "adm_1"), country)


def _tolls(row: Fields) -> list[Toll]:
    low, best, high = (count(row, column) for column in ("low", "best", "high"))
    if not low <= best <= high:
        raise RowError(f"low {low}, best {best} and high {high} are not in this order.")
    is_sure = low == best == high
    found = [Toll("total", best, low, high)]
    for column, side in PARTS:
        number = whole(row, column)
        if number:
            of = text(row, side) if side else NAMED[column]
            bound = number if is_sure else None  # of a toll that may be more, so may each part
            found.append(Toll(column.replace("_", "-"), number, bound, bound, of, is_part=True))
    return found


FORMAT = Format(
    name="ucdp",
    title="UCDP Georeferenced Event Dataset",
    publisher="Uppsala Conflict Data Program",
    licence="https://creativecommons.org/licenses/by/4.0/",
    homepage="https://ucdp.uu.se/downloads/",
    note=(
        "Only events with deaths, of dyads with 25 deaths in a year. Side A is the government, not the attacker. "
        "low, best and high are the programme's own estimate; sources, headlines and geometries are not carried over."
    ),
    read=read,
    needed=named(
        "id type_of_violence side_a side_b where_prec latitude longitude country event_clarity date_prec "
        "date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low"
    ),
    known=named(
        "relid year active_year code_status conflict_dset_id conflict_new_id conflict_id conflict_name "
        "dyad_dset_id dyad_new_id dyad_id dyad_name side_a_dset_id side_a_new_id side_b_dset_id side_b_new_id "
        "number_of_sources source_article source_office source_date source_headline source_original "
        "where_coordinates where_description adm_1 adm_2 geom_wkt priogrid_gid country_id region gwnoa gwnob"
    ),
    aliases={
        "best_est": "best",
        "high_est": "high",
        "low_est": "low",
        "side_a_id": "side_a_new_id",
        "side_b_id": "side_b_new_id",
        "ucdp_event_id": "id",
    },
    is_versioned=True,
    version_in_name=r"ged\w*?[_-]?v?(\d{1,2})[_.-](\d{1,2})(?:[_.-](\d{1,2}))?(?:[_.-](\d{1,2}))?",
)
