"""What is refused before an engine sees it, and what is not."""

from __future__ import annotations

import time
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, QueryRefused, QuerySyntax, QueryTooLarge
from kg.query.guard import Guarded, _plain, check, examined
from kg.query.problems import check_aggregates, syntax_error
from kg.query.spelling import respelt
from kg.rdf.namespaces import PREFIXES


def guarded(query: str) -> Guarded:
    return check(query, max_bytes=32_768, max_depth=200, prefixes=PREFIXES)


X = "<http://127.0.0.1/x>"
DISGUISES = [
    f"SELECT * {{ SERVICE {X} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent {X} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SeRvIcE{X}{{}} }}",
    f"SELECT * {{ SERVICESILENT{X}{{}} }}",
    f"SELECT * {{ SERVICE # a comment\n{X} {{}} }}",
    "PREFIX : <http://127.0.0.1/> SELECT * { SERVICE:x {} }",
    "PREFIX : <http://127.0.0.1/> SELECT * { SERVICESILENT:x {} }",
    "PREFIX SERVICE: <http://127.0.0.1/> SELECT * { SERVICE:x {} }",
    "SELECT * { VALUES ?x { <http://127.0.0.1/> } SERVICE ?x {} }",
    f"SELECT * {{ ?s ?p ?o . SERVICE{X}{{}} }}",
    f"SELECT * {{ ?s ?p ?o.SERVICE{X}{{}} }}",
    f"SELECT * {{ ?s ?p trueSERVICE{X}{{}} }}",
    f"SELECT * {{ ?s ?p 5SERVICE{X}{{}} }}",
    f"SELECT * {{ ?s ?p 1e5SERVICE{X}{{}} }}",
    f"SELECT * {{ FILTER(1<2)SERVICE{X}{{}} }}",
    f"SELECT * {{ VALUES ?x {{ 1 }}SERVICE{X}{{}} }}",
    f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {X} {{}} }} }}",
    f"SELECT * {{ ?s ?p ?o MINUS {{ SERVICE {X} {{}} }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {X} {{}} }} }} }}",
    f"SELECT * {{ ?s ?p ?o }} ORDER BY EXISTS {{ SERVICE {X} {{}} }}",
    f"ASK {{ SERVICE {X} {{}} }}",
    f"CONSTRUCT {{}} WHERE {{ SERVICE {X} {{}} }}",
    f"DESCRIBE ?s {{ SERVICE {X} {{}} }}",
    # Where the guard's and the engine's views of a string or an IRI might part:
    f'SELECT * {{ VALUES ?x {{"""a"}} SERVICE {X} {{}} # """\n }}',
    f'SELECT * {{ FILTER(?a<?b#>"""\n) SERVICE {X} {{}} #"""\n }}',
    f"SELECT * {{ FILTER(?a<?b'>'#'\n) SERVICE {X} {{}} }}",
    f'SELECT * {{ VALUES ?x {{"""a"}} SERVICE {X} {{}} # \\uD800 """\n }}',
    f"PREFIX e: <http://h:8> SELECT * {{ ?s ?p e:SERVICE {X} {{}} }}",
]
ESCAPED = [f"SELECT * {{ \\u0053ERVICE {X} {{}} }}", f"SELECT * {{ SERVIC\\U00000045 {X} {{}} }}"]


@pytest.mark.parametrize("query", DISGUISES + ESCAPED)
def test_no_disguise_of_service_reaches_an_engine_alive(query: str) -> None:
    """Refused, or handed on in a form that no engine takes for a call."""
    try:
        safe = guarded(query).text
    except (QueryRefused, QuerySyntax):
        return
    with pytest.raises(SyntaxError):
        ox.Store().query(safe)


@pytest.mark.parametrize("query", DISGUISES[:23])
def test_a_plain_call_of_another_server_is_refused_with_the_word(query: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        guarded(query)


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ('SELECT ("SERVICE <x>" AS ?x) {}', "SERVICE <x>"),
        ("SELECT ('''it's a \"SERVICE\" <x> {''' AS ?x) {}", 'it\'s a "SERVICE" <x> {'),
        ('SELECT ("\\\\service \\"Service\\"" AS ?x) {}', '\\service "Service"'),
        ("SELECT (<http://a/SERVICE#service> AS ?x) {}", "http://a/SERVICE#service"),
        ("PREFIX a: <http://a/service/> SELECT (a:the-SERVICE AS ?x) {}", "http://a/service/the-SERVICE"),
        ("PREFIX a: <http://a/> SELECT (a:service\\,%20x AS ?x) {}", "http://a/service,%20x"),
        ("SELECT (cek:service AS ?x) {}", "https://w3id.org/cekg/ns#service"),
        ("SELECT ?x { BIND(1 AS ?x) } # SERVICE <http://a/> {}", "1"),
        ("SELECT ?x { BIND(2 AS ?service) BIND(?service AS ?x) }", "2"),
    ],
)
def test_the_word_in_strings_comments_names_and_iris_is_harmless_and_keeps_its_meaning(query: str, value: str) -> None:
    solutions = ox.Store().query(guarded(query).text, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    assert next(solutions)["x"].value == value


@given(st.text(alphabet=st.sampled_from(list("sSeErRvViIcC\"'\\ <>{}#\n\tuU05é")), max_size=30))
def test_a_string_means_the_same_behind_the_guard(text: str) -> None:
    literal = ox.Literal(f"{text}service{text}")
    solutions = ox.Store().query(guarded(f"SELECT ({literal} AS ?x) {{}}").text)
    assert isinstance(solutions, ox.QuerySolutions)
    assert next(solutions)["x"] == literal


PIECES = [
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    "<",
    ">",
    "#",
    "\n",
    " ",
    "SERVICE",
    "Silent",
    "{",
    "}",
    "(",
    ")",
    "?x",
    ":",
    "a:b",
]


@given(
    st.lists(st.sampled_from([*PIECES, "<http://a/>", "1", "VALUES", ".", "\\u0053", "@en", "_:b", "$"]), max_size=25)
)
def test_whatever_passes_holds_the_word_in_names_of_variables_only(pieces: list[str]) -> None:
    try:
        safe = guarded("SELECT * {" + "".join(pieces) + "}").text.lower()
    except QueryError:
        return
    places = [at for at in range(len(safe)) if safe.startswith("service", at)]
    for at in places:
        head = safe[:at]
        while head and (head[-1].isalnum() or head[-1] == "_"):
            head = head[:-1]
        assert head[-1:] in ("?", "$") or head.endswith("_:")


def test_a_query_without_the_word_is_handed_on_as_it_is() -> None:
    query = "# all\nSELECT * { ?s ?p 'x' }"
    assert guarded(query).text == query


@pytest.mark.parametrize("pair", ["{}", "()", "[]"])
@pytest.mark.parametrize("depth", [250, 3_200, 16_000])
def test_deep_nesting_is_refused_before_anything_parses_it(pair: str, depth: int) -> None:
    with pytest.raises(QueryRefused, match="nests more than 200"):
        guarded("SELECT * {" + pair[0] * depth + pair[1] * depth + "}")


def test_a_chain_of_inverse_paths_is_nesting_though_two_carets_are_one_token() -> None:
    with pytest.raises(QueryRefused, match="nests more"):
        guarded("ASK { ?s " + "^" * 300 + "<urn:x:p> ?o }")
    assert guarded('ASK { ?s ?p "1"^^<urn:x:t> }')


def test_a_chain_of_negations_is_nesting_too() -> None:
    with pytest.raises(QueryRefused, match="nests more"):
        guarded("SELECT * { FILTER(" + "!" * 3_000 + "true) }")


def test_brackets_in_strings_comments_and_iris_do_not_nest() -> None:
    deep = "(" * 1_000
    assert guarded(f"SELECT * {{ ?s <http://a/{'(' * 300}> '{deep}' }} # {deep}").form == "SELECT"


def test_as_many_brackets_side_by_side_are_fine() -> None:
    assert guarded("SELECT * {" + "{}" * 5_000 + "}").form == "SELECT"


@pytest.mark.parametrize("piece", ['"', "'''", "<", "\\", '\\"""', "#", "?", "<a", "{", '"\\', "''\n", "a:", "\u0300"])
def test_scanning_takes_time_in_proportion_to_the_length(piece: str) -> None:
    short, long = (min(seconds_to_refuse((piece * size)[:size]) for _ in range(3)) for size in (8_192, 32_768))
    assert long < 10 * max(short, 0.002)  # four times would be in proportion, sixteen its square


def seconds_to_refuse(query: str) -> float:
    """Of this thread's own work: a busy machine does not count."""
    began = time.thread_time()
    with pytest.raises(QueryError):
        check(query, max_bytes=200_000, max_depth=200, prefixes={})
    return time.thread_time() - began


def test_a_long_query_is_refused_by_its_bytes() -> None:
    with pytest.raises(QueryTooLarge, match="32,768"):
        guarded("SELECT * { ?s ?p '" + "é" * 17_000 + "' }")


@pytest.mark.parametrize(
    "word", ["INSERT DATA { <a:a> <a:b> 1 }", "load <http://a/>", "DROP ALL", "WITH <a:a> DELETE {}"]
)
def test_an_update_is_refused_as_what_it_is(word: str) -> None:
    with pytest.raises(QueryRefused, match="is an update"):
        guarded("PREFIX a: <http://a/> " + word)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("ask {}", "ASK"),
        ("BASE <http://a/> PREFIX a: <b> construct {} {}", "CONSTRUCT"),
        ("# SELECT\nDESCRIBE <http://a/>", "DESCRIBE"),
    ],
)
def test_the_form_is_the_first_word_after_the_prefixes(query: str, form: str) -> None:
    assert guarded(query).form == form


def test_the_graphs_of_from_are_known_and_other_uses_of_the_word_are_not_taken_for_it() -> None:
    asked = guarded("SELECT * FROM <http://a/g> FROM NAMED <http://a/h> { ?from ?p 'FROM <http://a/i>' }")
    assert asked.graphs == ("http://a/g", "http://a/h")
    assert asked.has_dataset
    assert not guarded("SELECT * { ?from ?p 'FROM <http://a/i>' }").has_dataset


@pytest.mark.parametrize(
    "query", ["", "  # nothing", "HELLO", "{}", "SELECT * { ?s ?p 'open }", "ASK { ?s ?p \ud800 }"]
)
def test_what_is_no_query_is_a_syntax_error(query: str) -> None:
    with pytest.raises(QuerySyntax):
        guarded(query)


ODD = ["FILTER(COUNT(", "COUNT(", "GROUP_CONCAT(", "BIND ", "SUM   ", "a:b ", "{ SELECT ", "TRUE ", "BIND(1 AS ?x) "]


@pytest.mark.parametrize("piece", ["(", "[", "{", "!", "^", "-", "?x ", "<p>|", "&&true", *ODD])
def test_the_longest_query_is_judged_in_a_moment(piece: str) -> None:
    text = ("SELECT * { " + piece * 40_000)[:32_000]
    began = time.process_time()
    with suppress(QueryError):
        guarded(text)
    syntax_error(text, "error at 1:31990: expected something", PREFIXES)
    with suppress(SyntaxError):
        check_aggregates(text)
    respelt(text)
    assert time.process_time() - began < 1.0


PIECES = [
    *("PREFIX a: <http://a/>", "BASE <http://b#c>", "PREFIX : <x> ", "# SELECT\n", "#", "\n", " ", "<", "'", '"'),
    *("SELECT", "ASK", "construct", "DESCRIBE", "INSERT", "SELECT*", "{", "}", "?s", "a:b", "<http://c>", "(", ")"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_is_judged_at_a_glance_is_judged_alike_by_tokens(text: str) -> None:
    glance = _plain(text, 200)
    if glance is not None:
        try:
            assert examined(text, 200, PREFIXES) == glance
        except QuerySyntax:  # no engine reads it either
            with pytest.raises(SyntaxError):
                ox.Store().query(text, prefixes=dict(PREFIXES), base_iri="http://base/")
