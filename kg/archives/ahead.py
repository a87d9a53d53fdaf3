"""Items that are made while others are used: a thread draws them from an iterator."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")


def drawn_ahead(items: Iterator[T]) -> Iterator[T]:
    """The items, and at last whatever the iterator raises; who stops early waits for the item that is under way."""
    drawn: SimpleQueue[tuple[T] | BaseException | None] = SimpleQueue()
    stopped = Event()
    thread = Thread(target=_draw, args=(items, drawn, stopped), daemon=True)
    thread.start()
    try:
        while (found := drawn.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found[0]
    finally:
        stopped.set()
        thread.join()


def _draw(items: Iterator[T], drawn: SimpleQueue[tuple[T] | BaseException | None], stopped: Event) -> None:
    try:
        for item in items:
            drawn.put((item,))
            if stopped.is_set():
                break
        drawn.put(None)
    except BaseException as error:  # it belongs to whoever waits for the items
        drawn.put(error)
