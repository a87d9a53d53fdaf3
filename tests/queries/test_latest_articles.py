"""Which articles are the latest, asked day by day, is what sorting all of them says."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.select import from_store
from kg.rdf.namespaces import term
from tests.queries.saved import bound

_DAYS = st.dates().filter(lambda day: day.year > 2000 and day.month < 3).map(str)
_THINGS = st.dictionaries(
    st.integers(0, 400), st.tuples(st.booleans(), st.one_of(st.none(), st.sampled_from(["2016-10-17"]), _DAYS))
)
_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")


@given(things=_THINGS, many=st.integers(0, 150), before=st.one_of(st.just("9999-12-31"), _DAYS))
def test_the_latest_hundred_are_found_among_things_of_any_day_and_of_none(
    things: dict[int, tuple[bool, str | None]], many: int, before: str
) -> None:
    things |= {1000 + at: (True, f"2015-{at % 11 + 1:02d}-03") for at in range(many)}
    store, graph = ox.Store(), ox.NamedNode("https://example.org/graph")
    for number, (is_article, day) in things.items():
        thing, kind = ox.NamedNode(f"https://example.org/{number:04d}"), "Article" if is_article else "Publication"
        store.add(ox.Quad(thing, term("rdf:type"), term(f"cek:{kind}"), graph))
        if day:
            store.add(ox.Quad(thing, term("schema:datePublished"), ox.Literal(day, datatype=_DATE), graph))
    found = from_store(store)(bound("latest-articles", {"before": before}))
    articles = [(number, day or "") for number, (is_article, day) in things.items() if is_article]
    wanted = sorted(each for each in articles if each[1] <= before)
    wanted.sort(key=lambda each: each[1], reverse=True)
    assert [row["article"].value for row in found] == [f"https://example.org/{number:04d}" for number, _ in wanted][
        :100
    ]
