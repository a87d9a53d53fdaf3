"""One run: a store is built, a server started, everything is thrown at it, and what happened is gathered."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.hostile import canary, cold, corpus, pages, store, wire
from bench.hostile.crowd import Crowd, Normal, alone
from bench.hostile.differential import Compared, compare
from bench.hostile.normal import apart
from bench.hostile.serving import DEADLINE, Serving
from bench.hostile.table import Checked, Findings

Tell = Callable[[str], None]
COLD = 50  # services that are started for it
SMALL = store.SMALL.value


def run(seconds: float, random_queries: int, tell: Tell, sample: int = 1) -> Findings:
    """``seconds`` of the crowd; one in ``sample`` of the corpus and of the strings."""
    with tempfile.TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        tell("building a store")
        articles, small = store.build(data, links=20_000 // sample)
        watched, visitor = canary.File(data / "secret.ttl"), canary.Server()
        with closing(Serving(data)) as serving, closing(watched), closing(visitor):
            everything = corpus.queries(visitor.address, watched.address)[::sample]
            port = serving.port
            tell("a normal client by itself")
            apart(port, articles[0], 0.5)
            idle = apart(port, articles[0], seconds / 4)
            tell("the corpus, query by query")
            singly = alone(port, everything[:: max(sample // 2, 1)], canary.SECRET)
            memory = serving.memory()
            tell(f"8 hostile addresses for {seconds:g} s")
            crowd = Crowd(port, everything, canary.SECRET)
            with crowd:
                beside = apart(port, articles[0], seconds)
            tell("slow connections")
            slow = _beside_slow(port, articles[0], seconds / 6)
            grown = serving.memory()
            tell("pages, parameters, paths, methods, bytes")
            checks = _checks(port, visitor.address, watched.address, articles, sample)
            tell("first queries of cold services")
            checks["first queries of cold services, 8 at a time"] = cold.first_queries(data, max(COLD // sample, 2))
            tell("random queries")
            compared: Compared = compare(port, small, SMALL, random_queries)
            return Findings(
                alone=singly, crowd=crowd.seen, corpus=len(everything), idle=idle, beside=beside, slow=slow,
                deadline=DEADLINE, deaths=serving.deaths(), visits=visitor.visits, openings=watched.openings,
                watched=watched.watched, memory=(memory, grown), checks=checks, compared=compared,
            )  # fmt: skip


def _beside_slow(port: int, article: str, seconds: float) -> Normal:
    with wire.Slow(port) as slow:
        done = threading.Event()

        def drip() -> None:
            while not done.wait(0.5):
                slow.drip()

        dripping = threading.Thread(target=drip)
        dripping.start()
        seen = apart(port, article, seconds)
        done.set()
        dripping.join()
    return seen


def _checks(port: int, visitor: str, file: str, articles: list[str], sample: int) -> dict[str, Checked]:
    def strings(kind: str) -> list[str]:
        return corpus.strings(kind, visitor, file)[:: 1 + (sample > 1) * 2]

    malformed = wire.malformed(port) + wire.oversize(port)
    return {
        "pages with payloads: what would run": pages.scripts(port, strings("scripts"), articles),
        "strings in parameters of saved queries": pages.injections(port, strings("injections"), canary.SECRET),
        "climbing paths": pages.traversals(port, strings("traversals"), canary.SECRET),
        "writes without a token": pages.writes(port, sample),
        "malformed and oversize requests": (len(wire.RAW) + 2, malformed),
        "foreign hosts and debuggers": (6, pages.hosts(port)),
        "answers with characters that break formats": pages.ill_formed(port),
    }
