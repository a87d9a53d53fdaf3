"""Virtuoso from Debian's packages, unpacked into a folder of its own: nothing is installed into the system."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.speed.peers import Data, MissingError, Peer, Served
from bench.speed.processes import free_port

PACKAGES = ("virtuoso-opensource-7-bin", "libpcre3")
_INI = """[Database]
DatabaseFile = {db}/v.db
ErrorLogFile = {db}/v.log
LockFile = {db}/v.lck
TransactionFile = {db}/v.trx
xa_persistent_file = {db}/v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {db}/t.db
TransactionFile = {db}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
MaxCheckpointRemap = 2000
ResultSetMaxRows = 1000000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""
_GRAPH = "http://bench.invalid/graph"


class Virtuoso(Peer):
    name = "Virtuoso"

    def install(self) -> None:
        system = shutil.which("virtuoso-t"), shutil.which("isql-vt")
        if all(system):
            self.server, self.client = (Path(str(path)) for path in system)
            return
        unpack(self.tools, PACKAGES)
        self.server, self.client = (self.tools / "usr/bin" / name for name in ("virtuoso-t", "isql-vt"))

    def environment(self) -> dict[str, str]:
        return {"LD_LIBRARY_PATH": ":".join(str(path.parent) for path in self.tools.rglob("*.so.*"))}

    def load(self, data: Data) -> None:
        with self._server(data.triples.parent):
            self._sql(
                f"ld_dir('{data.triples.parent}', '{data.triples.name}', '{_GRAPH}'); rdf_loader_run(); checkpoint;"
            )

    @contextmanager
    def serve(self) -> Iterator[Served]:
        with self._server(self.folder) as served:
            yield served

    @contextmanager
    def _server(self, data: Path) -> Iterator[Served]:
        self._port, http = free_port(), free_port()
        db = self.folder / "db"
        db.mkdir(exist_ok=True)
        ini = self.folder / "virtuoso.ini"
        ini.write_text(_INI.format(db=db, data=data, sql=self._port, http=http))
        command: list[object] = [self.server, "+configfile", ini, "+foreground"]
        with self.served(command, http, f"/sparql?default-graph-uri={_GRAPH}") as served:
            yield served

    def _sql(self, text: str) -> None:
        self.run(self.client, f"127.0.0.1:{self._port}", "dba", "dba", f"exec={text}")


def unpack(folder: Path, packages: tuple[str, ...]) -> None:
    """Debian packages into a folder; raises MissingError where there is no apt, or no such package."""
    if (folder / "usr").exists():
        return
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise MissingError("it comes from Debian packages, and there is no apt-get here")
    folder.mkdir(parents=True, exist_ok=True)
    got = subprocess.run(["apt-get", "download", *packages], cwd=folder, capture_output=True, check=False)
    if got.returncode:
        raise MissingError(f"apt-get could not download {', '.join(packages)}; is `apt-get update` due?")
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg", "-x", package, folder], check=True)
