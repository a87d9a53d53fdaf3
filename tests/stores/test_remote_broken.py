"""A server or a network that breaks off: what is asked again, what is not, and one clear error in the end."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from kg.errors import QuerySyntax, QueryTimeout, StoreError
from kg.stores.remote import again
from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.profile import parse

JSON = b"Content-Type: application/sparql-results+json\r\n"
YES = b'{"head": {}, "boolean": true}'
WHOLE = b"HTTP/1.1 200 OK\r\n" + JSON + b"Content-Length: %d\r\n\r\n" % len(YES) + YES
HALF = b"HTTP/1.1 200 OK\r\n" + JSON + b"Content-Length: 1000\r\n\r\n" + b'{"head":'
NOTHING = b""  # the connection ends without a word
DONE = b"HTTP/1.1 204 No Content\r\n\r\n"
DEADLOCK = b"HTTP/1.1 500 Error\r\nContent-Length: 52\r\n\r\nVirtuoso 40001 Error SR172: Transaction deadlocked  \n"
WRITTEN = b"HTTP/1.1 500 Error\r\nContent-Length: 9\r\n\r\nno memory"
INSERT = "INSERT DATA { GRAPH <urn:x:g> { <urn:x:s> <urn:x:p> 1 } }"


def refused(status: int, *lines: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 %d No" % status, b"Content-Length: 0", *lines, b"", b""])


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.stores.remote.endpoint.PAUSES", (0.01, 0.01, 0.01))


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[Endpoint, list[bytes]]]:
    """A server that gives these answers, a connection each, and what it was asked; the last one is given for ever."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_serve, args=(listening, answers, asked))
        thread.start()
        port = listening.getsockname()[1]
        endpoint = Endpoint(
            parse(f"sparql+http://127.0.0.1:{port}?engine=oxigraph"), "https://example.org/", 5.0, 1_000
        )
        try:
            yield endpoint, asked
        finally:
            endpoint.close()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listening: socket.socket, answers: Sequence[bytes], asked: list[bytes]) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection:
            asked.append(_request(connection))
            connection.sendall(answers[min(len(asked), len(answers)) - 1])


def _request(connection: socket.socket) -> bytes:
    """Whole: who closes a connection with something unread in it cuts it."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65_536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65_536)
    return body


@pytest.mark.parametrize("first", [NOTHING, HALF, refused(502), refused(503), refused(504)])
def test_a_look_up_is_asked_again_after_a_failure_of_the_network(first: bytes) -> None:
    with answering(first, WHOLE) as (endpoint, asked):
        assert endpoint.ask("ASK { ?s ?p ?o }")
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_after_some_attempts_it_is_told_who_did_not_answer() -> None:
    with answering(refused(503)) as (endpoint, asked), pytest.raises(StoreError, match="answered 503"):
        endpoint.ask("ASK { ?s ?p ?o }")
    assert len(asked) == 1 + len(again.PAUSES)


def test_an_answer_that_breaks_off_twice_is_told() -> None:
    with answering(HALF) as (endpoint, _), pytest.raises(StoreError, match="broke off in the middle of an answer"):
        endpoint.ask("ASK { ?s ?p ?o }")


def test_an_answer_that_somebody_reads_already_is_not_begun_again() -> None:
    with answering(HALF, WHOLE) as (endpoint, asked):
        with pytest.raises(StoreError, match="broke off"), endpoint.answering("ASK {}", True, 5.0) as body:
            body.read()
        assert len(asked) == 1


def test_a_wrong_query_is_not_asked_again() -> None:
    with answering(refused(400)) as (endpoint, asked), pytest.raises(QuerySyntax):
        endpoint.ask("ASK")
    assert len(asked) == 1


def test_nobody_waits_beyond_the_deadline_for_a_server_that_asks_for_patience() -> None:
    with answering(refused(503, b"Retry-After: 60"), WHOLE) as (endpoint, asked), pytest.raises(StoreError):
        endpoint.ask("ASK { ?s ?p ?o }")
    assert len(asked) == 1


def test_a_server_that_stops_a_long_query_is_a_timeout_in_the_end() -> None:
    with answering(refused(504)) as (endpoint, _), pytest.raises(QueryTimeout):
        endpoint.ask("ASK { ?s ?p ?o }")


@pytest.mark.parametrize("first", [NOTHING, refused(502), refused(503), refused(504), DEADLOCK])
def test_what_the_store_writes_says_what_is_to_be_there_and_is_sent_again(first: bytes) -> None:
    with answering(first, DONE) as (endpoint, asked):
        endpoint.update(INSERT)
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_a_write_that_the_server_cannot_carry_out_is_not_sent_again() -> None:
    with answering(WRITTEN, DONE) as (endpoint, asked), pytest.raises(StoreError, match="no memory"):
        endpoint.update(INSERT)
    assert len(asked) == 1


@pytest.mark.parametrize("first", [NOTHING, refused(502), refused(503), refused(504), DEADLOCK])
def test_an_update_of_a_users_is_sent_once_and_what_is_not_known_is_said(first: bytes) -> None:
    with answering(first, DONE) as (endpoint, asked), pytest.raises(StoreError, match="carried out is not known"):
        endpoint.update_once("INSERT { GRAPH <urn:x:g> { <urn:x:s> <urn:x:p> ?now } } WHERE { BIND(NOW() AS ?now) }")
    assert len(asked) == 1


def test_an_update_of_a_users_waits_for_a_server_that_is_not_there_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.stores.remote.endpoint.PAUSES", (0.3,) * 10)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    endpoint = Endpoint(parse(f"sparql+http://127.0.0.1:{port}?engine=oxigraph"), "https://example.org/", 30.0, 1_000)
    late: list[bytes] = []

    def start() -> None:
        with socket.create_server(("127.0.0.1", port)) as listening:
            connection, _ = listening.accept()
            with connection:
                late.append(_request(connection))
                connection.sendall(DONE)

    timer = threading.Timer(0.2, start)
    timer.start()
    endpoint.update_once(INSERT)
    timer.join()
    endpoint.close()
    assert len(late) == 1


@contextmanager
def nobody() -> Iterator[tuple[Endpoint, list[bytes]]]:
    """The address of a server that has just gone."""
    with answering(NOTHING) as (endpoint, asked):
        pass
    yield endpoint, asked


def test_what_is_told_of_a_server_that_breaks_off_are_words_and_no_objects() -> None:
    for there in (answering(NOTHING), nobody()):
        with there as (endpoint, _), pytest.raises(StoreError) as caught:
            endpoint.ask("ASK { ?s ?p ?o }")
        assert re.search(r"cannot be reached: [^<>()]*(refused|without response|reset)[^<>()]*\.$", str(caught.value))


def test_a_link_that_was_cut_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object, **__: object) -> socket.socket:
        raise TimeoutError("timed out")

    monkeypatch.setattr("urllib3.util.connection.create_connection", cut)
    with nobody() as (endpoint, _), pytest.raises(StoreError, match=r"reached: Connection to 127\.0\.0\.1 timed out"):
        endpoint.ask("ASK { ?s ?p ?o }")
