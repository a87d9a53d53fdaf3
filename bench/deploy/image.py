"""The container image: built, run, filled, backed up, stopped, by the lines of deploy/Containerfile."""

from __future__ import annotations

import json
import re
import shlex
import time
from collections.abc import Iterator
from pathlib import Path

from bench.deploy.asking import SLOW, Server, sparql
from bench.deploy.commands import documented
from bench.deploy.ground import ROOT, lacking, lent
from bench.deploy.podman import Podman, base, limits, podman
from bench.deploy.probe import STATES
from bench.deploy.row import Row, told
from tests.backups.serving import free_port

CONTAINERFILE = ROOT / "deploy" / "Containerfile"
IMAGE, CONTAINER, SECOND = "conflict-kg", "kg", "kg-restored"  # as the file's head names them
SAMPLES = ROOT / "data" / "samples"


def run(folder: Path, *, stand_in: bool) -> list[Row]:
    why = lacking("podman", "unshare", "nsenter")
    if why:
        return [told(Row("the image", why, None))]
    with podman(folder) as program:
        return [
            *_built(program, folder, stand_in=stand_in),
            *_used(program, Server(f"http://127.0.0.1:{free_port()}")),
        ]


def _built(podman: Podman, folder: Path, *, stand_in: bool) -> Iterator[Row]:
    named = re.search(r"^ARG BASE=(\S+)$", CONTAINERFILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert named is not None
    stand, what = base(podman, named[1], folder, stand_in=stand_in)
    mounts = [f"--volume={ours}:{inside}:ro" for ours, inside in lent(folder).items()]
    options = ["build", "--network=host", f"--build-arg=BASE={stand}", *mounts]
    command = _documented("podman build")
    took = []
    for _ in range(2):
        started = time.monotonic()
        podman(*options, *command[2:])
        took.append(time.monotonic() - started)
    whole, below = (int(podman.inspect(name, "{{.Size}}")) >> 20 for name in (IMAGE, stand))
    yield told(Row("image: built", f"in {took[0]:.0f} s; again, unchanged, in {took[1]:.0f} s; on {what}", True))
    yield told(Row("image: size", f"{whole - below} MB on a base of {below} MB", whole - below < 400))
    labels = json.loads(podman.inspect(IMAGE, "{{json .Config.Labels}}"))
    user = podman.inspect(IMAGE, "{{.Config.User}}")
    checked = "Healthcheck" in podman("inspect", IMAGE).decode()
    found = f"{sum(name.startswith('org.opencontainers.') for name in labels)} labels, user {user}"
    yield told(Row("image: described", found + (", health check kept" if checked else ", NO health check"), checked))


def _used(podman: Podman, server: Server) -> Iterator[Row]:
    port = server.address.rsplit(":", 1)[1]
    started = time.monotonic()
    command = _documented("podman run -d", {"127.0.0.1:5000:": f"127.0.0.1:{port}:", "./articles": str(SAMPLES)})
    podman("run", *limits(), *command[2:])
    server.seconds_until_up()
    took = time.monotonic() - started
    empty = server.ask("/readyz")[0]
    yield told(
        Row("container: starts", f"answers after {took:.1f} s; ready before there is data: {empty}", empty == 503)
    )
    podman(*_documented("podman exec kg kg ingest")[1:])
    figures, ready, page = server.figures(), server.ask("/readyz")[0], server.ask("/")
    found = f"samples, beside the server: {figures} figures; /readyz {ready}, / {page[0]} ({len(page[1])} bytes)"
    yield told(Row("container: filled", found, figures > 0 and ready == page[0] == 200 and b"<script" in page[1]))
    yield told(_confined(podman))
    health = podman.attempt("healthcheck", "run", CONTAINER).returncode
    yield told(Row("container: health check", f"exit code {health}", health == 0))
    yield told(_restored(podman, figures))
    yield told(_stopped(podman, server))
    podman("start", CONTAINER)
    after = server.seconds_until_up(), server.figures()
    found = f"after {after[0]:.1f} s it has {after[1]} figures"
    yield told(Row("container: starts again on its volume", found, after[1] == figures))


def _confined(podman: Podman) -> Row:
    """No root, no rights, a root file system that cannot be written, and readers behind one more filter."""
    states = json.loads(podman("exec", CONTAINER, "python", "-c", STATES))
    filters = sorted({each["filters"] for each in states})
    written = podman.attempt("exec", CONTAINER, "touch", "/opt/conflict-kg/x").returncode
    rights, users = {each["rights"] for each in states}, {each["uid"] for each in states}
    dead = sum(each["state"] == "Z" for each in states)
    found = (
        f"uid {users}, capabilities {'none' if rights == {0} else rights}, {dead} zombies, root file system "
        f"{'WRITTEN' if written == 0 else 'read-only'}, seccomp filters {filters} (readers have one more)"
    )
    held = users == {10001} and rights == {0} and written != 0 and len(filters) > 1 and dead == 0
    return Row("container: confined", found, held)


def _restored(podman: Podman, figures: int) -> Row:
    """A backup of the running one, in a second one on a volume of its own."""
    started = time.monotonic()
    archive = podman(*_documented("podman exec kg kg backup")[1:-2])
    took = time.monotonic() - started
    command = _documented("podman run --rm")
    podman("run", *limits(), *command[2:-2], stdin=archive)
    question = ["query", "figures-with-evidence", "--format", "csv"]
    first = podman("exec", CONTAINER, "kg", *question)
    mounted = f"--volume={SECOND}:/data"
    second = podman("run", *limits(), "--rm", mounted, IMAGE, "kg", *question)
    answers = "alike" if first == second else "OTHERWISE"
    found = f"{len(archive) >> 10} KiB in {took:.1f} s beside the server; restored, it answers {answers}"
    return Row("container: backup and restore", found, first == second and first.count(b"\n") > figures // 2)


def _stopped(podman: Podman, server: Server) -> Row:
    asked = server.begin(sparql(SLOW))
    time.sleep(2)
    slow = asked.poll() is None
    started = time.monotonic()
    podman("stop", CONTAINER)
    took, code = time.monotonic() - started, podman.inspect(CONTAINER, "{{.State.ExitCode}}")
    status = asked.communicate()[0].split(b"\n")[0].decode()
    found = f"exit code {code} after {took:.1f} s; the query under way was answered with {status or 'NOTHING'}"
    return Row("container: stops", found, slow and code == "0" and status == "504")


def _documented(beginning: str, others: dict[str, str] | None = None) -> list[str]:
    return shlex.split(documented(CONTAINERFILE, beginning, others or {}))
