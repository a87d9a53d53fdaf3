"""The command in a process of its own, killed and started again: nothing twice, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import open_store
from tests.feeds.paper import Paper


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    places = {
        "KG_DATA": str(folder),
        "KG_WATCH_PRIVATE": "127.0.0.1",
        "KG_HOST_SECONDS": "0.25",
        "KG_PUBLISH_SECONDS": "0",
    }
    command = [sys.executable, "-m", "tests.feeds.victim", "watch", *arguments]
    return subprocess.Popen(
        command, env=os.environ | places, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What it tells on stderr, up to a line with these words."""
    assert process.stderr is not None
    told = ""
    for line in process.stderr:
        told += line
        if words in line:
            return told
    raise AssertionError(f"It never told {words!r}, but:\n{told}")


def test_killed_and_stopped_and_started_again_it_stores_each_entry_once(paper: Paper, tmp_path: Path) -> None:
    feed = paper.feed(*(paper.article(f"/{name}", f"The bridge of {name} fell") for name in "abcdef"))

    killed = start(tmp_path, feed)
    read_until(killed, "6 new")
    killed.kill()
    killed.communicate()

    stopped = start(tmp_path, feed)
    read_until(stopped, "stored: ")
    stopped.send_signal(signal.SIGTERM)
    rest = stopped.communicate(timeout=60)[1]
    assert (stopped.returncode, "goes on from here" in rest) == (0, True)

    done = start(tmp_path, "--once", feed)
    rest = done.communicate(timeout=120)[1]
    assert done.returncode == 0, rest
    store = open_store(Settings.from_env({"KG_DATA": str(tmp_path)}))
    with store.snapshot() as snapshot:
        addresses = sorted(quad.object.value for quad in snapshot.quads(None, term("schema:url")))
    outcomes = [entry["outcome"] for entry in store.archive.journal()]
    store.close()
    assert addresses == [f"{paper.url}/{name}" for name in "abcdef"]
    assert outcomes == ["stored"] * 6
    assert paper.paths().count("/rss") >= 2
