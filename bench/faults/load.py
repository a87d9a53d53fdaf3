"""Clients of a running server: what they ask for again and again, and how it went."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

REST_OF_WRITER = 2.5  # seconds
TOKEN = "for the length of a test"
ABOUT = "SELECT ?event ?type WHERE {{ ?event a cek:Event ; cek:eventType ?type }} ORDER BY ?event LIMIT {limit}"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE {{ ?s ?p ?o . ?o ?q ?r }} # {limit}"
PAGES = (
    "/",
    "/articles",
    "/overview",
    "/network",
    "/map",
    "/map/events",
    "/query",
    "/queries",
    "/queries/latest-articles",
    "/queries/actor-network",
    "/queries/cases",
    "/search?q=army",
    "/search?q=kill",
    "/api",
    "/snapshots",
    "/metrics",
)


@dataclass
class Load:
    """Counts answers by status; stop it and ask ``statuses``."""

    address: str
    rest: float = 0.5  # seconds between two requests of a client
    statuses: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, *clients: Callable[[Load, requests.Session, random.Random], int]) -> None:
        for number, client in enumerate(clients):
            thread = threading.Thread(target=self._repeat, args=(client, random.Random(number)), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(90)

    def _repeat(self, client: Callable[[Load, requests.Session, random.Random], int], dice: random.Random) -> None:
        with requests.Session() as session:
            while not self._over.is_set():
                try:
                    self.statuses[client(self, session, dice)] += 1
                except requests.RequestException as error:
                    asked = f"{error.request.method} {error.request.url}: " if error.request else ""
                    self.failed.append(f"{asked}{error}"[:400])
                self._over.wait(self.rest * dice.uniform(0.5, 1.5))


def queries(load: Load, session: requests.Session, dice: random.Random) -> int:
    """Half of the questions are asked for the first time."""
    text = dice.choice((ABOUT, ABOUT, ABOUT, SLOW)).format(limit=dice.choice((10, dice.randint(1, 100_000))))
    return session.get(f"{load.address}/sparql", params={"query": text}, timeout=60).status_code


def pages(load: Load, session: requests.Session, dice: random.Random) -> int:
    return session.get(load.address + dice.choice(PAGES), timeout=60).status_code


def articles(load: Load, session: requests.Session, dice: random.Random) -> int:
    """A page of an article, found as a reader finds it."""
    headers = {"Accept": "application/json"}
    listed = session.get(f"{load.address}/articles", headers=headers, timeout=60)
    if listed.status_code != 200:
        return listed.status_code
    found = [value for row in listed.json()["articles"] for value in row.values() if _is_hash(value)]
    return session.get(f"{load.address}/articles/{dice.choice(found)}", timeout=60).status_code if found else 200


def updates(load: Load, session: requests.Session, dice: random.Random) -> int:
    """One graph, written anew each time; every second time with a pattern to delete."""
    number = dice.randint(0, 1_000_000)
    if number % 2:
        text = "DELETE { GRAPH <urn:x:g> { ?s ?p ?o } } "
        text += f"INSERT {{ GRAPH <urn:x:g> {{ <urn:x:s> <urn:x:p> {number} }} }} "
        text += "WHERE { OPTIONAL { GRAPH <urn:x:g> { ?s ?p ?o } } }"
    else:
        text = f"DROP SILENT GRAPH <urn:x:g>; INSERT DATA {{ GRAPH <urn:x:g> {{ <urn:x:s> <urn:x:p> {number} }} }}"
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    answer = session.post(f"{load.address}/sparql", data=text, headers=headers, timeout=90).status_code
    time.sleep(REST_OF_WRITER)
    return answer


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64
