"""The systemd unit: installed, started, used, killed and stopped, by the lines of deploy/conflict-kg.service."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.deploy.asking import SLOW, Server, sparql
from bench.deploy.commands import documented, head
from bench.deploy.commands import run as command
from bench.deploy.ground import ROOT, debian, lacking, lent
from bench.deploy.machine import Machine, booted, most_files, within
from bench.deploy.memory import starved
from bench.deploy.probe import STATES, TRIED
from bench.deploy.row import Row, told

UNIT = ROOT / "deploy" / "conflict-kg.service"
NAME = "conflict-kg"
PYTHON = "/opt/conflict-kg/bin/python"
HERE = "/root/conflict-kg"  # inside: what an operator has copied to the machine; only root may look into it
FILES = 65_536  # LimitNOFILE of the unit
ALLOWED = "write to KG_DATA"


def run(folder: Path) -> list[Row]:
    why = lacking("debootstrap", "systemd-nspawn", "nsenter")
    return [told(row) for row in (_rows(folder) if not why else [Row("the unit", why, None)])]


def _rows(folder: Path) -> Iterator[Row]:
    system = debian(folder)
    yield _installed(system, folder)
    with booted(system) as machine:
        server = Server("http://127.0.0.1:5000", machine.network)
        yield _judged(machine)
        yield _started(machine, server)
        figures, row = _filled(machine, server)
        yield row
        yield _confined(machine)
        yield _sandboxed(machine)
        yield _logged(machine, server)
        yield _killed(machine, server, figures)
        yield starved(machine, server, NAME)
        yield _backed_up(machine, figures)
        yield _stopped(machine, server)
        yield _journal(machine)


def _installed(system: Path, folder: Path) -> Row:
    """The lines of the head, but for the last, which needs a systemd that runs."""
    inside = system / HERE.removeprefix("/")
    shutil.copytree(ROOT / "deploy", inside / "deploy", dirs_exist_ok=True)
    shutil.copytree(ROOT / "data" / "samples", system / "srv" / "articles", dirs_exist_ok=True)
    command([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", f"--wheel-dir={inside}", str(ROOT)])
    lines = [line.strip() for line in head(UNIT).splitlines() if line.startswith("  ")]
    first, second = lines.index("systemctl enable --now conflict-kg"), len(lines) - 1
    assert first == second - 1, "the head of the unit is not as it is read here"
    started = time.monotonic()
    within(system, f"cd {HERE}\n" + "\n".join(lines[:first]), lent(folder))
    if most_files() < FILES:
        added = system / f"etc/systemd/system/{NAME}.service.d"
        added.mkdir()
        (added / "machine.conf").write_text(f"[Service]\nLimitNOFILE={most_files()}\n", encoding="ascii")
    return Row("unit: installed", f"by the {first} lines of its head, in {time.monotonic() - started:.0f} s", True)


def _judged(machine: Machine) -> Row:
    verified = machine.attempt("systemd-analyze", "verify", f"/etc/systemd/system/{NAME}.service")
    said = (verified.stdout + verified.stderr).decode().strip()
    security = machine("systemd-analyze", "--no-pager", "security", f"{NAME}.service").splitlines()[-1]
    score = re.search(r"([\d.]+) (\w+)", security)
    assert score is not None, security
    found = f"verify: {said or 'nothing to say'}; security: exposure {score[1]} of 10, {score[2]}"
    return Row("unit: judged by systemd", found, not said and float(score[1]) < 3)


def _started(machine: Machine, server: Server) -> Row:
    started = time.monotonic()
    machine("systemctl", "enable", "--now", NAME)
    server.seconds_until_up()
    took = time.monotonic() - started
    lowered = f" (with LimitNOFILE={most_files()}: this machine grants no more)" if most_files() < FILES else ""
    return Row("unit: starts", f"answers after {took:.1f} s{lowered}", server.ask("/readyz")[0] == 503)


def _filled(machine: Machine, server: Server) -> tuple[int, Row]:
    machine.shell(f"cd {HERE} && {beside('ingest /srv/articles')}")
    figures, ready, page = server.figures(), server.ask("/readyz")[0], server.ask("/")
    found = f"samples, beside the server: {figures} figures; /readyz {ready}, / {page[0]} ({len(page[1])} bytes)"
    return figures, Row("unit: filled", found, figures > 0 and ready == page[0] == 200)


def _confined(machine: Machine) -> Row:
    user = int(machine("id", "-u", NAME))
    states = [each for each in json.loads(machine(PYTHON, "-c", STATES)) if each["uid"] == user]
    filters = sorted({each["filters"] for each in states})
    alone = all(each["alone"] and each["rights"] == 0 for each in states)
    found = f"{len(states)} processes, no capabilities, no new privileges: {alone}; seccomp filters {filters}"
    return Row("unit: confined", f"{found} (readers have one more)", alone and len(filters) == 2)


def _sandboxed(machine: Machine) -> Row:
    """A program of ours in the unit's place tries what the service must not be able to."""
    text = UNIT.read_text(encoding="utf-8").replace("Type=exec", "Type=oneshot").replace("Restart=on-failure", "")
    text = re.sub(r"^ExecStart=.*$", f"ExecStart={PYTHON} /opt/probe.py", text, flags=re.MULTILINE)
    text = text.replace(f"LimitNOFILE={FILES}", f"LimitNOFILE={min(FILES, most_files())}")
    (machine.system / "opt/probe.py").write_text(TRIED, encoding="utf-8")
    (machine.system / "etc/systemd/system/probe.service").write_text(text, encoding="utf-8")
    machine.shell("systemctl daemon-reload && systemctl start probe")
    tried = json.loads((machine.system / f"var/lib/{NAME}/probe.json").read_text(encoding="utf-8"))
    (machine.system / f"var/lib/{NAME}/probe.json").unlink()
    wrong = [what for what, became in tried.items() if (became == "done") != (what == ALLOWED)]
    found = f"{len(tried) - 1} things refused to it: {', '.join(what for what in tried if what != ALLOWED)}"
    return Row("unit: hardened", found if not wrong else f"NOT as it should be: {', '.join(wrong)}", not wrong)


def _logged(machine: Machine, server: Server) -> Row:
    """A variable of the file wins, and the folder of logs can be written."""
    machine.shell(f"echo KG_QUERY_LOG=/var/log/{NAME}/queries.jsonl >> /etc/{NAME}.env && systemctl restart {NAME}")
    took = server.seconds_until_up()
    server.figures()
    lines = (machine.system / f"var/log/{NAME}/queries.jsonl").read_text(encoding="utf-8").splitlines()
    return Row(
        "unit: a variable of its file", f"after {took:.1f} s its log of queries has {len(lines)} line", len(lines) == 1
    )


def _killed(machine: Machine, server: Server, figures: int) -> Row:
    main = machine.shown(NAME, "MainPID")["MainPID"]
    machine.shell(f"kill -KILL {main}")
    started = time.monotonic()
    time.sleep(1)
    server.seconds_until_up()
    took = time.monotonic() - started
    after = machine.shown(NAME, "MainPID", "NRestarts", "ActiveState")
    held = after["MainPID"] != main and after["NRestarts"] == "1" and server.figures() == figures
    return Row("unit: main process killed", f"answers again after {took:.1f} s, {after['NRestarts']} restart", held)


def _backed_up(machine: Machine, figures: int) -> Row:
    """Into a folder of the same user, put back into another one, both beside the server."""
    machine.shell(f"{beside('backup /var/tmp/kg.tar.gz')} && {beside('restore /var/tmp/kg.tar.gz', '/var/tmp/kg')}")
    question = "query figures-with-evidence --format csv"
    first, second = (machine.shell(beside(question, data)) for data in (f"/var/lib/{NAME}", "/var/tmp/kg"))
    found = f"beside the server; restored, it answers {'alike' if first == second else 'OTHERWISE'}"
    return Row("unit: backup and restore", found, first == second and first.count("\n") > figures // 2)


def _stopped(machine: Machine, server: Server) -> Row:
    asked = server.begin(sparql(SLOW))
    time.sleep(2)
    slow = asked.poll() is None
    started = time.monotonic()
    machine("systemctl", "stop", NAME)
    took = time.monotonic() - started
    after = machine.shown(NAME, "Result", "ExecMainStatus", "ActiveState")
    status = asked.communicate()[0].split(b"\n")[0].decode()
    found = f"{after['Result']} after {took:.1f} s; the query under way was answered with {status or 'NOTHING'}"
    good = after == {"Result": "success", "ExecMainStatus": "0", "ActiveState": "inactive"}
    return Row("unit: stops", found, slow and good and status == "504")


def _journal(machine: Machine) -> Row:
    lines = machine("journalctl", "--no-pager", "--output=cat", f"--unit={NAME}").splitlines()
    traces = sum("Traceback" in line for line in lines)
    sys.stderr.write("\n".join(f"      {line}" for line in lines) + "\n")
    return Row("unit: its journal", f"{len(lines)} lines of three starts, {traces} tracebacks", traces == 0)


def beside(what: str, data: str = "") -> str:
    """The line of the head for other commands, with another command, and maybe another folder."""
    others = {"ingest ARTICLES": what} | ({"/var/lib/conflict-kg": data} if data else {})
    return documented(UNIT, "  runuser", others).strip()
