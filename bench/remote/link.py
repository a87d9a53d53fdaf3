"""A long cable to a server: a proxy on loopback that delivers late, counts the requests, and breaks."""

from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import cycle, repeat

_LARGEST = 65_536
_REQUEST = re.compile(rb"(GET|POST|PUT|DELETE|HEAD) (/[^ ?]*)\S* HTTP/1\.1\r\n")


class Fate(Enum):
    """What becomes of a request."""

    ANSWERED = "answered"
    LOST = "cut before the server has it"
    UNHEARD = "carried out, and cut before the answer is here"


class Link:
    """Made by ``link``; ``address`` takes the place of the server's HOST:PORT."""

    def __init__(self, host: str, port: int, delay: float) -> None:
        self._far, self._delay = (host, port), delay
        self._paths: Counter[str] = Counter()
        self._fates: Iterator[Fate] = repeat(Fate.ANSWERED)
        self.address = ""

    def counted(self) -> Counter[str]:
        """Requests by their path since the last call."""
        found, self._paths = self._paths, Counter()
        return found

    def be(self, delay: float) -> None:
        """Seconds that each direction takes from here on."""
        self._delay = delay

    def break_off(self, fates: Iterable[Fate]) -> None:
        """What becomes of the next requests; of those behind them, the same again."""
        self._fates = cycle(fates)

    async def serve(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """A connection costs a round trip before its first byte."""
        await asyncio.sleep(2 * self._delay)
        far, to = await asyncio.open_connection(*self._far)
        connection = _Connection()
        try:
            await asyncio.gather(self._carry(near, to, connection, back), self._carry(far, back, connection))
        except asyncio.CancelledError:  # the block has ended
            pass
        finally:
            to.close()
            back.close()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        connection: _Connection,
        asking: asyncio.StreamWriter | None = None,
    ) -> None:
        """Each piece on its own way, so that a long answer is late once and not for each of its pieces.

        ``asking`` leads back to who asks, in the direction of the requests.
        """
        loop, waiting = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()
        delivery = asyncio.create_task(_deliver(waiting, writer))
        try:
            while piece := await reader.read(_LARGEST):
                if asking and (found := _REQUEST.match(piece)):
                    self._paths[found[2].decode()] += 1
                    connection.fate = next(self._fates)
                    if connection.fate is Fate.LOST:
                        asking.close()
                        break
                if not asking and connection.fate is Fate.UNHEARD:
                    break
                waiting.put_nowait((loop.time() + self._delay, piece))
        except ConnectionError:
            pass
        waiting.put_nowait((loop.time() + self._delay, b""))
        await delivery  # the end is late as well


@dataclass
class _Connection:
    fate: Fate = Fate.ANSWERED  # of its last request


async def _deliver(waiting: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            due, piece = await waiting.get()
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            if not piece:
                break
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


@contextmanager
def link(host: str, port: int, delay: float = 0.0) -> Iterator[Link]:
    """Runs in a thread of its own until the block ends; ``delay`` is of one direction, in seconds."""
    made, loop, ready = Link(host, port, delay), asyncio.new_event_loop(), threading.Event()

    async def run() -> None:
        server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
        made.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        await stop.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
