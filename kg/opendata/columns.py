"""The columns of the table of figures: name, HXL hashtag, data type and what stands in them. One place for all three
descriptions: the HXL row, CSV on the Web, and Frictionless.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Kind


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    hxl: str
    datatype: str  # of XML Schema, as CSVW names it: string, integer, decimal, date, anyURI
    description: str
    required: bool = False


_HXL = {Kind.AFFECTED: "#affected+helped", Kind.STRENGTH: "#population+armed"}  # HXL's #affected itself is everybody

COLUMNS: tuple[Column, ...] = (
    Column("figure", "#meta+id+figure", "anyURI", "The claim, which also is the address of its page.", True),
    Column("event", "#event+id", "anyURI", "What the figure is about, where the text ties it to an event."),
    Column("event_type", "#event+type", "string", "A code of the list of event types."),
    Column("kind", "#affected+type", "string", "What is counted: one of the nine kinds.", True),
    *(
        Column(kind, _HXL.get(kind, f"#affected+{kind}"), "integer", f"The number as said, in a row of kind {kind}.")
        for kind in Kind
    ),
    Column("lower", "#affected+num+min", "integer", "The lowest number that the words license; empty is unknown."),
    Column("upper", "#affected+num+max", "integer", "The highest number that the words license; empty is unknown."),
    Column("usual_lower", "#affected+num+min+usual", "integer", "By convention, of a vague word such as dozens."),
    Column("usual_upper", "#affected+num+max+usual", "integer", "By convention, of a vague word such as dozens."),
    Column("qualifier", "#meta+qualifier", "string", "How the words bound the number: exact, atMost, vague ...", True),
    Column("status", "#status", "string", "Reported, feared, planned, denied ... Never add across.", True),
    Column("measure", "#meta+measure", "string", "Flow, stock or capacity. Never add across.", True),
    Column("scope", "#meta+scope", "string", "Of an incident, a part, a running total, the background.", True),
    Column("population", "#group+name", "string", "Who is counted."),
    Column("begin", "#date+start", "date", "First day of the period, of the figure or else of its event."),
    Column("end", "#date+end", "date", "Last day of the period."),
    Column("place", "#loc+name", "string", "Where, of the figure or else of its event."),
    Column("adm1", "#adm1+name", "string", "The province the place lies in, or is, where known."),
    Column("country", "#country+code+v_iso2", "string", "ISO 3166-1 alpha-2."),
    Column("latitude", "#geo+lat", "decimal", "WGS84; of a region or country, a point in it: see precision."),
    Column("longitude", "#geo+lon", "decimal", "WGS84."),
    Column("precision", "#geo+precision", "string", "How exact the place is: site, town, area, region, country."),
    Column("source", "#meta+source", "string", "The root source: who says so at the end of the chain.", True),
    Column("asserted", "#date+reported", "date", "The day the article appeared."),
    Column("article", "#meta+id+article", "anyURI", "The article.", True),
    Column("quote", "#description+quote", "string", "The words that carry the figure.", True),
)
NUMBERS = frozenset(column.name for column in COLUMNS if column.datatype in ("integer", "decimal"))
