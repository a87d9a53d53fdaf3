"""podman as it works on this machine, with a base for the image where no registry of images can be reached."""

from __future__ import annotations

import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.deploy.commands import PATIENCE, Failed, attempt, run
from bench.deploy.ground import ROOT, debian

HYBRID = Path("/sys/fs/cgroup/unified/cgroup.controllers")  # systemd's hybrid mode has the second version here
STAND_IN = "localhost/conflict-kg-check-base"
PULL_SECONDS = 300
PODMAN_ASKS = 1 << 20


@dataclass(frozen=True, slots=True)
class Podman:
    before: tuple[str, ...]  # what a command begins with

    def __call__(self, *words: str, stdin: bytes | None = None) -> bytes:
        """What it said; raises Failed."""
        return run([*self.before, *words], cwd=ROOT, stdin=stdin)

    def attempt(self, *words: str, patience: float = PATIENCE) -> subprocess.CompletedProcess[bytes]:
        return attempt([*self.before, *words], cwd=ROOT, patience=patience)

    def inspect(self, name: str, what: str) -> str:
        return self("inspect", "--format", what, name).decode().strip()


@contextmanager
def podman(folder: Path) -> Iterator[Podman]:
    """With images, containers, volumes and mounts of its own: no name is a user's, and nothing is left.

    crun knows cgroups of either version and refuses both at once: then the second is hidden from it.
    """
    hide = f"umount {HYBRID.parent}" if HYBRID.exists() else "true"
    holder = subprocess.Popen(["unshare", "--mount", "sh", "-c", f"{hide} && exec sleep infinity"])
    time.sleep(0.5)
    apart = [f"--{name}={folder / 'podman' / name}" for name in ("root", "runroot", "tmpdir")]
    enter = ("nsenter", "--mount", f"--target={holder.pid}", f"--wd={ROOT}")
    program = Podman((*enter, "podman", *apart, "--cgroup-manager=cgroupfs"))
    try:
        yield program
    finally:
        program.attempt("rm", "--all", "--force", "--time=1")
        program.attempt("image", "rm", "--all", "--force")
        holder.kill()
        holder.wait()


def base(podman: Podman, named: str, folder: Path, *, stand_in: bool) -> tuple[str, str]:
    """The image to build on, and what it is: the named one, else a Debian with its own Python."""
    if not stand_in:
        with suppress(subprocess.TimeoutExpired):
            if podman.attempt("pull", "-q", named, patience=PULL_SECONDS).returncode == 0:
                return named, named
    if shutil.which("debootstrap") is None:
        raise Failed(f"{named} cannot be had, and debootstrap, which makes a stand-in for it, is missing")
    system = debian(folder)
    archive = folder / "base.tar"
    run(["tar", "--create", "--file", str(archive), "--directory", str(system), "."])
    podman("import", "--change", "CMD python3", str(archive), STAND_IN)
    archive.unlink()
    return STAND_IN, f"Debian's own Python in place of {named}, which cannot be had here"


def limits() -> list[str]:
    """podman asks for a million files and processes, which only a privileged root may; without that, fewer do."""
    asked = {"nofile": (resource.RLIMIT_NOFILE, 65_536), "nproc": (resource.RLIMIT_NPROC, 10_000)}
    words = []
    for name, (number, enough) in asked.items():
        hard = resource.getrlimit(number)[1]
        if 0 < hard < PODMAN_ASKS:
            words += ["--ulimit", f"{name}={min(hard, enough)}:{min(hard, enough)}"]
    return words
