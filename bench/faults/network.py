"""A store on another host whose link is cut, loses a third of all packets, is slow; whose server is killed.

And a server of ours whose clients vanish in the middle of their questions.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.faults.children import begin, in_child
from bench.faults.hosts import FAR, Hosts, enter, missing, two_hosts
from bench.faults.material import Checked, articles, edition, examine, opened, settings_in
from bench.faults.row import Row
from bench.speed.processes import family
from kg.errors import KgError
from kg.pipeline import take_in
from kg.prepare import Prepared
from kg.settings import Settings
from kg.stores import open_store

PORT = 7878
BEFORE = 3  # articles that are there when the fault begins
UNTIL_FAULT, PACE = 1.5, 0.5  # seconds of an ingest; between two articles of it, so that the fault meets the middle
Result = tuple[int, str, bool, float]  # acknowledged, message, one of ours, seconds
SLOW = "SELECT (COUNT(*) AS ?n) WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {number}"
CLIENTS = 16
ROUNDS, SETTLED_SECONDS, MOST_WAIT = 4, 8.0, 30.0
SLOW_FAULTS = (  # from the beginning on; the others come in the middle
    "30 % of packets lost",
    "300 ms delay",
)


def run(folder: Path, tell: Callable[[str], None], limit: int = 10) -> list[Row]:
    reason = missing() or ("" if _program() else "the Oxigraph server is missing (extra [dev])")
    if reason:
        return [Row("network faults", "", reason, None)]
    items = articles(limit, folder / "reading")
    few = items[: max(limit // 3, BEFORE)]  # every request waits: they take as long as many otherwise
    faults: dict[str, Callable[[Trial], None]] = {
        "link cut for 4 s": lambda trial: trial.cut(4.0),
        "link cut for good": lambda trial: trial.cut(None),
        "30 % of packets lost": lambda trial: trial.hosts.wire.be(loss=0.3),
        "300 ms delay": lambda trial: trial.hosts.wire.be(delay=0.3),
        "server killed, back after 2 s": lambda trial: trial.kill(2.0),
        "server killed for good": lambda trial: trial.kill(None),
    }
    rows = []
    with two_hosts() as hosts:
        wanted = Trial(hosts, folder / "reference", items).undisturbed()
        wanted_few = Trial(hosts, folder / "reference-few", few).undisturbed()
        for number, (name, fault) in enumerate(faults.items()):
            tell(name)
            slow = name in SLOW_FAULTS
            trial = Trial(hosts, folder / f"trial-{number}", few if slow else items)
            rows.append(trial.row(name, fault, wanted_few if slow else wanted))
            tell(f"{rows[-1].found} {rows[-1].kept}")
        tell("clients vanish")
        rows.append(_vanishing(hosts, folder / "served", items))
    return rows


class Trial:
    """A remote store, an ingest into it from the other host, and one fault."""

    def __init__(self, hosts: Hosts, folder: Path, items: list[Prepared]) -> None:
        self.hosts, self.folder, self.items = hosts, folder, items
        folder.mkdir(parents=True)
        self._server: subprocess.Popen[bytes] | None = None
        self._later: Callable[[], None] = lambda: None

    def undisturbed(self) -> Checked:
        self.start()
        try:
            in_child(partial(self._ingest, self.items))
            return in_child(self._examine)
        finally:
            self.stop()

    def row(self, name: str, fault: Callable[[Trial], None], wanted: Checked) -> Row:
        self.start()
        try:
            in_child(partial(self._ingest, self.items[:BEFORE]))
            if name in SLOW_FAULTS:
                fault(self)
            ingest = begin(partial(self._ingest, [edition(item, 1) for item in self.items]))
            if name not in SLOW_FAULTS:
                time.sleep(UNTIL_FAULT)
                fault(self)
            done, message, ours, seconds = ingest.result()
            self._later()
            self.hosts.wire.be()
            between = in_child(self._examine)
            in_child(partial(self._ingest, self.items))
            after = in_child(self._examine)
        finally:
            self.hosts.wire.be()
            self.stop()
        same = after.digest == wanted.digest
        how = f'ended after {seconds:.0f} s: "{message[:120]}"' if message else f"went on to its end ({seconds:.0f} s)"
        found = f"{done} of {len(self.items)} acknowledged, the ingest {how}; {len(between.torn)} partial articles; "
        found += "the next run gave the graph of a run without a fault" if same else "the next run gave ANOTHER graph"
        return Row(
            f"network: {name}", "an ingest into a store on another host", found, ours and same and not between.torn
        )

    # faults

    def cut(self, seconds: float | None) -> None:
        self.hosts.wire.be(loss=1.0)
        if seconds is None:
            self._later = self.hosts.wire.be
        else:
            time.sleep(seconds)
            self.hosts.wire.be()

    def kill(self, seconds: float | None) -> None:
        self.stop()
        if seconds is None:
            self._later = self.start
        else:
            time.sleep(seconds)
            self.start()

    # the server and its client

    def start(self) -> None:
        command = [_program(), "serve", "--location", str(self.folder / "server"), "--bind", f"{FAR}:{PORT}"]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(self.hosts.on_far(*command), stdout=log, stderr=log)
        in_child(partial(_await, self.hosts.near, PORT))

    def stop(self) -> None:
        """SIGKILL: `ip netns exec` becomes the server."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def _settings(self) -> Settings:
        store = f"sparql+http://{FAR}:{PORT}?engine=oxigraph"
        return replace(settings_in(self.folder / "data", update_seconds=20.0), store=store)

    def _ingest(self, items: list[Prepared]) -> Result:
        enter(self.hosts.near)
        settings, started, done = self._settings(), time.monotonic(), 0
        try:
            for _ in take_in(_paced(items), settings, open_store(settings)):
                done += 1
        except KgError as error:
            return done, str(error), True, time.monotonic() - started
        except Exception as error:  # told to nobody in words: that is what is to be found
            return done, f"{type(error).__name__}: {error}", False, time.monotonic() - started
        return done, "", True, time.monotonic() - started

    def _examine(self) -> Checked:
        enter(self.hosts.near)
        store = open_store(self._settings())
        store.recover()
        return examine(store, self.items)


def _paced(items: list[Prepared]) -> Iterator[Prepared]:
    """As they come from papers: else ten of them are stored before anything can befall them."""
    for item in items:
        yield item
        time.sleep(PACE)


def _vanishing(hosts: Hosts, folder: Path, items: list[Prepared]) -> Row:
    """Clients that ask what takes long, and whose link is cut; the readers must be free again."""
    in_child(lambda: list(take_in(items, settings_in(folder), opened(folder))) and None)
    environment = os.environ | {
        "KG_DATA": str(folder),
        "KG_TRUSTED_HOSTS": "*",
        "KG_QUERY_SECONDS": "4",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = hosts.on_far(sys.executable, "-m", "kg", "serve", "--host", FAR, "--port", str(PORT))
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, cwd=folder) as server:
        try:
            in_child(partial(_await, hosts.near, PORT))
            in_child(partial(_ask, hosts.near, "ASK {}"))
            counts, waits = [_living(server.pid)], []
            for round_ in range(ROUNDS):
                waits.append(_vanish(hosts, round_))
                time.sleep(SETTLED_SECONDS)
                counts.append(_living(server.pid))
        finally:
            hosts.wire.be()
            server.terminate()
    found = (
        f"{counts[0]} living processes before, {', '.join(map(str, counts[1:]))} after each round (readers that "
        f"started are kept); the same address is answered again after {', '.join(f'{each:.0f}' for each in waits)} s"
    )
    kept = max(counts[2:]) <= counts[1] + 1 and max(waits) < MOST_WAIT
    done = f"{ROUNDS} times {CLIENTS} in the middle of a long question (deadline 4 s), the link cut"
    return Row("network: clients vanish", done, found, kept)


def _living(pid: int) -> int:
    """Processes of a server; one that ended keeps its number until its nursery is asked for another."""
    states = []
    for each in family(pid):
        with suppress(OSError):
            states.append(Path(f"/proc/{each}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2])
    return sum(not state.startswith(" Z") for state in states)


def _vanish(hosts: Hosts, round_: int) -> float:
    """Seconds until their address is answered again: a cut link tells the server nothing."""
    texts = (SLOW.format(number=round_ * CLIENTS + number) for number in range(CLIENTS))
    clients = [begin(partial(_ask, hosts.near, text)) for text in texts]
    time.sleep(1.5)
    hosts.wire.be(loss=1.0)
    time.sleep(1.0)
    for client in clients:
        os.kill(client.pid, signal.SIGKILL)
        os.waitpid(client.pid, 0)
        os.close(client.pipe)
    hosts.wire.be()
    started = time.monotonic()
    while time.monotonic() - started < MOST_WAIT:
        if in_child(partial(_ask, hosts.near, "SELECT * { ?s a cek:Event } LIMIT 3")) == 200:
            break
        time.sleep(0.3)
    return time.monotonic() - started


def _ask(host: str, query: str) -> int:
    enter(host)
    connection = HTTPConnection(FAR, PORT, timeout=60)
    connection.request("GET", f"/sparql?{urlencode({'query': query})}")
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _await(host: str, port: int) -> None:
    enter(host)
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up:
        try:
            connection = HTTPConnection(FAR, port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not come up")


def _program() -> str:
    return shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph") or ""
