"""Who reads the output leaves before its end: every command ends quietly, with what a shell shows for SIGPIPE."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import _console
from tests.cli.conftest import Run

COMMANDS = [
    ["--help"],  # before a command is there
    ["query", "--help"],
    ["samples"],  # line by line
    ["report"],
    ["query", "figures-with-evidence"],  # a table
    ["dump"],  # bytes, kept until the end
]


@pytest.fixture
def filled(run: Run, karem: Path, tmp_path: Path) -> Path:
    assert run("ingest", karem).exit_code == 0
    return tmp_path / "data"


@pytest.fixture
def unread() -> Iterator[int]:
    """The end of a pipe whose reader has left."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


def start(data: Path, *arguments: str, stdout: int, stderr: int) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "kg", *arguments]
    return subprocess.Popen(program, env=os.environ | {"KG_DATA": str(data)}, stdout=stdout, stderr=stderr)


def test_a_command_that_nobody_reads_ends_quietly(filled: Path, unread: int) -> None:
    started = [start(filled, *each, stdout=unread, stderr=subprocess.PIPE) for each in COMMANDS]
    ended = [(each.communicate()[1], each.returncode) for each in started]
    assert dict(zip(map(tuple, COMMANDS), ended, strict=True)) == {tuple(each): (b"", 141) for each in COMMANDS}


def test_so_does_one_whose_progress_nobody_reads(filled: Path, karem: Path, unread: int) -> None:
    assert start(filled, "ingest", str(karem), stdout=unread, stderr=unread).wait() == 141


def test_another_pipe_that_breaks_is_told() -> None:
    @click.command()
    @_console.tells_errors
    def loses_its_worker() -> None:
        raise BrokenPipeError(32, "Broken pipe")

    result = CliRunner().invoke(loses_its_worker)
    assert (result.exit_code, result.stderr) == (3, "kg: [Errno 32] Broken pipe\n")
