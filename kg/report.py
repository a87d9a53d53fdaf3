"""What is in a store, article by article: each figure with its bounds, status, speakers, date, place and quote."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import QuerySolutions

from kg.stores import View

PREFIXES = {
    "cek": "https://w3id.org/cekg/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
}
ARTICLES = """
SELECT ?article ?headline ?publisher ?published ?language (MIN(?id) AS ?identifier) WHERE {
  ?article a cek:Article .
  OPTIONAL { ?article schema:headline ?headline }
  OPTIONAL { ?article schema:publisher ?publisher }
  OPTIONAL { ?article schema:datePublished ?published }
  OPTIONAL { ?article schema:inLanguage ?language }
  OPTIONAL { ?article cek:publication/schema:identifier ?id }
} GROUP BY ?article ?headline ?publisher ?published ?language ORDER BY ?published ?article
"""
FIGURES = """
SELECT DISTINCT ?article ?figure ?kind ?measure ?status ?qualifier ?lower ?upper ?value ?low ?high ?who ?placeName
                ?begin ?end ?start ?quote ?verbatim WHERE {
  ?figure a cek:Figure ; cek:inArticle ?article ; cek:kind ?kind ; cek:measure ?measure ; cek:status ?status ;
          cek:qualifier ?qualifier ; cek:evidence ?evidence ; cek:verbatim ?verbatim .
  ?evidence cek:quote ?quote ; cek:start ?start .
  OPTIONAL { ?figure cek:lower ?lower }
  OPTIONAL { ?figure cek:upper ?upper }
  OPTIONAL { ?figure cek:value ?value }
  OPTIONAL { ?figure cek:conventionalLower ?low }
  OPTIONAL { ?figure cek:conventionalUpper ?high }
  OPTIONAL { ?figure cek:population/rdfs:label ?who }
  OPTIONAL { ?figure cek:place/rdfs:label ?placeName FILTER(LANG(?placeName) IN ("en", "")) }
  OPTIONAL { ?figure cek:begin ?begin ; cek:end ?end }
} ORDER BY ?article ?start ?figure
"""
STEPS = """
SELECT DISTINCT ?figure ?order ?name WHERE {
  ?figure a cek:Figure ; cek:attribution ?step .
  ?step cek:order ?order ; cek:actor/rdfs:label ?name .
  FILTER(LANG(?name) IN ("en", ""))
} ORDER BY ?figure ?order
"""

GRAVITY = ("killed", "displaced", "abducted", "missing", "captured", "injured", "released", "affected", "strength")

STRICT = {"moreThan": ">", "lessThan": "<"}  # with the number as the text has it, not the bound that follows from it

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure in words."""

    kind: str
    measure: str
    amount: str
    who: str
    status: str
    speakers: tuple[str, ...]  # root source first, without the publisher of the article
    when: str
    where: str
    quote: str
    verbatim: str


@dataclass(frozen=True, slots=True)
class ArticleReport:
    iri: str
    headline: str  # or the identifier of an article without one
    publisher: str
    published: str
    language: str
    figures: tuple[FigureLine, ...]


def report(snapshot: View) -> Iterator[ArticleReport]:
    """Every article of a snapshot, oldest first."""
    speakers = _speakers(snapshot)
    figures: dict[str, dict[str, FigureLine]] = defaultdict(dict)
    for row in _rows(snapshot, FIGURES):
        figures[row["article"]][row["figure"]] = _line(row, speakers.get(row["figure"], ()))
    for row in _rows(snapshot, ARTICLES):
        yield ArticleReport(
            iri=row["article"],
            headline=row.get("headline") or row.get("identifier", ""),
            publisher=row.get("publisher", ""),
            published=row.get("published", ""),
            language=row.get("language", ""),
            figures=tuple(figures[row["article"]].values()),
        )


def foremost(figures: tuple[FigureLine, ...], most: int) -> tuple[FigureLine, ...]:
    """The first figure of each kind, what happened to people before room for them and the gravest kind first.

    The first, because papers lead with what matters.
    """
    firsts: dict[tuple[bool, int], FigureLine] = {}
    for figure in figures:
        firsts.setdefault((figure.measure == "capacity", GRAVITY.index(figure.kind)), figure)
    return tuple(firsts[rank] for rank in sorted(firsts))[:most]


def _rows(snapshot: View, query: str) -> Iterator[Row]:
    """Solutions as plain strings; a variable without a value is left out."""
    solutions = snapshot.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: getattr(solution[name], "value", "") for name in names if solution[name] is not None}


def _speakers(snapshot: View) -> dict[str, tuple[str, ...]]:
    """Per figure the names of its chain, root first; step 0 is the publisher, which the article's line names."""
    chains: dict[str, dict[int, str]] = defaultdict(dict)
    for row in _rows(snapshot, STEPS):
        chains[row["figure"]].setdefault(int(row["order"]), row["name"])
    return {
        figure: tuple(steps[order] for order in sorted(steps, reverse=True) if order > 0)
        for figure, steps in chains.items()
    }


def _line(row: Row, speakers: tuple[str, ...]) -> FigureLine:
    return FigureLine(
        kind=_code(row["kind"]),
        measure=_code(row["measure"]),
        amount=amount(row),
        who=row.get("who", ""),
        status=_code(row["status"]),
        speakers=speakers,
        when=_period(row.get("begin", ""), row.get("end", "")),
        where=row.get("placeName", ""),
        quote=row["quote"],
        verbatim=row["verbatim"],
    )


def _code(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def amount(row: Row) -> str:
    """The number with its bounds: 41, ≥ 100, > 100, ≤ 1,000, 3,000-4,000, ≈ 4,000; (24-99) by convention."""
    lower, upper, value = (_number(row.get(name)) for name in ("lower", "upper", "value"))
    if value and (sign := STRICT.get(_code(row.get("qualifier", "")))):
        return f"{sign} {value}"
    if lower and upper:
        return lower if lower == upper else f"{lower}-{upper}"
    if lower or upper:
        return f"≥ {lower}" if lower else f"≤ {upper}"
    low, high = _number(row.get("low")), _number(row.get("high"))
    convention = f" ({low or ''}-{high or ''})" if low or high else ""
    return (f"≈ {value}" if value else row["verbatim"]) + convention


def _number(text: str | None) -> str:
    return f"{int(text):,}" if text else ""


def _period(begin: str, end: str) -> str:
    """A day, month or year where the span is one, else both ends."""
    if not begin or begin == end:
        return begin
    first, last = dt.date.fromisoformat(begin), dt.date.fromisoformat(end)
    following = last + dt.timedelta(days=1)
    if first.day == following.day == 1:
        if (first.month, following.month) == (1, 1) and first.year == last.year:
            return f"{first:%Y}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%Y-%m}"
    return f"{begin} to {end}"
