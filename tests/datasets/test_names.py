"""Which names of the data sets are sure to be an actor we know."""

from __future__ import annotations

import pytest

from kg.datasets.names import actor_of


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Government of Iraq", "government-of-iraq"),
        ("Government of Yemen (North Yemen)", "government-of-yemen"),
        ("Government of DR Congo (Zaire)", "government-of-the-democratic-republic-of-the-congo"),
        ("Military Forces of Iraq (2014-)", "iraqi-armed-forces"),
        ("Military Forces of Mali (2012-2020)", "malian-armed-forces"),
        ("Police Forces of Iraq (2014-)", "iraqi-police"),
        ("IS", "islamic-state"),
        ("Islamic State (Iraq)", "islamic-state"),
        ("PKK", "kurdistan-workers-party"),
        ("IRAQ", "iraq"),
    ],
)
def test_a_full_name_of_one_actor_is_sure(name: str, key: str) -> None:
    found = actor_of(name)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "name",
    [
        "Islamic State (West Africa)",  # another group
        "Civilians",
        "Civilians (Iraq)",
        "Unidentified Armed Group (Iraq)",
        "Police Forces of Iraq (2014-) Special Unit",
        "Government of Nowhere",
        "POLICE (IRQ)",
        "",
    ],
)
def test_any_other_name_is_nobody_we_know(name: str) -> None:
    assert actor_of(name) is None
