"""A small Debian that is booted with a systemd of its own (systemd-nspawn), and what is done inside it."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.deploy.commands import Failed, attempt, run

BOOT_SECONDS = 60
CGROUPS = Path("/sys/fs/cgroup")
COUNTED = ("memory", "pids")  # hierarchies of the first version that a limit of the unit needs


@dataclass(frozen=True, slots=True)
class Machine:
    system: Path
    pid: int  # of its systemd, as seen from here

    @property
    def inside(self) -> tuple[str, ...]:
        return ("nsenter", f"--target={self.pid}", "--all")

    @property
    def network(self) -> tuple[str, ...]:
        return ("nsenter", f"--target={self.pid}", "--net")

    def __call__(self, *words: str) -> str:
        """What a command inside said; raises Failed."""
        return run([*self.inside, *words], patience=120).decode().strip()

    def attempt(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return attempt([*self.inside, *words], patience=120)

    def shell(self, script: str) -> str:
        return self("sh", "-ec", script)

    def shown(self, unit: str, *names: str) -> dict[str, str]:
        lines = self("systemctl", "show", unit, f"--property={','.join(names)}").splitlines()
        return dict(line.split("=", 1) for line in lines)


def within(system: Path, script: str, lent: dict[Path, str]) -> None:
    """Run a script in the system before it is booted, with the network and files of ours."""
    mounts = [f"--bind-ro={ours}:{inside}" for ours, inside in lent.items()]
    run([*_nspawn(system), "--pipe", *mounts, "sh", "-ec", script])


@contextmanager
def booted(system: Path) -> Iterator[Machine]:
    """Its network is its own, with nothing but a loopback; its cgroups are below one of ours."""
    group = f"conflict-kg-check-{os.getpid()}"
    with _cgroup(group) as enter:
        process = subprocess.Popen(
            [*_nspawn(system), "--boot", "--private-network", "--console=pipe"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=enter, start_new_session=True,
        )  # fmt: skip
        try:
            yield _ready(system, process)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
            process.kill()
            process.wait()


def _ready(system: Path, process: subprocess.Popen[bytes]) -> Machine:
    give_up = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < give_up:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for pid in children:
            machine = Machine(system, int(pid))
            if b"running" in machine.attempt("systemctl", "is-system-running", "--wait").stdout:
                _open(machine)
                return machine
        time.sleep(0.2)
    raise Failed("systemd did not come up in the machine")


def _open(machine: Machine) -> None:
    """nspawn leaves hierarchies of the first version read-only, though they hold only the machine's own, and systemd
    looks once at what it may limit.
    """
    remounted = [machine.attempt("mount", "-o", "remount,bind,rw", str(CGROUPS / name)).returncode for name in COUNTED]
    if 0 in remounted:
        machine("systemctl", "daemon-reexec")


def most_files() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]


def _nspawn(system: Path) -> list[str]:
    return ["systemd-nspawn", "--quiet", f"--directory={system}", "--register=no", "--keep-unit", "--link-journal=no"]


@contextmanager
def _cgroup(name: str) -> Iterator[Callable[[], None]]:
    """A group of this name in every hierarchy that there is; yields what puts a new process into them."""
    roots = [CGROUPS] if (CGROUPS / "cgroup.procs").exists() else [path for path in CGROUPS.iterdir() if path.is_dir()]
    groups = []
    for root in {path.resolve() for path in roots}:
        with suppress(OSError):
            (root / name).mkdir()
            groups.append(root / name)

    def enter() -> None:
        for group in groups:
            with suppress(OSError):
                (group / "cgroup.procs").write_text(str(os.getpid()))

    try:
        yield enter
    finally:
        for group in groups:
            for folder in sorted((path for path in group.rglob("*") if path.is_dir()), reverse=True):
                with suppress(OSError):
                    folder.rmdir()
            with suppress(OSError):
                group.rmdir()
