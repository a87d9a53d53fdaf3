"""Point queries as fast as a server takes them: eight connections, each its own question after question."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import quote, urlsplit

CONNECTIONS = 8
SECONDS = 4.0


@dataclass(frozen=True)
class Load:
    a_second: float
    median: float  # milliseconds
    p99: float


def points_a_second(url: str, query: str) -> Load | None:
    """None when the server breaks off."""
    try:
        return asyncio.run(_load(url, query))
    except (OSError, EOFError, ValueError):
        return None


async def _load(url: str, query: str) -> Load:
    started = time.perf_counter()
    runs = await asyncio.gather(*(_one(url, query, started + SECONDS) for _ in range(CONNECTIONS)))
    times = sorted(took for run in runs for took in run)
    cuts = quantiles(times, n=100)
    return Load(len(times) / (time.perf_counter() - started), cuts[49] * 1000, cuts[98] * 1000)


async def _one(url: str, query: str, end: float) -> list[float]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    path = f"{parts.path}?{parts.query + '&' if parts.query else ''}query={quote(query)}"
    head = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: text/csv\r\n\r\n".encode()
    times = []
    while (began := time.perf_counter()) < end:
        writer.write(head)
        await _answer(reader)
        times.append(time.perf_counter() - began)
    writer.close()
    return times


async def _answer(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise ValueError(head.decode("latin-1").splitlines()[0])
    if b"content-length:" in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        await reader.readexactly(size + 2)
    await reader.readuntil(b"\r\n")
