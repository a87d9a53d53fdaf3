"""What is built once a snapshot, while snapshots come faster than it can be built."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from kg.web.gateway import PerSnapshot


def test_who_waits_gets_what_is_newest_at_his_turn_and_nobody_builds_what_was_overtaken() -> None:
    held, newest, built = PerSnapshot[str](), ["s1"], list[str]()
    begun, goes_on = threading.Event(), threading.Event()

    def build() -> str:
        built.append(newest[0])
        begun.set()
        assert goes_on.wait(60)
        return f"of {built[-1]}"

    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(held.get, lambda: newest[0], build)
        assert begun.wait(60)
        waiting = []
        for snapshot in ("s2", "s3", "s4", "s5", "s6"):
            newest[0] = snapshot
            waiting.append(threads.submit(held.get, lambda: newest[0], build))
        goes_on.set()
        assert first.result(60) == "of s1"
        assert {each.result(60) for each in waiting} == {"of s6"}
    assert built == ["s1", "s6"]


def test_one_that_is_named_is_what_its_asker_gets() -> None:
    held = PerSnapshot[str]()
    assert held.get("s1", lambda: "of s1") == "of s1"
    assert held.get(lambda: "s2", lambda: "of s2") == "of s2"
    assert held.get("s1", lambda: "again") == "of s1"
