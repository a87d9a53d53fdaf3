"""Questions to a server, from its own network where it has one."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass

ASK = """
import sys, urllib.error, urllib.request
try:
    answer = urllib.request.urlopen(sys.argv[1], timeout=60)
except urllib.error.HTTPError as error:
    answer = error
except OSError:
    sys.exit(1)
print(answer.status)
sys.stdout.flush()
sys.stdout.buffer.write(answer.read())
"""
FIGURES = "SELECT (COUNT(*) AS ?n) { ?figure a <https://w3id.org/cekg/ns#Figure> }"
SLOW = (  # takes until its deadline on any graph that is not empty
    "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER(STRLEN(CONCAT(STR(?x), STR(?y), STR(?z))) > 5) }"
)
UP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    address: str
    inside: tuple[str, ...] = ()  # what puts a command into the server's network

    def ask(self, path: str) -> tuple[int, bytes]:
        """Status and body; 0 while nothing listens."""
        done = subprocess.run(self._command(path), capture_output=True, check=False)
        if done.returncode:
            return 0, b""
        status, _, body = done.stdout.partition(b"\n")
        return int(status), body

    def begin(self, path: str) -> subprocess.Popen[bytes]:
        """A question under way; its first line will be the status."""
        return subprocess.Popen(self._command(path), stdout=subprocess.PIPE)

    def figures(self) -> int:
        """How many figures the graph has; -1 when the endpoint does not say."""
        status, body = self.ask(sparql(FIGURES))
        return int(json.loads(body)["results"]["bindings"][0]["n"]["value"]) if status == 200 else -1

    def seconds_until_up(self) -> float:
        """Raises TimeoutError."""
        started = time.monotonic()
        while self.ask("/healthz")[0] != 200:
            if time.monotonic() - started > UP_SECONDS:
                raise TimeoutError(f"nothing answers at {self.address} after {UP_SECONDS} seconds")
            time.sleep(0.1)
        return time.monotonic() - started

    def _command(self, path: str) -> Sequence[str]:
        return [*self.inside, sys.executable, "-c", ASK, self.address + path]


def sparql(query: str) -> str:
    return "/sparql?" + urllib.parse.urlencode({"query": query})
