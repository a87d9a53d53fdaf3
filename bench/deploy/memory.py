"""MemoryMax of the unit: a reader that wants more than all of it dies alone."""

from __future__ import annotations

import json
import re

from bench.deploy.asking import Server, sparql
from bench.deploy.machine import CGROUPS, Machine
from bench.deploy.row import Row

LITTLE = 400  # MiB: the server has room in it, a reader that may take 2,048 has not
HUNGRY = "SELECT ?a ?x ?b ?y ?c ?z { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } ORDER BY DESC(?z) ?y ?x"  # sorts all of it


def starved(machine: Machine, server: Server, unit: str) -> Row:
    """The kernel ends the reader (OOMPolicy=continue), its client is told so, and the service goes on."""
    group = machine.shown(unit, "ControlGroup")["ControlGroup"]
    for folder, limit, events in (
        (f"{CGROUPS}/memory{group}", "memory.limit_in_bytes", "memory.oom_control"),  # cgroups of the first version
        (f"{CGROUPS}{group}", "memory.max", "memory.events"),  # ... and of the second
    ):
        if machine.attempt("test", "-e", f"{folder}/{limit}").returncode == 0:
            return _starved(machine, server, unit, f"{folder}/{limit}", f"{folder}/{events}")
    return Row("unit: MemoryMax", "systemd may not limit memory in a machine inside this one", None)


def _starved(machine: Machine, server: Server, unit: str, limit: str, events: str) -> Row:
    whole, before = int(machine("cat", limit)) >> 20, _killed(machine, events)
    figures, main = server.figures(), machine.shown(unit, "MainPID")["MainPID"]
    machine("systemctl", "set-property", "--runtime", unit, f"MemoryMax={LITTLE}M")
    status, body = server.ask(sparql(HUNGRY))
    kind = json.loads(body).get("type", "") if body.startswith(b"{") else ""
    after, killed = machine.shown(unit, "MainPID", "ActiveState"), _killed(machine, events) - before
    goes_on = after == {"MainPID": main, "ActiveState": "active"} and server.figures() == figures
    machine("systemctl", "set-property", "--runtime", unit, f"MemoryMax={whole}M")
    found = (
        f"{whole:,} MiB; at {LITTLE} a query that fills memory gets {status} {kind}, the kernel ended {killed}, "
        f"the service {'goes on' if goes_on else 'ENDED'}"
    )
    return Row("unit: MemoryMax", found, goes_on and killed > 0 and status >= 400)


def _killed(machine: Machine, events: str) -> int:
    """How many processes of the group the kernel has ended for memory."""
    found = re.search(r"^oom_kill (\d+)$", machine("cat", events), re.MULTILINE)
    return int(found[1]) if found else 0
