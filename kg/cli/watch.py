"""kg watch: feeds and folders followed until told to stop; goes on where it was."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType

import click

from kg.cli import _console
from kg.errors import BadParameter
from kg.feeds import Told, Watcher
from kg.feeds.state import State
from kg.feeds.watch import is_folder
from kg.model import Outcome
from kg.settings import Settings
from kg.stores import open_store


class Stopped(BaseException):
    """Somebody asked to stop; not an Exception, so that nothing on the way takes it for a failure of an article."""


@click.command("watch")
@click.argument("sources", nargs=-1, required=True)
@click.option("--once", is_flag=True, help="Look at each source once, store what is new, and end.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an entry on stdout.")
@_console.tells_errors
def command(sources: tuple[str, ...], once: bool, as_json: bool) -> None:
    """Follow RSS and Atom feeds (http addresses) and folders, and store each article that appears.

    Polite: robots.txt, conditional requests, a pause between two requests to a host, Retry-After. Every entry ends as
    stored, duplicate or dead letter; one whose server is away waits for another attempt. Ctrl-C or SIGTERM stops it
    between two articles, and the next start goes on from there. Set KG_CONTACT to a mail address for the papers.
    Private addresses are refused but for the hosts in KG_WATCH_PRIVATE. A file is read when it has not changed for two
    seconds; --once waits for that.

    \b
    Example:
      kg watch https://paper.example/world.rss inbox/
      kg watch --once https://paper.example/world.rss
    """
    names = [_checked(source) for source in sources]
    settings = Settings.from_env()
    counts: Counter[Outcome] = Counter()
    failed = 0
    with closing(open_store(settings)) as store, closing(State(settings.data_dir)) as state:
        stop = _Stop()
        watcher = stop.watcher = Watcher(settings, store, state, stop.pause)
        with stop.listening():
            for told in watcher.round(names, now=True) if once else watcher.forever(names):
                _tell(told, counts, as_json)
                failed += told.failed
    stored, known, dead = (counts[outcome] for outcome in (Outcome.STORED, Outcome.DUPLICATE, Outcome.DEAD))
    if not as_json:
        click.echo(f"{counts.total()} entries: {stored} stored, {known} duplicates, {dead} dead letters")
    if once:
        _console.exit_after(len(names) - failed + counts.total(), failed)


def _checked(source: str) -> str:
    """The name under which a source is known: an address as it is, a folder by its whole path."""
    if not is_folder(source):
        return source
    if not Path(source).is_dir():
        raise BadParameter(f"{source} is neither an address (https://...) nor a folder.")
    return str(Path(source).absolute())


def _tell(told: Told, counts: Counter[Outcome], as_json: bool) -> None:
    _console.tell(f"{time.strftime('%H:%M:%S')} {told.message}")
    if told.disposition is not None:
        counts[told.disposition.outcome] += 1
        if as_json:
            click.echo(json.dumps(asdict(told.disposition), ensure_ascii=False))


class _Stop:
    """Turns SIGINT and SIGTERM into an end: at once while waiting for a server, else when an article is stored."""

    watcher: Watcher | None = None

    def __init__(self) -> None:
        self._asked = threading.Event()

    def pause(self, seconds: float) -> None:
        if self._asked.wait(seconds):
            raise Stopped

    @contextmanager
    def listening(self) -> Iterator[None]:
        former = {number: signal.signal(number, self._heard) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        except Stopped:
            _console.tell("Stopped; the next `kg watch` goes on from here.")
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self._asked.set()
        if self.watcher is None or not self.watcher.storing:
            raise Stopped
