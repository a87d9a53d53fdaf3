"""kg replay: dead letters tried again."""

from __future__ import annotations

import time
from collections import Counter

import click

from kg.cli import _console
from kg.cli._progress import meter
from kg.model import Outcome
from kg.replay import replay, replayable
from kg.settings import Settings
from kg.stores import open_store


@click.command("replay")
@click.argument("ids", nargs=-1)
@click.option("--code", default="", help="Only those that were refused for this, e.g. reading or source-malformed.")
@click.option("--list", "listed", is_flag=True, help="Show the dead letters; nothing is tried.")
@_console.tells_errors
def command(ids: tuple[str, ...], code: str, listed: bool) -> None:
    """Try dead letters again: inputs that were refused, after the reader, a limit or the input was mended.

    What can be read now is stored and its letter dropped; what cannot stays, with the reason of today.

    \b
    Example:
      kg replay --list
      kg replay
      KG_MAX_ARTICLE_BYTES=20000000 kg replay --code source-too-large
    """
    settings = Settings.from_env()
    store = open_store(settings)
    if listed:
        for letter in replayable(store.archive):
            if code in ("", letter.code):
                click.echo(f"{letter.id}  {letter.time[:10]}  {letter.code:<18} {letter.source}: {letter.reason}")
        return
    started = time.monotonic()
    counts: Counter[Outcome] = Counter()
    with meter() as progress:
        for disposition in replay(settings, store, ids=frozenset(ids), code=code, progress=progress.show):
            counts[disposition.outcome] += 1
            if disposition.outcome is Outcome.DEAD:
                progress.tell(f"refused again: {disposition.reason}")
    revived = counts[Outcome.STORED] + counts[Outcome.DUPLICATE]
    click.echo(
        f"{counts.total()} dead letters: {revived} read after all, {counts[Outcome.DEAD]} refused again "
        f"({time.monotonic() - started:.1f} s)"
    )
    if counts:
        _console.exit_after(revived, counts[Outcome.DEAD])
