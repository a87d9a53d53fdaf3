"""Content negotiation of answers."""

from __future__ import annotations

import pytest

from kg.errors import NotAcceptable
from kg.query.formats import by_name, negotiate


@pytest.mark.parametrize(
    ("form", "accept", "name"),
    [
        ("SELECT", "", "json"),
        ("SELECT", "*/*", "json"),
        ("ASK", "application/json", "json"),
        ("SELECT", "text/csv", "csv"),
        ("SELECT", "text/*", "csv"),
        ("SELECT", "text/csv;q=0.5, text/tab-separated-values", "tsv"),
        ("SELECT", "text/html, application/xml;q=0.9, */*;q=0.1", "xml"),
        ("SELECT", "application/sparql-results+json;q=0, */*", "xml"),
        ("SELECT", "TEXT/CSV; charset=utf-8", "csv"),
        ("CONSTRUCT", "", "turtle"),
        ("DESCRIBE", "application/ld+json", "jsonld"),
        ("DESCRIBE", "application/rdf+xml;q=0.9,application/n-triples;q=0.95,*/*;q=0.1", "ntriples"),
    ],
)
def test_the_best_liked_format_wins(form: str, accept: str, name: str) -> None:
    assert negotiate(form, accept).name == name


@pytest.mark.parametrize("accept", ["text/html", "image/png;q=1", "*/*;q=0", "text/csv;q=nonsense"])
def test_a_client_that_likes_none_is_told_which_there_are(accept: str) -> None:
    with pytest.raises(NotAcceptable, match=r"application/sparql-results\+json"):
        negotiate("SELECT", accept)


def test_a_short_name_chooses_too_and_must_fit_the_form() -> None:
    assert by_name("CONSTRUCT", "Turtle").media_type == "text/turtle"
    with pytest.raises(NotAcceptable, match="json, xml, csv, tsv"):
        by_name("SELECT", "turtle")
