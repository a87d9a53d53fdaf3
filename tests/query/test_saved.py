"""Saved queries: their headers, and values that stay values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadParameter, MalformedSource, NotFound
from kg.query.engine import QueryService
from kg.query.once import run_once, run_saved_once
from kg.query.resolve import Resolver
from kg.query.saved import SavedQuery, load, saved_queries, substitute
from kg.query.terms import string, term
from kg.query.tokens import scan, significant
from kg.settings import Settings
from kg.stores import ArticleGraphs, Store, open_store
from tests.query.conftest import small
from tests.stores.quads import article, iri

TEXT = """\
#+ title: Claims that say something
#+ description: >
#+   All claims with these words.
#+ parameters:
#+   - {name: words, type: string, required: true, description: what is said}
#+   - {name: after, type: date, default: 2016-01-01, description: first day}
#+   - {name: who, type: actor, description: only this actor}
#+ columns: [claim]
SELECT ?claim WHERE {
  ?claim cek:verbatim ?_words . # not ?_words here
  FILTER(?date >= ?_after && "?_words" != ?_who && ?_wordsmith != 1)
}
"""


@pytest.fixture
def query(tmp_path: Path) -> SavedQuery:
    file = tmp_path / "claims.rq"
    file.write_text(TEXT, encoding="utf-8")
    return load(file)


def test_the_header_tells_what_a_query_takes_and_gives(query: SavedQuery) -> None:
    assert (query.name, query.title, query.columns) == ("claims", "Claims that say something", ("claim",))
    assert query.description == "All claims with these words."
    words, after, who = query.parameters
    assert (words.type, words.required, words.default) == ("string", True, None)
    assert (after.type, after.required, after.default) == ("date", False, "2016-01-01")
    assert (who.type, who.required, who.default) == ("actor", False, None)


def test_only_the_tokens_of_a_parameter_are_bound(query: SavedQuery) -> None:
    bound = query.bind({"words": "58 killed"})
    assert '?claim cek:verbatim "58 killed" . # not ?_words here' in bound
    assert '"2016-01-01"^^<http://www.w3.org/2001/XMLSchema#date> && "?_words" != ?_who && ?_wordsmith' in bound


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"needs the parameter words: text \(what is said\)"),
        ({"words": "x", "after": "yesterday"}, r"after='yesterday' is not a day as YYYY-MM-DD"),
        ({"words": "x", "after": "2016-02-30"}, r"YYYY-MM-DD"),
        ({"words": "x", "after": "20160101"}, r"YYYY-MM-DD"),
        ({"words": "x", "who": "http://a/> } DROP ALL {"}, r"who=.* is not an actor"),
        ({"words": "x", "size": "3"}, r"no parameter 'size'; it takes words, after, who"),
        ({"words": "half \ud800"}, r"words=.* is not text"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_the_parameter(
    query: SavedQuery, values: dict[str, str], message: str
) -> None:
    with pytest.raises(BadParameter, match=message) as caught:
        query.bind(values)
    assert caught.value.extra["parameter"] in message or caught.value.extra["parameter"] in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("iri", "https://example.org/a#b", "<https://example.org/a#b>"),
        ("iri", "cek:Attack", "<https://w3id.org/cekg/ns#Attack>"),
        ("integer", "-58", '"-58"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "36.34", '"36.34"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("decimal", "-90", '"-90"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("language", "pt-BR", '"pt-br"'),
    ],
)
def test_values_are_written_as_terms_of_their_type(kind: str, value: str, written: str) -> None:
    assert term("x", kind, value) == written


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *[
            ("iri", bad)
            for bad in ("", "relative", "http://a/ b", "http://a/>", "nothing:// x", 'http://a/"', "http://a/\n")
        ],
        *[("integer", bad) for bad in ("", "1.0", "1e3", "٣", " 1", "1 ", "9" * 30)],
        *[("decimal", bad) for bad in ("", ".", "NaN", "INF", "1e3", "1,5")],
        *[("language", bad) for bad in ("", "x", "en us", "en-", 'en"', "english-languages")],
        *[("date", bad) for bad in ("", "2016", "2016-13-01", "2016-1-1", "0000-01-01", "2016-01-01\n")],
    ],
)
def test_what_is_not_of_the_type_is_refused_and_not_repaired(kind: str, value: str) -> None:
    with pytest.raises(BadParameter, match="parameter x="):
        term("x", kind, value)


TEMPLATE = "SELECT * { ?s ?p ?_value . FILTER(?o = ?_value) }"


@given(st.text())
def test_no_text_becomes_more_than_one_token(value: str) -> None:
    try:
        bound = substitute(TEMPLATE, {"value": string(value)})
    except UnicodeEncodeError:  # half a surrogate pair
        return
    before, after = list(significant(scan(TEMPLATE))), list(significant(scan(bound)))
    assert [token.kind for token in after] == ["string" if t.text == "?_value" else t.kind for t in before]


@given(st.text(alphabet=st.sampled_from(list("\"'\\<>{}#\n\r\t?_value$@^.;u0027\u2028é"))))
def test_the_engine_reads_back_exactly_the_text_that_was_given(value: str) -> None:
    solutions = ox.Store().query(substitute("SELECT (?_value AS ?x) {}", {"value": string(value)}))
    assert isinstance(solutions, ox.QuerySolutions)
    assert next(solutions)["x"] == ox.Literal(value)


@given(st.text(max_size=40))
def test_no_text_becomes_more_than_one_iri(value: str) -> None:
    try:
        bound = substitute(TEMPLATE, {"value": term("value", "iri", f"http://a/{value}")})
    except BadParameter:
        return
    kinds = [token.kind for token in significant(scan(bound)) if token.text.startswith("<http://a/")]
    assert kinds == ["iri", "iri"]


def test_a_header_that_lacks_something_is_named(tmp_path: Path) -> None:
    for text in ("SELECT * {}", "#+ title: x\n", TEXT.replace("type: actor", "type: wizard"), "#+ {\nASK {}"):
        (tmp_path / "bad.rq").write_text(text, encoding="utf-8")
        with pytest.raises(MalformedSource, match=r"bad\.rq"):
            load(tmp_path / "bad.rq")


def test_a_saved_query_that_was_edited_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "claims.rq"
    file.write_text(TEXT, encoding="utf-8")
    assert saved_queries(tmp_path)["claims"].title == "Claims that say something"
    file.write_text(TEXT.replace("Claims", "Figures"), encoding="utf-8")
    assert saved_queries(tmp_path)["claims"].title == "Figures that say something"


def test_all_saved_queries_of_the_project_load() -> None:
    assert {"timeline", "actors-by-name"} <= set(saved_queries())


LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Store, QueryService]]:
    """Three actors, two of whom share a name."""
    settings = Settings(tmp_path_factory.mktemp("named"), "https://example.org/", small(Path()).limits)
    store, graphs = open_store(settings), article("a")
    labels = [
        ("id/actor/peshmerga", "Peshmerga"),
        ("id/actor/front-north", "Front"),
        ("id/actor/front-south", "Front"),
        ("id/place/gn-99072", "Mosul"),
    ]
    quads = [ox.Quad(iri(path), LABEL, ox.Literal(label, language="en"), graphs.graph) for path, label in labels]
    with store.writer() as writer:
        writer.put(ArticleGraphs(graphs.article, graphs.graph, (*graphs.quads, *quads), graphs.meta))
    with QueryService(settings, store) as service:
        yield settings, store, service
    store.close()


@pytest.mark.parametrize("value", ["peshmerga", "Peshmerga", "PESHMERGA", "https://example.org/id/actor/peshmerga"])
def test_an_actor_is_found_by_key_name_or_iri(named: tuple[Settings, Store, QueryService], value: str) -> None:
    assert Resolver(named[2], "https://example.org/")("actor", value) == "https://example.org/id/actor/peshmerga"


def test_a_name_of_two_actors_is_an_error_that_lists_them(named: tuple[Settings, Store, QueryService]) -> None:
    with pytest.raises(BadParameter, match=r"front-north, https://example\.org/id/actor/front-south"):
        Resolver(named[2], "https://example.org/")("actor", "front")


@pytest.mark.parametrize("value", ["Nobody", "Mosul", '" } DROP ALL #', ""])
def test_a_name_of_no_actor_is_an_error(named: tuple[Settings, Store, QueryService], value: str) -> None:
    with pytest.raises(BadParameter, match="No actor is called"):
        Resolver(named[2], "https://example.org/")("actor", value)


def test_the_parameter_is_named_when_its_actor_is_not_found(
    named: tuple[Settings, Store, QueryService], query: SavedQuery
) -> None:
    with pytest.raises(BadParameter, match="The parameter who: No actor is called 'Nobody'"):
        query.bind({"words": "x", "who": "Nobody"}, Resolver(named[2], "https://example.org/"))


def test_the_command_line_asks_without_a_server(named: tuple[Settings, Store, QueryService]) -> None:
    settings, store, _ = named
    answer = run_once(settings, store, "SELECT ?s { ?s cek:verbatim '1 killed' }", format="csv")
    assert answer.read() == b"s\r\nhttps://example.org/claim/a-1\r\n"
    assert (
        run_saved_once(settings, store, "actors-by-name", {"text": "pesh"}, format="csv").read().startswith(b"actor,")
    )
    with pytest.raises(NotFound, match="actors-by-name"):
        run_saved_once(settings, store, "no-such-query", {})
