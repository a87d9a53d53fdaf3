"""The catalogue at /.well-known/void: each graph with its terms, its version and an address that works."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph, Literal, URIRef

from kg.web.description import DCAT, DCT, LICENCE


@pytest.fixture(scope="module")
def described(app: Flask) -> Graph:
    answer = app.test_client().get("/.well-known/void?format=ttl")
    return Graph().parse(data=answer.data, format="turtle")


def test_an_imported_data_set_has_its_own_title_licence_and_version(described: Graph) -> None:
    (part,) = described.subjects(DCT.title, Literal("UCDP Georeferenced Event Dataset", lang="en"))
    assert described.value(part, DCT.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert described.value(part, DCAT.version) == Literal("24.1")


def test_what_may_not_be_passed_on_is_not_in_the_catalogue(described: Graph) -> None:
    assert not [term for triple in described for term in triple if "import/acled" in str(term)]


def test_every_distribution_says_its_licence(described: Graph) -> None:
    for node in set(described.objects(None, DCAT.distribution)):
        assert described.value(node, DCT.license) is not None
    assert described.value(URIRef("http://localhost/.well-known/void#dataset-nquads"), DCT.license) == LICENCE


def test_every_download_address_works_and_sends_what_it_says(described: Graph, client: FlaskClient) -> None:
    checked = 0
    for node, address in described.subject_objects(DCAT.downloadURL):
        parts = urlsplit(str(address))
        answer = client.head(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, address
        assert str(described.value(node, DCAT.mediaType)).endswith(str(answer.mimetype))
        checked += 1
    assert checked > 20
