"""Real SPARQL servers on loopback, each in a process of its own, with nothing in them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.speed.processes import free_port, running
from bench.speed.virtuoso import Virtuoso

ACCOUNT = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}  # Virtuoso's own, as it is installed


@contextmanager
def oxigraph(folder: Path, port: int = 0) -> Iterator[str]:
    """The Oxigraph server of the PyPI package, its log in ``folder``; gives the address for KG_STORE.

    Its data are in memory: on a busy disk each of the thousands of commits waits for its turn.
    """
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "the Oxigraph server is missing; it is in the extra [dev]: pip install -e '.[dev]'"
    port = port or free_port()
    folder.mkdir(exist_ok=True)
    with running([program, "serve", "--bind", f"127.0.0.1:{port}"], port, folder / "log"):
        yield f"sparql+http://127.0.0.1:{port}?engine=oxigraph"


@contextmanager
def virtuoso(tools: Path, folder: Path) -> Iterator[str]:
    """Virtuoso from Debian's packages, unpacked under ``tools``; raises MissingError where they cannot be had.

    Its SPARQL endpoint is signed in to as dba.
    """
    tools.mkdir()
    folder.mkdir()
    peer = Virtuoso(tools, folder)
    peer.install()
    with peer.serve() as served:
        yield f"sparql+{served.url.partition('/sparql')[0]}?engine=virtuoso"
