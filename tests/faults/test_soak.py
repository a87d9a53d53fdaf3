"""What a soak calls flat: it must be able to say that it is not."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from bench.faults.soak import SLOPE, Sample, judged, slope

FEW = Sample(0.0, server=180, readers=200, ingest=128, files=70, mappings=900, processes=18, snapshots=5, disk=40)


def samples(memory: Callable[[float], float]) -> list[Sample]:
    """Twenty minutes with a server whose memory is a function of the seconds, give or take three MiB."""
    dice = random.Random(1)
    moments = [5.0 * number for number in range(1, 241)]
    return [replace(FEW, seconds=at, server=memory(at) + dice.uniform(-3, 3)) for at in moments]


@pytest.mark.parametrize(
    ("memory", "kept"),
    [
        (lambda _: 180.0, True),
        (lambda at: 180 + at / 3600 * SLOPE["server"] / 2, True),
        (lambda at: 180 + at / 3600 * SLOPE["server"] * 1.5, False),
        (lambda at: 180 + min(at, 300) / 10, True),  # caches that fill at first
        (lambda at: 400.0 if at % 300 == 0 else 180.0, True),  # a dear page now and then
    ],
)
def test_memory_that_grows_faster_than_promised_breaks_the_promise(
    memory: Callable[[float], float], kept: bool
) -> None:
    assert judged(samples(memory), "", 1, []).kept is kept


def test_files_that_are_never_closed_break_the_promise_and_those_that_come_and_go_do_not() -> None:
    still = samples(lambda _: 180.0)
    busy = [replace(each, files=60 + 40 * (number % 5 == 0)) for number, each in enumerate(still)]
    assert judged(busy, "", 1, []).kept
    leaking = [replace(each, files=each.files + each.seconds // 60) for each in busy]
    assert judged(leaking, "", 1, []).kept is False


def test_a_request_that_failed_breaks_the_promise() -> None:
    row = judged(samples(lambda _: 180.0), "", 1, ["answered with 500"])
    assert row.kept is False
    assert "answered with 500" in row.found


def test_a_slope_is_what_most_pairs_say() -> None:
    assert slope([0.0, 1.0, 2.0, 3.0], [1.0, 3.0, 5.0, 7.0]) == 2.0
    assert slope([0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 9.0, 0.0, 0.0]) == 0.0
