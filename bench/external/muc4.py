"""MUC-4: news about Latin America in capitals; its keys tell of terrorist incidents and leave out combat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.external.corpus import KINDS, Count, bounds_of

NAME, FILE = "muc4", "muc4_dev.jsonl"
ABOUT = (
    "1,500 documents of MUC-4's training and development sets, all in capitals. The keys tell of terrorist incidents "
    "only: a soldier who fell in combat counts here as a false figure, so precision is a floor."
)


def counts(gold: Mapping[str, Any]) -> Iterator[Count]:
    for figure in gold["figures"]:
        if figure["kind"] in KINDS.values():
            explicit = bool(figure.get("explicit_number")) and not figure.get("optional")
            yield Count(figure["kind"], bounds_of(figure["value"]), explicit)
