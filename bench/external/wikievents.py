"""WikiEvents: English news of bombings; its figures are derived from the victims and detainees of its events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.external.corpus import Count, bounds_of

NAME, FILE = "wikievents", "wikievents_dev.jsonl"
ABOUT = "20 English documents about bombings; figures as derived from the arguments of its annotated events."


def counts(gold: Mapping[str, Any]) -> Iterator[Count]:
    for figure in gold["figures"]:
        yield Count(figure["kind"], bounds_of(figure["value"]), True)
