"""Articles to read: the paragraphs of known ones, shuffled: no text comes twice, and all are as real as those."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PARAGRAPHS = 5


@dataclass(frozen=True, slots=True)
class Text:
    identifier: str
    language: str
    text: str
    published: dt.date


def shuffled(gold: Iterable[Path], number: int, languages: tuple[str, ...] = ()) -> Iterator[Text]:
    """``number`` articles over the languages of the files; the same ones every time."""
    chance = random.Random(2016)
    paragraphs = _paragraphs(gold)
    codes = [code for code in sorted(paragraphs) if not languages or code in languages]
    for each in range(number):
        code = codes[each % len(codes)]
        chosen = chance.sample(paragraphs[code], min(_PARAGRAPHS, len(paragraphs[code])))
        yield Text(f"{code}-{each}", code, "\n\n".join(chosen) + "\n", dt.date(2016, 10, 17))


def _paragraphs(gold: Iterable[Path]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for path in gold:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            out[record["lang"]] += [part for part in record["text"].split("\n\n") if len(part) > 80]
    return out
