"""A second writer: by the command line and over HTTP, while another holds the store; and when that is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import requests

from bench.faults import load
from bench.faults.children import kg
from bench.faults.material import articles, opened, settings_in
from bench.faults.row import Row
from bench.hostile.serving import Serving
from kg.pipeline import take_in

TIMES = 5


def run(folder: Path, tell: Callable[[str], None]) -> list[Row]:
    items = articles(10, folder / "reading")
    text = folder / "another.txt"
    folder.mkdir(exist_ok=True)
    text.write_text(items[0].text, encoding="utf-8")
    holder = _hold(folder)
    try:
        tell("a second writer knocks")
        tries = [kg(["ingest", str(text)], folder / "data") for _ in range(TIMES)]
        named = sum(each.status == 3 and f"process {holder} " in each.told for each in tries)
        status, told = _over_http(folder / "data")
    finally:
        os.kill(holder, signal.SIGKILL)
        os.waitpid(holder, 0)
    after = kg(["ingest", str(text)], folder / "data")
    kept = named == TIMES and status == 503 and f"process {holder} " in told and after.status == 0
    found = (
        f"{named} of {TIMES} refused with the holder's name on the command line; over HTTP {status}"
        f"{' with its name' if f'process {holder} ' in told else ''}; "
        f"{'let in' if after.status == 0 else 'NOT LET IN'} when the holder was killed"
    )
    return [Row("a second writer", f"{TIMES} times `kg ingest`, one update over HTTP", found, kept)]


def _hold(folder: Path) -> int:
    """A process that stores some articles and then sits on the lock."""
    child = os.fork()
    if child == 0:
        try:
            store = opened(folder / "data")
            list(take_in(articles(10, folder / "reading"), settings_in(folder / "data"), store))
            with store.writer():
                (folder / "held").touch()
                time.sleep(600)
        finally:
            os._exit(0)
    while not (folder / "held").exists():
        time.sleep(0.05)
    return child


def _over_http(data: Path) -> tuple[int, str]:
    serving = Serving(data, {"KG_UPDATE_TOKEN": load.TOKEN, "KG_UPDATE_SECONDS": "15"})
    try:
        headers = {"Authorization": f"Bearer {load.TOKEN}", "Content-Type": "application/sparql-update"}
        text = "INSERT DATA { GRAPH <urn:x:g> { <urn:x:s> <urn:x:p> 1 } }"
        answer = requests.post(f"{serving.address}/sparql", data=text, headers=headers, timeout=60)
        return answer.status_code, answer.text
    finally:
        serving.close()
