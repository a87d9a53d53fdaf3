"""The power goes at a random instant of an ingest: what was not synced to the disk is gone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.faults.cuts import NO_LOOP, Found
from bench.faults.row import Row

NAME = "power cut"


def run(cuts: int, folder: Path, tell: Callable[[str], None], limit: int = 24) -> list[Row]:
    if os.geteuid() != 0 or not (shutil.which("unshare") and shutil.which("mkfs.ext4")):
        return [Row(NAME, "", "a file system of its own needs root, unshare and mkfs.ext4", None)]
    folder.mkdir(parents=True)
    command = ["unshare", "--mount", "--propagation", "private", sys.executable, "-m", "bench.faults.cuts"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    tell(f"the power is cut {cuts} times")
    command += [str(folder), str(cuts), str(limit)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False, text=True)
    if done.returncode == NO_LOOP:
        return [Row(NAME, "", "there is no loop device to mount a file system from", None)]
    if done.returncode:
        return [Row(NAME, "", f"the harness failed: status {done.returncode}", False)]
    return [row(how, Found(**found), limit) for how, found in json.loads(done.stdout).items()]


def row(how: str, found: Found, limit: int) -> Row:
    kept = not (found.torn or found.lost or found.gone or found.texts or found.different or found.problems)
    result = (
        f"{found.torn} partial articles, {found.texts} without their text, {found.lost} lost of those in the last "
        f"snapshot, {found.gone} of {found.unpublished} that were acknowledged since; "
        f"{found.different} final graphs that differ from one without a cut; "
        f"{found.finished} runs were done before their cut"
    )
    problems = f'; **{len(found.problems)} problems**: "{found.problems[0][:200]}"' if found.problems else ""
    done = f"{found.cuts} times in an ingest, {found.rounds} stores of {limit} articles"
    return Row(f"{NAME}, {how}", done, result + problems, kept)
