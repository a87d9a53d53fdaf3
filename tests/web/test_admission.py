"""The door before the application: bodies that dawdle, clients with many requests, clients that leave."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from io import BytesIO
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from kg.web.admission import Admission
from kg.web.presence import absence

Start = Callable[..., Any]


class Door:
    """An admission around an application that reads its body and waits to be let on."""

    def __init__(self, per_client: int = 2, threads: int = 8) -> None:
        self.go_on = threading.Event()
        self.statuses: list[str] = []
        self.admission = Admission(self.application, per_client=per_client, threads=threads, bodies=1, max_body=100)

    def application(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        self.go_on.wait(5)
        start("200 OK", [])
        return [body]

    def ask(self, client: str, source: Any = None, **environ: str) -> bytes:
        def start(status: str, headers: list[tuple[str, str]]) -> Any:
            self.statuses.append(status)

        given: dict[str, Any] = {"REMOTE_ADDR": client, "wsgi.input": source or BytesIO(), **environ}
        return b"".join(self.admission(given, start))

    def ask_aside(self, client: str) -> threading.Thread:
        aside = threading.Thread(target=self.ask, args=(client,))
        aside.start()
        return aside

    @property
    def inside(self) -> int:
        return self.admission._inside.total()


def until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 5
    while not true():
        assert time.monotonic() < limit, "it never happened"


def test_a_client_with_its_share_inside_is_told_to_wait_and_others_are_served() -> None:
    door = Door(per_client=2)
    aside = [door.ask_aside("a"), door.ask_aside("a")]
    until(lambda: door.inside == 2)
    problem = json.loads(door.ask("a"))
    assert (problem["status"], problem["type"]) == (429, "/api#query-slots")
    assert door.statuses == ["429 Too many requests at once"]
    door.go_on.set()
    assert door.ask("b") == b""
    for thread in aside:
        thread.join()
    assert door.inside == 0


def test_the_last_threads_are_for_those_who_have_none() -> None:
    door = Door(per_client=8, threads=8)
    aside = [door.ask_aside(name) for name in "aaaaaaa"]
    until(lambda: door.inside == 7)
    assert json.loads(door.ask("a"))["status"] == 503
    door.go_on.set()
    assert door.ask("b") == b""
    for thread in aside:
        thread.join()


def test_of_bodies_that_dawdle_few_may_be_on_their_way_and_other_requests_are_served() -> None:
    door = Door(per_client=4)
    door.go_on.set()
    theirs, ours = socket.socketpair()
    with theirs, ours, ours.makefile("rb") as source:
        slow = threading.Thread(target=door.ask, args=("a", source), kwargs={"CONTENT_LENGTH": "50"})
        slow.start()
        until(lambda: door.admission._arriving.total() == 1)
        problem = json.loads(door.ask("a", BytesIO(b"x"), CONTENT_LENGTH="1"))
        assert (problem["status"], problem["type"]) == (503, "/api#slow-body")
        assert door.ask("a") == b""
        assert door.ask("b", BytesIO(b"x"), CONTENT_LENGTH="1") == b"x"
        theirs.shutdown(socket.SHUT_WR)
        slow.join()
    assert not door.admission._arriving
    assert door.inside == 0


def test_a_body_that_came_is_handed_on_whole() -> None:
    door = Door()
    door.go_on.set()
    assert door.ask("a", BytesIO(b"x" * 100), CONTENT_LENGTH="100") == b"x" * 100
    assert door.ask("a", BytesIO(b"y" * 10), HTTP_TRANSFER_ENCODING="chunked") == b"y" * 10


def test_of_a_body_without_end_no_more_is_read_than_a_request_may_have() -> None:
    door = Door()
    door.go_on.set()
    assert len(door.ask("a", BytesIO(b"x" * 10_000), HTTP_TRANSFER_ENCODING="chunked")) == 101


def test_an_answer_counts_until_it_is_sent_or_given_up() -> None:
    def stream(environ: dict[str, Any], start: Start) -> Iterator[bytes]:
        yield b"piece"

    admission = Admission(stream, per_client=1, threads=8, bodies=1, max_body=10)
    answer: Any = admission({"REMOTE_ADDR": "a"}, lambda *_: None)
    assert next(iter(answer)) == b"piece"
    assert admission._inside.total() == 1
    answer.close()
    answer.close()
    assert admission._inside.total() == 0


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def looked() -> Iterator[tuple[WSGIServer, list[bool]]]:
    """A server whose application says, until it is true, whether its client has left."""
    seen: list[bool] = []

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        gone = absence(environ["REMOTE_ADDR"])
        seen.append(gone())
        start("200 OK", [])
        return [b"seen"]

    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        yield server, seen


def test_a_client_that_waits_is_seen(looked: tuple[WSGIServer, list[bool]]) -> None:
    server, seen = looked
    with closing(socket.create_connection(("127.0.0.1", server.server_port))) as client:
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        server.handle_request()
        assert client.recv(12)
    assert seen == [False]


def test_a_client_is_gone_when_the_last_of_its_connections_is_closed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with closing(socket.create_connection(server.getsockname(), source_address=("127.0.0.3", 0))):
            connection, _ = server.accept()
            with connection:
                gone = absence("127.0.0.3")
                assert not gone()
        with closing(socket.create_connection(server.getsockname(), source_address=("127.0.0.3", 0))):
            later, _ = server.accept()
            with later:
                assert gone(), "a connection that came later is another request's"
