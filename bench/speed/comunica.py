"""Comunica over the file, with a Node.js of its own from npm: it refuses the older ones."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from bench.speed.peers import Data, MissingError, Peer, Served
from bench.speed.processes import free_port


class Comunica(Peer):
    """It reads the file for each query and keeps it in memory of the process."""

    name = "Comunica"
    most_quads = 300_000
    loads_before_it_serves = False

    def install(self) -> None:
        if shutil.which("npm") is None:
            raise MissingError("it comes from npm, and there is no npm here")
        if not (self.tools / "node_modules/.bin/comunica-sparql-file-http").exists():
            self.tools.mkdir(parents=True, exist_ok=True)
            command = [
                "npm",
                "install",
                "--silent",
                "--prefix",
                str(self.tools),
                "node@22",
                "@comunica/query-sparql-file@5",
            ]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                raise MissingError("npm could not install node@22 and @comunica/query-sparql-file")

    def load(self, data: Data) -> None:
        self.triples = data.triples

    @contextmanager
    def serve(self) -> Iterator[Served]:
        port, programs = free_port(), self.tools / "node_modules/.bin"
        command: list[object] = [programs / "node", "--max-old-space-size=6000", programs / "comunica-sparql-file-http"]
        with self.served([*command, self.triples, "-p", port, "-t", "60"], port, "/sparql") as served:
            yield served
