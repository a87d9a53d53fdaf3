"""What distance costs is measured on a real server: the lines say how many requests an article took."""

from __future__ import annotations

import re
from pathlib import Path

from bench.remote.__main__ import measure


def test_requests_and_seconds_are_told_of_an_article_alone_and_of_several_together(tmp_path: Path) -> None:
    filled, alone, together = measure(count=3, round_trip=0.0, alone=1, together=3, folder=tmp_path)
    assert re.match(r"3 articles, [\d,]+ quads, 0 ms a round trip", filled)
    (requests,) = map(float, re.findall(r"1 in a run: ([\d.]+) requests", alone))
    assert 0 < requests < 15
    assert re.search(r"3 in a run: [\d.]+ requests and [\d.]+ s each \(\d+ /query, \d+ /update", together)
