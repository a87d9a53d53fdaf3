"""A server on its own: it starts empty, and an article ingested beside it answers the next query."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.samples import sample_files
from kg.cli.serve import STOP_SECONDS

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60  # seconds until a server that does not come up is a failure


def kg(*arguments: object, data: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"KG_DATA": str(data), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


@pytest.fixture
def port() -> int:
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[str]:
    """The address of a running `kg serve`, and its end: at Ctrl-C, which a terminal sends to all its processes."""
    process = kg("serve", "--port", port, data=tmp_path)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz", process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGINT)
        stopped = time.monotonic()
        told = process.communicate(timeout=PATIENCE)[1].decode()
    assert f"{address}/" in told
    assert "Nothing is stored" in told
    assert process.returncode == 0
    assert time.monotonic() - stopped < STOP_SECONDS, "a server process had to be killed"


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address) as response:
            assert response.status == 200
            return
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < give_up, "the server did not come up"
        time.sleep(0.05)


def figures(address: str) -> int:
    query = urllib.parse.urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?f a cek:Figure }"})
    with urllib.request.urlopen(f"{address}/sparql?{query}") as answer:
        return int(json.load(answer)["results"]["bindings"][0]["n"]["value"])


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_articles_ingested_while_the_server_runs_answer_the_next_query(server: str, tmp_path: Path) -> None:
    assert status(f"{server}/readyz") == 503
    for count, file in enumerate(sample_files()[:2], start=1):
        ingest = kg("ingest", file, data=tmp_path)
        assert ingest.communicate()[1] is not None
        assert ingest.returncode == 0
        assert figures(server) >= count * 3
    assert status(f"{server}/readyz") == 200
    assert status(f"{server}/") == 200
