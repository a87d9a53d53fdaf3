"""A service from Python: typed frames, questions that document themselves, and problems as exceptions."""

from __future__ import annotations

import datetime as dt
import inspect
import subprocess
import sys

import pandas as pd
import pytest

from kg import Client
from kg.client.client import PREFIXES, declared
from kg.errors import BadParameter, NotFound, QueryRefused, QuerySyntax, QueryTimeout, RemoteError
from kg.query.saved import saved_queries
from kg.rdf import namespaces


def test_the_package_stays_light_until_the_client_is_asked_for() -> None:
    check = (
        "import sys, kg\n"
        "assert not {'kg.client', 'pandas', 'urllib3'} & set(sys.modules)\n"
        "from kg import Client\n"
        "assert 'kg.client' in sys.modules and not {'pandas', 'rdflib', 'pyoxigraph'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", check], check=True)
    with pytest.raises(ImportError):
        exec("from kg import Klient")


def test_figures_come_as_whole_numbers_that_may_be_missing_dates_and_categories(client: Client) -> None:
    figures = client.run("figures-with-evidence")
    assert len(figures) > 2
    types = {
        name: str(figures[name].dtype) for name in ("lower", "upper", "start", "asserted", "kind", "status", "figure")
    }
    assert types == {
        "lower": "Int64",
        "upper": "Int64",
        "start": "Int64",
        "asserted": "datetime64[s]",
        "kind": "category",
        "status": "category",
        "figure": "string",
    }
    assert figures["lower"].isna().any()
    assert figures["figure"].str.startswith("https://").all()


def test_every_saved_question_has_its_columns_in_order(client: Client) -> None:
    known = saved_queries()
    assert set(client.queries()["name"]) == set(known)
    for name in ("timeline", "event-types", "displacement-by-status"):
        assert tuple(client.run(name).columns) == known[name].columns


def test_a_question_is_a_function_that_documents_itself(client: Client) -> None:
    timeline = client.questions.timeline
    parameters = inspect.signature(timeline).parameters
    assert [parameters[name].default for name in ("begin", "place")] == ["0001-01-01", None]
    assert "begin: date, default 0001-01-01. first day of the window" in (timeline.__doc__ or "")
    assert "Columns: event, type," in (timeline.__doc__ or "")
    assert "timeline" in dir(client.questions)
    assert len(timeline(begin=dt.date(2000, 1, 1), end=pd.Timestamp("2030-01-01"))) == len(client.run("timeline"))
    assert timeline(begin=dt.date(2030, 1, 1)).empty
    with pytest.raises(AttributeError, match="no question 'tmeline'"):
        _ = client.questions.tmeline


def test_any_sparql_may_be_asked_with_the_usual_prefixes(client: Client) -> None:
    counted = client.select(
        "SELECT ?kind (COUNT(?f) AS ?n) (AVG(?v) AS ?mean) WHERE { ?f cek:kind ?kind ; cek:value ?v } GROUP BY ?kind"
    )
    assert [str(counted[name].dtype) for name in ("n", "mean")] == ["Int64", "Float64"]
    assert client.ask("ASK { ?f a cek:Figure }")
    assert not client.ask("PREFIX cek: <https://example.org/> ASK { ?f a cek:Figure }")


def test_each_kind_of_value_has_its_type(client: Client) -> None:
    made = client.select(
        "SELECT ?whole ?share ?true ?day ?moment ?name ?mixed ?none WHERE {"
        " VALUES (?whole ?share ?true ?day ?moment ?name ?mixed) {"
        ' (1 0.5 true "2016-10-17"^^xsd:date "2016-10-17T12:00:00+02:00"^^xsd:dateTime "a"@en 1)'
        ' (UNDEF 2 false UNDEF UNDEF UNDEF "b") } }'
    )
    assert [str(made[name].dtype) for name in made.columns] == [
        "Int64", "Float64", "boolean", "datetime64[s]", "datetime64[us, UTC]", "string", "string", "string",
    ]  # fmt: skip
    assert made["moment"][0].hour == 10
    assert made.isna().sum().to_dict() == {
        "whole": 1, "share": 0, "true": 0, "day": 1, "moment": 1, "name": 1, "mixed": 0, "none": 2,
    }  # fmt: skip


def test_a_date_no_calendar_of_pandas_has_stays_a_text(client: Client) -> None:
    made = client.select('SELECT ?day WHERE { VALUES ?day { "-0044-03-15"^^xsd:date "2016-10-17"^^xsd:date } }')
    assert list(made["day"]) == ["-0044-03-15", "2016-10-17"]


@pytest.mark.parametrize(
    ("query", "error", "says"),
    [
        ("SELECT ?s WHERE { ?s ?p }", QuerySyntax, "Line 1, column"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", QueryRefused, "SERVICE"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", QueryTimeout, "2 s"),
    ],
)
def test_problems_of_a_query_are_exceptions_with_the_words_of_the_service(
    client: Client, query: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        client.select(query)


def test_problems_of_a_question_say_what_it_takes(client: Client) -> None:
    with pytest.raises(BadParameter, match="has no parameter 'begn'; it takes begin, end, place, type") as caught:
        client.run("timeline", begn="2016-10-01")
    assert caught.value.extra["status"] == 400
    with pytest.raises(NotFound, match="no saved question tmeline"):
        client.run("tmeline")


def test_a_pinned_client_stays_with_one_state_of_the_graph(client: Client) -> None:
    pinned = client.pinned()
    frames = [pinned.run("event-types"), pinned.select("SELECT ?f WHERE { ?f a cek:Figure }")]
    assert {made.attrs["snapshot"] for made in frames} == {pinned.snapshot}
    assert pinned.snapshot in set(client.snapshots()["id"])
    with pytest.raises(NotFound):
        Client(client.url, snapshot="never-kept").run("event-types")


def test_a_service_that_is_not_there_is_told_so() -> None:
    with pytest.raises(RemoteError, match="Is `kg serve` running"):
        Client("http://127.0.0.1:9").queries()


def test_the_prefixes_are_those_of_the_project() -> None:
    assert PREFIXES.items() <= namespaces.PREFIXES.items()
    assert declared("SELECT * {\n?s cek:kind ?k }").count("\n") == 1
