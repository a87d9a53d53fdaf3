"""What all commands share: where words go, how an error ends a command, and the exit codes."""

from __future__ import annotations

import functools
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from rich.console import Console

from kg.cli import _pipe
from kg.errors import BadParameter, KgError, QueryRefused, QuerySyntax

REFUSED = 1  # some inputs were refused or some checks failed
WRONG_CALL = 2  # what click itself uses
CALLERS = (BadParameter, QuerySyntax, QueryRefused)  # errors of the one who calls
FAILED = 3  # nothing could be done

P = ParamSpec("P")
R = TypeVar("R")


def tell(message: str) -> None:
    """A line of progress or of a problem: never on stdout, which carries data only."""
    click.echo(message, err=True)


def as_typed(*arguments: str) -> str:
    """A call of kg that works as it stands, where it is not on PATH and with the KG_DATA of now."""
    folder = os.environ.get("KG_DATA")
    started = Path(sys.argv[0])
    program = str(started) if started.name == "kg" and shutil.which("kg") is None else "kg"
    return " ".join([*([f"KG_DATA={shlex.quote(folder)}"] if folder else []), program, *arguments])


class Tables(Console):
    def on_broken_pipe(self) -> None:
        raise  # to where all commands end; rich would exit here, with 1


def stdout() -> Console:
    """For tables; as wide as the terminal, and wide enough for a sentence where there is none."""
    return Tables(markup=False, highlight=False, width=None if sys.stdout.isatty() else 200)


def exit_after(done: int, failed: int) -> None:
    """End the command: 0 when nothing failed, 1 when something did, 3 when nothing was done."""
    if failed:
        sys.exit(REFUSED if done else FAILED)


def tells_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Print a KgError as the sentence it is, with the exit code that fits, instead of a traceback."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except KgError as error:
            tell(f"kg: {error}")
            sys.exit(WRONG_CALL if isinstance(error, CALLERS) else FAILED)
        except OSError as error:  # a full disk, a folder without rights: the system's words are the best there are
            if isinstance(error, BrokenPipeError) and _pipe.abandoned():
                raise
            tell(f"kg: {error}")
            sys.exit(FAILED)

    return guarded
