"""The network bench draws the world it says, and what it measures is what a reader waits for."""

from __future__ import annotations

from bench.network.measure import Felt
from bench.network.world import readings


def test_every_actor_of_the_synthetic_war_meets_the_first_one() -> None:
    told = list(readings(50))
    agents = {agent for reading in told for event in reading.events for agent in event.agents}
    assert agents == {f"actor-{number}" for number in range(1, 51)}
    assert {event.targets for reading in told for event in reading.events} == {("actor-0",)}
    assert list(readings(50)) == told


def test_frames_are_told_by_their_middle_and_their_slow_end() -> None:
    (line,) = Felt(frames={"dragging it": [16.0] * 18 + [200.0] * 2}).lines()[3:]
    assert "16 ms a frame, 95 % within 200 ms (20 frames)" in line
