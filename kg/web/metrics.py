"""Counters in the text exposition format that Prometheus reads, without a dependency for forty lines."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping

Labels = tuple[tuple[str, str], ...]

HELP: Mapping[str, tuple[str, str]] = {
    "kg_requests_total": ("counter", "HTTP requests by route and status."),
    "kg_request_seconds_total": ("counter", "Time until the response began, by route."),
    "kg_queries_total": ("counter", "SPARQL queries at /sparql by outcome."),
    "kg_updates_total": ("counter", "SPARQL updates at /sparql by outcome."),
    "kg_snapshot_age_seconds": ("gauge", "Seconds since the served snapshot was published."),
    "kg_build_info": ("gauge", "1, with the version."),
    "kg_ready": ("gauge", "1 when there is a snapshot to serve."),
}


class Metrics:
    """Counts of this process. Where there are several (KG_WEB_WORKERS) each answers with its own, which a label tells
    apart: sum over ``process``."""

    def __init__(self, process: str = "") -> None:
        self._process: Labels = (("process", process),) if process else ()
        self._lock = threading.Lock()
        self._counts: defaultdict[tuple[str, Labels], float] = defaultdict(float)

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        with self._lock:
            self._counts[(name, (*sorted(labels.items()), *self._process))] += amount

    def samples(self) -> list[tuple[str, Labels, float]]:
        with self._lock:
            return sorted((name, labels, value) for (name, labels), value in self._counts.items())


def escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def line(name: str, labels: Labels, value: float) -> str:
    inside = ",".join(f'{key}="{escape(text)}"' for key, text in labels)
    return f"{name}{{{inside}}} {value:g}" if inside else f"{name} {value:g}"


def exposition(samples: Iterable[tuple[str, Labels, float]]) -> str:
    """The samples under their HELP and TYPE lines, grouped by name as the format demands."""
    groups: dict[str, list[str]] = {}
    for name, labels, value in samples:
        groups.setdefault(name, []).append(line(name, labels, value))
    blocks = []
    for name, lines in groups.items():
        kind, text = HELP.get(name, ("untyped", name))
        blocks.append("\n".join([f"# HELP {name} {text}", f"# TYPE {name} {kind}", *lines]))
    return "\n".join(blocks) + "\n"
