"""What both checks stand on: a small Debian with Python and systemd, and the way from inside it to the registries."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bench.deploy.commands import run

ROOT = Path(__file__).resolve().parents[2]
SUITE = "bookworm"
PACKAGES = "ca-certificates,python3-venv,python3-pip,systemd,systemd-sysv,dbus"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def lacking(*programs: str) -> str:
    """Why this machine cannot try it; empty when it can."""
    if os.geteuid() != 0:
        return "it needs root"
    missing = [program for program in programs if shutil.which(program) is None]
    return f"missing here: {', '.join(missing)}" if missing else ""


def debian(folder: Path) -> Path:
    """A Debian in a folder, made once."""
    system, done = folder / "debian", folder / "debian.made"
    if not done.exists():
        run(["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(system)])
        for archive in (system / "var/cache/apt/archives").glob("*.deb"):
            archive.unlink()
        done.touch()
    return system


def lent(folder: Path) -> dict[Path, str]:
    """Files of ours by where they are lent to: who reaches the registries by certificates of the system does so inside.

    They are mounted read-only while something is installed, and become part of nothing.
    """
    if not CERTIFICATES.exists():
        return {}
    pip, npm = folder / "pip.conf", folder / "npmrc"
    pip.write_text(f"[global]\ncert = {CERTIFICATES}\n", encoding="ascii")
    npm.write_text(f"cafile={CERTIFICATES}\n", encoding="ascii")
    return {CERTIFICATES: str(CERTIFICATES), pip: "/etc/pip.conf", npm: "/root/.npmrc"}
