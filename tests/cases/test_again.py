"""A bare mention follows the one event of its article that it can mean."""

from __future__ import annotations

from kg.cases.again import leader
from tests.cases.told import ARMY, SARO, day, exactly, told

STRIKE = told("strike", type="airstrike", agents=frozenset({ARMY}), numbers=(exactly(31),))
BARE = told("bare", type="battle", span=None)


def test_the_attack_is_the_air_strike_told_before() -> None:
    assert leader(BARE, [STRIKE, BARE]) == STRIKE


def test_where_there_are_two_it_could_mean_it_stays_alone() -> None:
    assert leader(BARE, [STRIKE, told("other", type="bombing", span=day(4)), BARE]) is None


def test_what_has_a_day_an_actor_or_a_number_speaks_for_itself() -> None:
    for changes in ({"span": day(5)}, {"agents": frozenset({ARMY})}, {"numbers": (exactly(3),)}):
        assert leader(told("more", **({"type": "battle", "span": None} | changes)), [STRIKE]) is None


def test_it_does_not_follow_elsewhere_nor_what_is_ahead_nor_by_denying_another_type() -> None:
    assert leader(told("bare", type="battle", span=None, spot=SARO), [STRIKE]) is None
    assert leader(told("bare", type="airstrike", span=None, statuses=frozenset({"feared"})), [STRIKE]) is None
    assert leader(told("bare", type="battle", span=None, statuses=frozenset({"denied"})), [STRIKE]) is None
    assert leader(told("bare", type="airstrike", span=None, statuses=frozenset({"denied"})), [STRIKE]) == STRIKE
