"""Commands as a document gives them, and what a command said when it failed."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile

PATIENCE = 900  # seconds: an image is built in two or three minutes


class Failed(Exception):
    """A command that had to work; the message ends with the last that it said."""


def run(
    command: Sequence[str], *, cwd: Path | None = None, stdin: bytes | None = None, patience: float = PATIENCE
) -> bytes:
    """Its stdout; raises Failed.

    Its output goes through files: what a daemon inherits of a pipe keeps it open for as long as the daemon lives.
    """
    done = attempt(command, cwd=cwd, stdin=stdin, patience=patience)
    if done.returncode:
        words = " ".join(command)
        said = (done.stderr + done.stdout)[-1500:].decode("utf-8", "replace").strip()
        raise Failed(f"{words[:200]} ended with {done.returncode}: {said}")
    return bytes(done.stdout)


def attempt(
    command: Sequence[str], *, cwd: Path | None = None, stdin: bytes | None = None, patience: float = PATIENCE
) -> subprocess.CompletedProcess[bytes]:
    with TemporaryFile() as out, TemporaryFile() as err, TemporaryFile() as given:
        given.write(stdin or b"")
        given.seek(0)
        done = subprocess.run(command, cwd=cwd, stdin=given, stdout=out, stderr=err, timeout=patience, check=False)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, out.read(), err.read())


def head(file: Path) -> str:
    """The comment that a file begins with, without its marks; lines that go on are one."""
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").removeprefix(" "))
    return "\n".join(lines).replace("\\\n", "")


def documented(file: Path, beginning: str, others: Mapping[str, str]) -> str:
    """The command in a file's head that begins so, with words of this run instead of its own."""
    (found,) = (line for line in head(file).splitlines() if line.startswith(beginning))
    for word, other in others.items():
        found = found.replace(word, other)
    return found
