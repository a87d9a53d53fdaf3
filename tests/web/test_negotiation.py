from __future__ import annotations

import pytest

from kg.errors import BadParameter, NotAcceptable
from kg.query.formats import GRAPHS, RESULTS
from kg.web.negotiation import HTML, accept_of, by_name, choose, wants_html

CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("text/*", "csv"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.2", "xml"),
        ("application/json", "json"),
        ("TEXT/CSV", "csv"),
        ("text/csv;q=0, */*;q=0.1", "json"),
    ],
)
def test_the_format_is_the_one_the_client_wants_most(header: str | None, name: str) -> None:
    assert choose(header, RESULTS).name == name


def test_a_format_ruled_out_by_q_0_is_not_sent_although_everything_else_is_welcome() -> None:
    with pytest.raises(NotAcceptable, match=r"text/turtle"):
        choose("text/html", GRAPHS)
    assert choose("text/turtle;q=0, */*", GRAPHS).name != "turtle"


def test_a_browser_gets_the_page_and_a_program_the_data() -> None:
    assert choose(CHROME, (*GRAPHS, HTML)) is HTML
    assert choose("*/*", (*GRAPHS, HTML)).name == "turtle"


def test_the_name_in_the_address_beats_the_header() -> None:
    assert choose(CHROME, (*GRAPHS, HTML), "nt").name == "ntriples"
    assert by_name("TTL", GRAPHS).name == "turtle"
    assert by_name("text/turtle", GRAPHS).name == "turtle"


def test_an_unknown_name_is_told_which_there_are() -> None:
    with pytest.raises(BadParameter, match=r"choose one of: json, xml, csv, tsv"):
        by_name("ttl", RESULTS)
    with pytest.raises(BadParameter, match="turtle"):
        accept_of("docx")


def test_json_means_rows_or_a_graph_as_the_query_has_it() -> None:
    assert accept_of("json") == "application/json"
    assert accept_of("ttl") == "text/turtle"


@pytest.mark.parametrize(
    ("header", "page"),
    [
        (CHROME, True),
        ("text/html", True),
        ("application/json", False),
        ("*/*", False),
        (None, False),
        ("application/json, text/html;q=0.5", False),
    ],
)
def test_only_who_names_html_gets_errors_as_pages(header: str | None, page: bool) -> None:
    assert wants_html(header) is page
