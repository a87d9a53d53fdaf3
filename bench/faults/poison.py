"""One input in ten is poison: bytes, broken JSON, an article over the size, one that breaks the reader.

Every input is to end stored, duplicate or dead; and when the fault is mended, the dead letters that it made come back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

from bench.faults.children import in_child
from bench.faults.material import GOLD, digest, opened, settings_in
from bench.faults.row import Row
from kg import prepare
from kg.model import Article, Outcome, Reading
from kg.pipeline import ingest
from kg.reading import read
from kg.replay import replay, replayable
from kg.settings import Settings

MOST_BYTES = 20_000
MARK = "Poisonville"  # where the broken reader breaks down
TWICE = 10  # articles that come a second time


def run(folder: Path, tell: Callable[[str], None], limit: int = 95) -> list[Row]:
    folder.mkdir(parents=True)
    source, inputs, breaking = write_inputs(folder, limit)
    tell(f"{inputs} inputs, one in ten of them poison")
    first = in_child(lambda: _ingest(folder / "data", source, broken=True))
    again, left = in_child(lambda: _replay(folder / "data"))
    after = in_child(lambda: _digest(folder / "data"))
    wanted = in_child(lambda: _ingest(folder / "reference", source, broken=False) and _digest(folder / "reference"))
    kept = first.total() == inputs and again[Outcome.STORED] == breaking and after == wanted
    kept &= left == first[Outcome.DEAD] - breaking
    found = (
        f"{first[Outcome.STORED]} stored + {first[Outcome.DUPLICATE]} duplicates + {first[Outcome.DEAD]} dead letters "
        f"= {first.total()}; with a reader that is mended `kg replay` stores {again[Outcome.STORED]} of the {breaking} "
        f"that broke it, {left} stay dead with a reason; "
        + (
            "the graph is that of a run without the fault"
            if after == wanted
            else "the graph DIFFERS from a run without"
        )
    )
    return [Row("poison, one in ten", f"{inputs} inputs", found, kept)]


def write_inputs(folder: Path, limit: int) -> tuple[list[Path], int, int]:
    """Files to ingest, how many inputs they hold, and how many of these the broken reader cannot read."""
    good = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()[:limit]]
    records = [{key: each[key] for key in ("id", "text", "lang", "published") if each.get(key)} for each in good]
    records = [each for each in records if each.get("text")]
    lines, breaking = [], 0
    for number, record in enumerate([*records, *records[:TWICE]]):
        lines.append(json.dumps(record).encode())
        if number % 9 == 8:
            bad, breaks = _poison(number // 9, record)
            lines.append(bad)
            breaking += breaks
    wire, picture = folder / "wire.jsonl", folder / "picture.txt"
    wire.write_bytes(b"\n".join(lines) + b"\n")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    return [wire, picture], len(lines) + 1, breaking


def _poison(number: int, record: dict[str, str]) -> tuple[bytes, bool]:
    text = f"{record['text']} It was heard in {MARK} {number}."
    if number % 2:
        return json.dumps({**record, "id": f"breaks-{number}", "text": text}).encode(), True
    kinds = (
        b'{"text": "cut off',
        bytes([0xFF, 0xFE, 0x00, 0x80]) * 30,
        json.dumps({**record, "text": "x" * (MOST_BYTES + 1)}).encode(),
    )
    return kinds[number // 2 % 3], False


def _settings(data: Path) -> Settings:
    settings = settings_in(data)
    return replace(settings, limits={**settings.limits, "max_article_bytes": MOST_BYTES})


def _ingest(data: Path, source: list[Path], broken: bool) -> Counter[Outcome]:
    settings = _settings(data)
    with _broken_reader() if broken else mock.MagicMock():
        return Counter(each.outcome for each in ingest(source, settings, opened(data)))


def _replay(data: Path) -> tuple[Counter[Outcome], int]:
    store = opened(data)
    outcomes = Counter(each.outcome for each in replay(_settings(data), store))
    return outcomes, len(replayable(store.archive))


def _digest(data: Path) -> str:
    with opened(data).snapshot() as snapshot:
        return digest(snapshot)


@contextmanager
def _broken_reader() -> Iterator[None]:
    def broken(article: Article) -> Reading:
        if MARK in article.text:
            raise ZeroDivisionError("a fault of the reader")
        return read(article)

    with mock.patch.object(prepare, "read", broken):
        yield
