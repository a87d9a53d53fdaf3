"""kg views: what the pages of the server take from memory, prepared before it starts."""

from __future__ import annotations

import sys

import click

from kg.cli import _console
from kg.errors import StoreError
from kg.settings import Settings
from kg.stores import open_store
from kg.web.held.preparing import prepare

STEP = 20  # lines at most in a file; on a terminal one line that changes


@click.command("views")
@_console.tells_errors
def command() -> None:
    """Prepare what the pages count and list, so that a server that starts on KG_DATA has it at once.

    For after a store was filled in bulk (kg ingest of an archive, kg restore, a dump) or the program was replaced. A
    server does the same by itself when it needs it, beside its work; until then those pages say that they are being
    prepared. Stopped on the way, it goes on where it was.

    \b
    Example:
      kg restore kg.tar.gz && kg views && kg serve
    """
    settings = Settings.from_env()
    if open_store(settings).endpoint is not None:
        raise StoreError("The graph is on another server, and nothing is kept of it in files.")
    snapshot = prepared(settings)
    if snapshot is None:
        raise StoreError("Another process prepares it already.")
    _console.tell(f"The pages of snapshot {snapshot} are prepared.")


def prepared(settings: Settings) -> str | None:
    """The snapshot of which the pages are prepared; None where another process is at it."""
    told = Told()
    try:
        return prepare(settings, tell=told.far)
    finally:
        told.end()


class Told:
    """Progress on stderr."""

    def __init__(self) -> None:
        self._last = -1

    def far(self, done: int, articles: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done:,} of {articles:,} articles")
            sys.stderr.flush()
        elif articles and done * STEP // articles != self._last:
            self._last = done * STEP // articles
            _console.tell(f"{done:,} of {articles:,} articles")

    def end(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\n")
