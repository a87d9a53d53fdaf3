"""Comunica from npm joins what our endpoint says with what a file says: it finds out by itself that ours is SPARQL.

It is large (300 MB), so it is installed by ``make conformance`` only; what it asks for first is tested without it too
(tests/web/test_sparql.py).
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from bench.speed.comunica import Comunica
from bench.speed.peers import ROOT, MissingError
from tests.conformance.client import Client

PEERS = ROOT / "output" / "peers"
QUERY = "SELECT ?s ?name ?people { ?s <urn:name> ?name . ?s <urn:people> ?people }"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    peer = Comunica(PEERS, tmp_path)
    folder = peer.tools / "node_modules" / ".bin"
    if os.environ.get("INSTALL_PEERS"):
        try:
            peer.install()
        except MissingError as error:
            pytest.skip(str(error))
    if not (folder / "comunica-sparql-file").exists():
        pytest.skip("Comunica is not installed: make conformance installs it")
    return folder


def test_comunica_takes_our_endpoint_for_one_of_its_sources(server: Client, programs: Path, tmp_path: Path) -> None:
    server.update('DROP ALL ; INSERT DATA { <urn:a> <urn:name> "Alpha" . <urn:b> <urn:name> "Beta" }')
    (tmp_path / "people.ttl").write_text("<urn:a> <urn:people> 5 . <urn:c> <urn:people> 7 .", encoding="utf-8")
    told = subprocess.run(
        [programs / "node", programs / "comunica-sparql-file", f"{server.root}/sparql", tmp_path / "people.ttl", QUERY],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    server.update("DROP ALL")
    (row,) = json.loads(told.stdout)
    assert (row["s"], row["name"]) == ("urn:a", '"Alpha"')
