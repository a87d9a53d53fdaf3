"""kg serve: the graph over HTTP, by granian (a WSGI server for production)."""

from __future__ import annotations

import contextlib
import errno
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import click
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from kg.allocator import share_arenas
from kg.cli import _console
from kg.errors import BadParameter, StoreError
from kg.settings import LOOPBACK, Settings
from kg.stores import open_store
from kg.web import create_app
from kg.web.admission import Admission
from kg.web.keeping import Keeper

PAGES = (
    ("/", "who is with and against whom, and who says so"),
    ("/articles", "each article, with its quotes in place"),
    ("/queries", "ready-made questions, with their answers"),
    ("/query", "ask the graph in SPARQL"),
    ("/api", "for programs; the endpoint is /sparql"),
)
HEADER_SECONDS = 10  # until the head of a request is there
TURN_SECONDS = 0.001  # that a thread works before another may: a short request waits so long for each, not 5 ms
STOP_SECONDS = 5  # after Ctrl-C; under load a process of granian now and then misses the signal and would never stop


@click.command("serve")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is every address.")
@_console.tells_errors
def command(port: int, host: str) -> None:
    """Serve the store in KG_DATA until stopped: SPARQL, an API and pages to explore it.

    Ctrl-C stops it; SIGTERM does after the requests under way are answered (KG_STOP_SECONDS).

    Read-only. New articles show as soon as `kg ingest` has stored them, while the server runs.

    \b
    Example:
      kg serve --port 5000
      KG_DATA=/srv/kg kg serve --host 0.0.0.0 --port 8080
    """
    _refuse_a_taken_port(host, port)
    settings = Settings.from_env()
    if open_store(settings).snapshot_id() is None:
        _console.tell(f"Nothing is stored in {_place(settings)} yet; fill it while this runs: kg ingest FILE...")
    _console.tell(f"\nServing {_place(settings)}. Open in a browser:")
    for path, what in PAGES:
        _console.tell(f"  http://{_shown(host)}:{port}{path:<10} {what}")
    if host not in LOOPBACK and settings.trusted_hosts == LOOPBACK:
        _console.tell("Only requests for localhost are answered; name the hosts you serve in KG_TRUSTED_HOSTS.")
    _console.tell("Stop with Ctrl-C.")
    _server(host, port, settings).serve()


def deaf_application() -> Admission:
    """The application, in a server process that Ctrl-C does not reach: the process that started it tells it to end.

    A terminal sends Ctrl-C to both, and two signals at once can lock granian's handler against itself.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    return application()


def application() -> Admission:
    """What each server process runs; the settings come from the environment it inherits.

    The store is recovered here, not in the process that starts this one: a database must not be open across a fork.
    """
    settings = Settings.from_env()
    try:
        open_store(settings).recover()
    except StoreError as error:  # a folder that cannot be written may still be served
        _console.tell(f"kg: {error}")
    share_arenas()
    sys.setswitchinterval(TURN_SECONDS)
    app = create_app(settings)
    Keeper(app).start()
    return Admission(
        app,
        per_client=int(settings.limit("requests_per_client")),
        threads=int(settings.limit("web_threads")),
        bodies=int(settings.limit("bodies_per_client")),
        max_body=int(settings.limit("max_body_bytes")),
    )


def _place(settings: Settings) -> str:
    """Where the graph is, in words for the operator."""
    endpoint = open_store(settings).endpoint
    return endpoint.address.shown if endpoint else str(settings.data_dir)


class Server(MPServer):
    """Lets requests under way finish at SIGTERM; whoever presses Ctrl-C waits for it."""

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        if args and args[0] == signal.SIGINT:
            self.workers_kill_timeout = min(STOP_SECONDS, self.workers_kill_timeout or STOP_SECONDS)
        stop: Callable[..., None] = super().signal_handler_interrupt  # granian has no types
        stop(*args, **kwargs)


def _server(host: str, port: int, settings: Settings) -> Server:
    return Server(
        f"{__name__}:deaf_application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=int(settings.limit("web_threads")),
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        websockets=False,
        log_level=LogLevels.error,
        process_name=None,
        workers=int(settings.limit("web_workers")),
        workers_kill_timeout=int(settings.limit("stop_seconds")),
    )


def _refuse_a_taken_port(host: str, port: int) -> None:
    """Say so now: the server's own process would only die of it."""
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        with contextlib.closing(socket.socket(addresses[0][0], socket.SOCK_STREAM)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(addresses[0][4])
    except OSError as error:
        raise BadParameter(_unusable(host, port, error)) from error


def _unusable(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {_shown(host)} is taken by another program. Stop that one, or name another port: "
            f"--port {port % 65535 + 1}, or for the demo: make demo PORT={port % 65535 + 1}"
        )
    return f"{host}:{port} cannot be used: {error.strerror or error}. Try another --port."


def _shown(host: str) -> str:
    """An address a browser can open."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]" if ":" in host else host
