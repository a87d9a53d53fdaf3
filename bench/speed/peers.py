"""The stores that are compared: how each is installed (in a folder of its own), loaded and served.

Ours gets the quads, with a named graph an article, and keeps their union; the others get only the triples of that
union, each once, in their default graph: less work, and the same answers.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.speed.processes import free_port, running

ROOT = Path(__file__).parents[2]


class MissingError(Exception):
    """A peer that is not there and cannot be had here."""


@dataclass(frozen=True)
class Served:
    url: str
    pid: int


@dataclass(frozen=True)
class Data:
    quads: Path
    triples: Path
    count: int  # of quads


class Peer:
    name = ""
    most_quads = 100_000_000  # more than that is not asked of it
    loads_before_it_serves = True  # else it reads the file when it starts

    def __init__(self, tools: Path, folder: Path) -> None:
        self.tools = tools / type(self).__name__.lower()  # what is installed, kept for the next run
        self.folder = folder / type(self).__name__.lower()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def install(self) -> None:
        """Raises MissingError."""

    def load(self, data: Data) -> None:
        raise NotImplementedError

    @contextmanager
    def serve(self) -> Iterator[Served]:
        raise NotImplementedError
        yield

    def run(self, *command: object) -> None:
        """A step that has to succeed; what it says goes to the log."""
        with (self.folder / "log").open("ab") as log:
            subprocess.run([str(part) for part in command], stdout=log, stderr=log, check=True, env=self.environment())

    def environment(self) -> dict[str, str] | None:
        return None

    @contextmanager
    def served(self, command: list[object], port: int, path: str) -> Iterator[Served]:
        words = [str(part) for part in command]
        with running(words, port, self.folder / "log", self.environment()) as pid:
            yield Served(f"http://127.0.0.1:{port}{path}", pid)


class Ours(Peer):
    name = "conflict-kg"

    def environment(self) -> dict[str, str]:
        return {
            "KG_DATA": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
            "KG_QUERY_SECONDS": "60",
            "KG_ANSWER_CACHE_MB": "0",
        }

    def load(self, data: Data) -> None:
        self.run(sys.executable, "-m", "bench.speed.load", data.quads)

    @contextmanager
    def serve(self) -> Iterator[Served]:
        port = free_port()
        with self.served([sys.executable, "-m", "kg", "serve", "--port", port], port, "/sparql") as served:
            yield served


class OursAgain(Ours):
    """Our server with its cache of answers, over the same store: what a question costs that was asked before."""

    name = "conflict-kg, asked before"

    def __init__(self, tools: Path, folder: Path) -> None:
        super().__init__(tools, folder)
        self.data = folder / "ours" / "data"

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "KG_DATA": str(self.data), "KG_ANSWER_CACHE_MB": "64"}

    def load(self, data: Data) -> None:
        """It is there."""


def installed(folder: Path, program: str, *packages: str) -> Path:
    """A program of Python packages in an environment of its own."""
    if not (folder / "bin" / program).exists():
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run(
            [folder / "bin" / "pip", "install", "--quiet", *packages], capture_output=True, text=True, check=False
        )
        if done.returncode:
            shutil.rmtree(folder)  # else the next run would take it for installed
            raise MissingError(f"pip could not install {' '.join(packages)}")
    return folder / "bin" / program


class Oxigraph(Peer):
    name = "Oxigraph server"

    def install(self) -> None:
        self.program = installed(self.tools, "oxigraph", "oxigraph==0.5.13")

    def load(self, data: Data) -> None:
        self.run(self.program, "load", "--location", self.folder / "db", "--file", data.triples)

    @contextmanager
    def serve(self) -> Iterator[Served]:
        port = free_port()
        command: list[object] = [self.program, "serve", "--location", self.folder / "db", "--bind", f"127.0.0.1:{port}"]
        with self.served(command, port, "/query") as served:
            yield served


class RdflibEndpoint(Peer):
    """rdflib's store in memory, over HTTP: it reads the file when it starts."""

    name = "rdflib (rdflib-endpoint)"
    most_quads = 300_000
    loads_before_it_serves = False

    def install(self) -> None:
        self.program = installed(self.tools, "rdflib-endpoint", "rdflib-endpoint[cli]")

    def load(self, data: Data) -> None:
        self.triples = data.triples

    @contextmanager
    def serve(self) -> Iterator[Served]:
        port = free_port()
        command: list[object] = [self.program, "serve", "--host", "127.0.0.1", "--port", port, self.triples]
        with self.served(command, port, "/") as served:
            yield served
