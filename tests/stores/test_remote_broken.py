"""A server that breaks off in the middle of an answer: one clear error, and no half answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from kg.errors import StoreError
from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.profile import parse

HALF = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 1000\r\n\r\n" + b'{"head":'


@pytest.fixture
def breaking() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(HALF)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"sparql+http://127.0.0.1:{listening.getsockname()[1]}?engine=oxigraph"
        thread.join()


def test_an_answer_that_breaks_off_is_told(breaking: str) -> None:
    endpoint = Endpoint(parse(breaking, "", ""), "https://example.org/", 5.0)
    with pytest.raises(StoreError, match="broke off in the middle of an answer"):
        endpoint.query("SELECT * { ?s ?p ?o }")
    endpoint.close()
