"""Which cases an address asks for, and the query text that leaves them: every value from outside is a checked term."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from babel import Locale
from flask import request

from kg.errors import BadParameter
from kg.query.saved import substitute
from kg.query.terms import term
from kg.rdf.namespaces import CODES
from kg.registry.states import LABEL_LANGUAGES
from kg.web.columns.casetable import Wanted
from kg.web.context import gateway, services
from kg.web.page_queries import iri_term, template
from kg.web.parameters import integer
from kg.web.views.cases import RANKS, STATUSES

LEAST = 2  # articles, unless the address says otherwise: what one article tells is in that article
MOST_ARTICLES = 100_000
MOST_TEXT = 100
SORTS = {
    "articles": "DESC(?articles) DESC(?begin)",
    "date": "DESC(?begin) DESC(?articles)",
    "size": "DESC(?group) DESC(?people) DESC(?articles)",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """An empty text is no filter; ``begin`` and ``end`` are days, of a period that the case has to touch."""

    status: str = ""
    articles: int = LEAST
    type: str = ""
    place: str = ""
    begin: str = ""
    end: str = ""
    contradicted: bool = False
    sort: str = "articles"

    @property
    def is_narrowed(self) -> bool:
        """By something that the counts beside the filters do not go beyond."""
        return bool(self.place or self.begin or self.end or self.contradicted)


def asked() -> Selection:
    """The selection of this request; raises BadParameter."""
    everything = request.args.get("articles") == "all"
    selection = Selection(
        status=_one_of("status", ("", *STATUSES)),
        articles=1 if everything else integer("articles", LEAST, least=1, most=MOST_ARTICLES),
        type=_text("type"),
        place=_text("place"),
        begin=_text("begin"),
        end=_text("end"),
        contradicted=_one_of("contradicted", ("", "0", "1")) == "1",
        sort=_one_of("sort", tuple(SORTS)),
    )
    for name, day in (("begin", selection.begin), ("end", selection.end)):
        if day:
            term(name, "date", day)
    if selection.begin and selection.end and selection.begin > selection.end:
        raise BadParameter(f"begin={selection.begin} is after end={selection.end}.", parameter="begin")
    return selection


def _one_of(name: str, known: tuple[str, ...]) -> str:
    value = request.args.get(name, known[0])
    if value in known:
        return value
    if value == "all" and "" in known:
        return ""
    listed = ", ".join(one for one in known if one)
    raise BadParameter(f"{name}={value[:40]} is not known; choose one of: {listed}.", parameter=name)


def _text(name: str) -> str:
    value = request.args.get(name, "").strip()
    if len(value) > MOST_TEXT:
        raise BadParameter(f"{name}= is longer than {MOST_TEXT} characters.", parameter=name)
    return value


def narrowed(selection: Selection, *, by_type: bool = True) -> str:
    """The cases as a pattern: all filters but status and articles, which are known of whole cases only."""
    parts = []
    if selection.contradicted:
        parts.append(f"{{ SELECT DISTINCT ?case WHERE {{ {template('cases-contradiction')} }} }}")
    if by_type and selection.articles > 1:
        # What several articles tell of is of several events, each of which has its reasons; most cases have one event.
        parts.append("{ SELECT DISTINCT ?case WHERE { ?assertion cek:inCase ?case } }")
    if by_type and selection.type:
        parts.append(f"?case cek:eventType {iri_term(f'{CODES}event/{selection.type}')} .")
    if selection.place:
        parts.append(_placed(selection.place))
    if selection.begin or selection.end:
        parts.append("?case cek:begin ?from . OPTIONAL { ?case cek:end ?until }")
    if selection.begin:
        parts.append(f"FILTER(COALESCE(?until, ?from) >= {term('begin', 'date', selection.begin)})")
    if selection.end:
        parts.append(f"FILTER(?from <= {term('end', 'date', selection.end)})")
    return "\n".join(parts)


def selected(selection: Selection, *, by_type: bool = True) -> str:
    """The pattern that gives each case with its articles and status."""
    narrow = narrowed(selection, by_type=by_type)
    # Our own engine is told to look up the events of these cases; else it begins with the claims of all.
    first, last = ("LATERAL {", "}") if narrow and services().store.endpoint is None else ("", "")
    return substitute(template("cases-selection"), {"narrowed": narrow, "first": first, "last": last})


def filters(selection: Selection) -> str:
    """What is asked of whole cases."""
    parts = [f"FILTER(?articles >= {selection.articles})"] if selection.articles > 1 else []
    if selection.status:
        parts.append(f'FILTER(?status = "{selection.status}")')
    return "\n".join(parts)


def chosen(selection: Selection, window: str) -> dict[str, str]:
    """The parts of the query cases-chosen; ``window`` is LIMIT and OFFSET, or nothing."""
    ranks = " ".join(f"(kind:{kind} {rank})" for kind, rank in RANKS.items())
    sized = substitute(template("cases-size"), {"ranks": ranks}) if selection.sort == "size" else ""
    return {
        "selection": selected(selection),
        "filters": filters(selection),
        "sized": sized,
        "order": SORTS[selection.sort],
        "window": window,
    }


def wanted(selection: Selection) -> Wanted:
    """The same for columns; which places have these words in a name is asked of the graph."""
    places = None
    if selection.place:
        at = gateway().rows("cases-places", parts={"placed": _named_so(selection.place)})
        places = frozenset(row["at"] for row in at)
    return Wanted(
        selection.status,
        selection.articles,
        selection.type,
        places,
        selection.begin,
        selection.end,
        selection.contradicted,
    )


def every(selection: Selection) -> str:
    """The cases of a selection as a subquery, for what is asked of all of them at once."""
    return f"{{ SELECT ?case WHERE {{ {selected(selection)} {filters(selection)} }} }}"


def _placed(words: str) -> str:
    """Cases at places with these words in a name, or in a country with them in its name."""
    return f"{{ SELECT DISTINCT ?at WHERE {{ {_named_so(words)} }} }} ?case cek:place ?at ."


def _named_so(words: str) -> str:
    said = term("place", "string", words.lower())
    named = f"?at skos:prefLabel|skos:altLabel ?called FILTER(CONTAINS(LCASE(STR(?called)), {said}))"
    codes = " ".join(term("place", "string", code) for code in countries_named(words))
    within = f"UNION {{ VALUES ?land {{ {codes} }} ?at cek:country ?land }}" if codes else ""
    return f"{{ {named} }} {within}"


def countries_named(words: str) -> list[str]:
    """The ISO codes of countries with these words in their name in one of our languages."""
    wanted = words.casefold()
    return sorted({code for code, name in _territories() if wanted in name})


@cache
def _territories() -> tuple[tuple[str, str], ...]:
    names = (Locale(language).territories.items() for language in LABEL_LANGUAGES)
    return tuple((code, name.casefold()) for each in names for code, name in each if len(code) == 2 and code.isalpha())


def country_name(code: str, language: str) -> str:
    return str(Locale(language).territories.get(code, code))
