from __future__ import annotations

import pytest

from kg.web.links import external_href, local_href, short_name

BASE = "https://example.org/kg/"


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        (BASE + "id/actor/islamic-state", "/id/actor/islamic-state"),
        (BASE + "id/article/ab12#char=3,9", "/id/article/ab12#char=3,9"),
        (BASE + "graph/lexicon/nl", "/graph/lexicon/nl"),
        ("https://w3id.org/cekg/v/status/feared", "/v/status/feared"),
        ("https://w3id.org/cekg/ns#Figure", "/ns#Figure"),
        ("https://w3id.org/cekg/ns", "/ns"),
        ("http://www.wikidata.org/entity/Q1", "/resource?iri=http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ1"),
        ('urn:x"><script>', "/resource?iri=urn%3Ax%22%3E%3Cscript%3E"),
        (BASE + 'id/actor/"><b', "/id/actor/%22%3E%3Cb"),
        ("javascript:alert(1)", "/resource?iri=javascript%3Aalert%281%29"),
    ],
)
def test_every_iri_has_an_address_here(iri: str, href: str) -> None:
    assert local_href(iri, BASE) == href


@pytest.mark.parametrize("iri", ["https://example.org/x", "http://example.org"])
def test_web_addresses_may_be_followed(iri: str) -> None:
    assert external_href(iri) == iri


@pytest.mark.parametrize(
    "iri",
    [
        "javascript:alert(1)",
        "JavaScript://x/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http:",
        "http://[x",
    ],
)
def test_nothing_but_web_addresses_may_be_followed(iri: str) -> None:
    assert external_href(iri) is None


@pytest.mark.parametrize(
    ("iri", "name"),
    [("http://x.org/a/b", "b"), ("http://x.org/a#b", "b"), ("http://x.org/a/", "a"), ("urn:x", "urn:x")],
)
def test_a_thing_without_a_label_has_the_last_part_of_its_iri(iri: str, name: str) -> None:
    assert short_name(iri) == name
