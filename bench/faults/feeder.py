"""``python -m bench.faults.feeder FOLDER``: the same articles ingested again and again, changed a little.

Each round stores some articles as if another version had read them (one quad more, or one less), so the pipeline has
all its work and the store keeps its size. One input in ten is no article. Prints a line of JSON a round.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.faults.material import articles, edition, opened, settings_in
from kg.errors import MalformedSource, StoreLocked
from kg.pipeline import take_in
from kg.prepare import Prepared
from kg.sources import SourceFailure

A_ROUND = 10  # articles
REST_SECONDS = 3.0


def poison(number: int) -> SourceFailure:
    content = f'{{"text": "cut off {number % 7}'.encode()
    return SourceFailure(f"feed:{number % 7}", MalformedSource("feed is cut off; fetch it again."), content)


def rounds(folder: Path, limit: int = 60) -> Iterator[Counter[str]]:
    """What became of each round's inputs, without end."""
    items = articles(limit, folder)
    settings = settings_in(folder)
    dice = random.Random(3)
    yield _stored([edition(item, 0) for item in items], folder)
    for number in itertools.count(1):
        chosen = [edition(item, number % 2) for item in dice.sample(items, min(A_ROUND - 1, len(items)))]
        assert settings.data_dir == folder
        yield _stored([*chosen, poison(number)], folder)


def _stored(items: list[Prepared | SourceFailure], folder: Path) -> Counter[str]:
    store = opened(folder)
    try:
        return Counter(each.outcome.value for each in take_in(items, settings_in(folder), store))
    except StoreLocked:  # an update over HTTP is being written: the feed comes again
        return Counter(locked=1)
    finally:
        store.close()


if __name__ == "__main__":
    for counts in rounds(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(counts) + "\n")
        sys.stdout.flush()
        time.sleep(REST_SECONDS)
