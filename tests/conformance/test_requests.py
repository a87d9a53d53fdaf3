"""The suites that are lists of requests, all 50 of them, against a running server."""

from __future__ import annotations

import pytest

from tests.conformance.client import Client
from tests.conformance.description_table import DESCRIPTION
from tests.conformance.protocol_table import PROTOCOL
from tests.conformance.steps import carry_out
from tests.conformance.store_table import GRAPH_STORE


@pytest.mark.parametrize("name", PROTOCOL)
def test_a_request_of_the_protocol_suite(server: Client, name: str) -> None:
    assert carry_out(server, PROTOCOL[name]) == ""


@pytest.mark.parametrize("name", GRAPH_STORE)
def test_a_request_of_the_graph_store_suite(server: Client, name: str) -> None:
    assert carry_out(server, GRAPH_STORE[name]) == ""


@pytest.mark.parametrize("name", DESCRIPTION)
def test_a_check_of_the_service_description(server: Client, name: str) -> None:
    assert DESCRIPTION[name](server)


def test_the_suites_are_whole() -> None:
    assert (len(PROTOCOL), len(GRAPH_STORE), len(DESCRIPTION)) == (34, 13, 3)
